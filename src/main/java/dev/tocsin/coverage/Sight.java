package dev.tocsin.coverage;

/** How much is seen of a technique, or by a policy. From most to least. */
public enum Sight {
  COVERED("covered", "all of its policies are loaded, with their data, on all nodes"),
  PARTLY("partly", "some of its policies do not see, or not everywhere"),
  UNKNOWN("by a policy", "whether it sees is not known"),
  SHADOW("shadow", "counted, without alerts"),
  BLIND("blind", "there is a policy, and no node on which it can fire"),
  NONE("not covered", "no policy");

  private final String text;
  private final String meaning;

  Sight(String text, String meaning) {
    this.text = text;
    this.meaning = meaning;
  }

  public String text() {
    return text;
  }

  String meaning() {
    return meaning;
  }
}
