package dev.tocsin.manifest;

/** What is wrong with a text itself, whatever it is about: not YAML, or one key twice. */
public record Flaw(Mark mark, String message) {}
