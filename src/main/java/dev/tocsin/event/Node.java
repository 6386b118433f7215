package dev.tocsin.event;

import java.util.Map;

/** A node and its live labels. */
public record Node(String name, Map<String, String> labels) {}
