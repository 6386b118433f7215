package dev.tocsin.api.v1alpha1;

/** The conditions that others than their writers look for. */
public final class ConditionTypes {
  /** Of policies and outputs. */
  public static final String ACCEPTED = "Accepted";

  /** Of policies. */
  public static final String LOADED = "Loaded";

  /** Of policies. */
  public static final String DATA_AVAILABLE = "DataAvailable";

  /** Of policies. */
  public static final String HEALTHY = "Healthy";

  /** Of outputs. */
  public static final String DELIVERING = "Delivering";

  private ConditionTypes() {}
}
