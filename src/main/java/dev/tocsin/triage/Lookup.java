package dev.tocsin.triage;

import dev.tocsin.api.v1alpha1.SecurityAlert;
import java.util.List;

/** What became of looking for one alert by its name. */
public sealed interface Lookup {

  /** There it is. */
  record Found(SecurityAlert alert) implements Lookup {}

  /**
   * No alert has that name.
   *
   * @param nearest alerts that may have been meant, the likeliest first; at most five
   */
  record Missing(AlertKey key, List<AlertKey> nearest) implements Lookup {}
}
