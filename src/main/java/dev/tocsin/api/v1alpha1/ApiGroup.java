package dev.tocsin.api.v1alpha1;

/** Where the kinds of this package live. */
public final class ApiGroup {
  public static final String NAME = "tocsin.dev";
  public static final String VERSION = "v1alpha1";

  private ApiGroup() {}
}
