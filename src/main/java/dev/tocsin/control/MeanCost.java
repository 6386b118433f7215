package dev.tocsin.control;

import dev.tocsin.api.v1alpha1.DetectionPolicyStatus;
import dev.tocsin.engine.Cost;
import dev.tocsin.engine.PolicyStats;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a policy costs for an event, in status: {@code 84ns}, {@code 1.2us}; two significant digits.
 *
 * <p>A mean is never the same twice. It is written along with something else, or by itself once it
 * is more than twice, or less than half, of what is stored.
 */
final class MeanCost {
  private static final MathContext DIGITS = new MathContext(2, RoundingMode.HALF_UP);
  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1_000);
  private static final BigDecimal TWO = BigDecimal.valueOf(2);
  private static final List<String> UNITS = List.of("ns", "us", "ms", "s");
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,9}(?:\\.[0-9])?)(ns|us|ms|s)");

  private MeanCost() {}

  /**
   * Over all evaluations that were timed, wherever that was.
   *
   * @return null when there were none
   */
  static @Nullable String of(List<PolicyStats> stats) {
    Cost cost = stats.stream().map(PolicyStats::cost).reduce(Cost.NONE, Cost::plus);
    return cost.samples() == 0 ? null : text(cost);
  }

  private static String text(Cost cost) {
    BigDecimal value =
        BigDecimal.valueOf(cost.nanos()).divide(BigDecimal.valueOf(cost.samples()), DIGITS);
    int unit = 0;
    while (value.compareTo(THOUSAND) >= 0 && unit < UNITS.size() - 1) {
      value = value.divide(THOUSAND, DIGITS);
      unit++;
    }
    return value.stripTrailingZeros().toPlainString() + UNITS.get(unit);
  }

  /** The status, with the stored cost where a new one is no reason to write. */
  static DetectionPolicyStatus settled(
      DetectionPolicyStatus status, @Nullable DetectionPolicyStatus stored) {
    if (stored == null
        || stored.meanCost() == null
        || !Objects.equals(stored.observedGeneration(), status.observedGeneration())) {
      return status;
    }
    DetectionPolicyStatus withStored = status.withMeanCost(stored.meanCost());
    boolean isNews = status.meanCost() != null && isFar(status.meanCost(), stored.meanCost());
    return status.meanCost() == null || (!isNews && withStored.equals(stored))
        ? withStored
        : status;
  }

  private static boolean isFar(String one, String other) {
    BigDecimal first = nanos(one);
    BigDecimal second = nanos(other);
    return first.compareTo(second.multiply(TWO)) > 0 || second.compareTo(first.multiply(TWO)) > 0;
  }

  /** Of what somebody else wrote there: 0, which is far from everything. */
  private static BigDecimal nanos(String text) {
    Matcher parts = TEXT.matcher(text);
    return parts.matches()
        ? new BigDecimal(parts.group(1)).multiply(THOUSAND.pow(UNITS.indexOf(parts.group(2))))
        : BigDecimal.ZERO;
  }
}
