package dev.tocsin.text;

/** A number of things, for people: {@code 1 alert}, {@code 2 alerts}. */
public final class Quantity {
  private Quantity() {}

  /**
   * @param noun one that has an s in the plural
   */
  public static String of(long number, String noun) {
    return of(number, noun, noun + "s");
  }

  public static String of(long number, String singular, String plural) {
    return number + " " + (number == 1 ? singular : plural);
  }
}
