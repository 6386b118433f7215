package dev.tocsin.lint.schema;

/** Where a value is in an object, as the API server writes it: {@code spec.events[1]}. */
record Path(String text) {
  static final Path ROOT = new Path("");

  Path field(String name) {
    return new Path(text.isEmpty() ? name : text + "." + name);
  }

  Path item(int index) {
    return new Path(text + "[" + index + "]");
  }
}
