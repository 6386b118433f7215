package dev.tocsin.tracing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/**
 * One entry of {@code matchArgs}.
 *
 * @param position of the argument in the hook's list; -1 for one that is not there
 * @param name of the argument, for people
 */
record ArgumentMatch(int position, String name, String type, String operator, List<String> values) {
  private static final int SHOWN = 8;

  private static final Set<String> OPERATORS =
      Set.of(
          "Equal",
          "NotEqual",
          "Prefix",
          "NotPrefix",
          "Postfix",
          "NotPostfix",
          "InMap",
          "NotInMap",
          "Mask",
          "SAddr",
          "NotSAddr",
          "DAddr",
          "NotDAddr",
          "SPort",
          "NotSPort",
          "DPort",
          "NotDPort",
          "Protocol",
          "Family");

  static ArgumentMatch of(JsonNode match, List<HookArgument> arguments) {
    int position = position(match, arguments);
    List<String> values = new ArrayList<>();
    match.path("values").forEach(each -> values.add(each.asText()));
    HookArgument argument = position < 0 ? new HookArgument(-1, "", "") : arguments.get(position);
    return new ArgumentMatch(
        position,
        argument.label().isEmpty() ? "argument " + position : argument.label(),
        argument.type(),
        match.path("operator").asText(),
        List.copyOf(values));
  }

  /** {@code args} counts the hook's list, {@code index} the function's arguments. */
  private static int position(JsonNode match, List<HookArgument> arguments) {
    if (match.has("args")) {
      int position = match.path("args").path(0).asInt(-1);
      return position < arguments.size() ? position : -1;
    }
    int index = match.path("index").asInt(-1);
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i).index() == index) {
        return i;
      }
    }
    return -1;
  }

  /** Whether the operator is one that {@link #holds} knows for a type of argument. */
  boolean isKnown() {
    return OPERATORS.contains(operator);
  }

  boolean isOverPath() {
    return new HookArgument(0, type, "").isPath();
  }

  TruthValue holds(HookEvent event) {
    if (position < 0) {
      return TruthValue.UNKNOWN;
    }
    return switch (type) {
      case "string", "file", "path", "dentry", "linux_binprm", "char_buf" ->
          event.text(position).map(this::ofText).orElse(TruthValue.UNKNOWN);
      case "sock" -> event.socket(position).map(this::ofSocket).orElse(TruthValue.UNKNOWN);
      default -> event.number(position).map(this::ofNumber).orElse(TruthValue.UNKNOWN);
    };
  }

  private TruthValue ofText(String text) {
    return switch (operator) {
      case "Equal" -> any(String::equals, text);
      case "NotEqual" -> any(String::equals, text).not();
      case "Prefix" -> any(String::startsWith, text);
      case "NotPrefix" -> any(String::startsWith, text).not();
      case "Postfix" -> any(String::endsWith, text);
      case "NotPostfix" -> any(String::endsWith, text).not();
      default -> TruthValue.UNKNOWN;
    };
  }

  private TruthValue any(BiPredicate<String, String> compare, String text) {
    return TruthValue.of(values.stream().anyMatch(value -> compare.test(text, value)));
  }

  private TruthValue ofNumber(long number) {
    return switch (operator) {
      case "Equal", "InMap" -> Ranges.hold(values, number);
      case "NotEqual", "NotInMap" -> Ranges.hold(values, number).not();
      case "Mask" ->
          values.stream()
              .map(Ranges::number)
              .map(mask -> mask.map(each -> TruthValue.of((number & each) != 0)))
              .map(answer -> answer.orElse(TruthValue.UNKNOWN))
              .reduce(TruthValue.NO, TruthValue::or);
      default -> TruthValue.UNKNOWN;
    };
  }

  private TruthValue ofSocket(JsonNode socket) {
    return switch (operator) {
      case "SAddr" -> Ranges.holdAddress(values, socket.path("saddr").asText());
      case "NotSAddr" -> Ranges.holdAddress(values, socket.path("saddr").asText()).not();
      case "DAddr" -> Ranges.holdAddress(values, socket.path("daddr").asText());
      case "NotDAddr" -> Ranges.holdAddress(values, socket.path("daddr").asText()).not();
      case "SPort" -> Ranges.hold(values, socket.path("sport").asLong());
      case "NotSPort" -> Ranges.hold(values, socket.path("sport").asLong()).not();
      case "DPort" -> Ranges.hold(values, socket.path("dport").asLong());
      case "NotDPort" -> Ranges.hold(values, socket.path("dport").asLong()).not();
      case "Protocol" -> any(String::equals, socket.path("protocol").asText());
      case "Family" -> any(String::equals, socket.path("family").asText());
      default -> TruthValue.UNKNOWN;
    };
  }

  boolean canHold(PathPattern path) {
    return switch (operator) {
      case "Equal" -> values.stream().anyMatch(path::canBe);
      case "Prefix" -> values.stream().anyMatch(path::canLieBelow);
      case "Postfix" -> values.stream().anyMatch(path::canEndWith);
      default -> true;
    };
  }

  /** Whether every such path holds. */
  boolean holdsAll(PathPattern path) {
    return switch (operator) {
      case "Equal" -> path instanceof PathPattern.Is && values.contains(path.text());
      case "Prefix" ->
          !(path instanceof PathPattern.Ends) && values.stream().anyMatch(path.text()::startsWith);
      case "Postfix" ->
          !(path instanceof PathPattern.Begins) && values.stream().anyMatch(path.text()::endsWith);
      default -> false;
    };
  }

  String text() {
    return name
        + " "
        + operator
        + " "
        + values.stream().limit(SHOWN).collect(Collectors.joining(", "))
        + (values.size() > SHOWN ? ", ..." : "");
  }
}
