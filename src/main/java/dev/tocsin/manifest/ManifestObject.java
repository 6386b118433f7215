package dev.tocsin.manifest;

import com.fasterxml.jackson.databind.JsonNode;

/** An object as it was written. */
public record ManifestObject(JsonNode json, ObjectPlace place) {}
