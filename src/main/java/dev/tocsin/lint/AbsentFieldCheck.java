package dev.tocsin.lint;

import dev.tocsin.event.EventKind;
import dev.tocsin.event.EventPart;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Fields that the events of a policy never have. */
final class AbsentFieldCheck implements PolicyCheck {
  /** More kinds than these are not worth naming: nearly all have it. */
  private static final int FEW_KINDS = 7;

  @Override
  public void check(PolicySubject policy, Findings findings) {
    policy.expressions().list().stream()
        .flatMap(FieldRead::of)
        .forEach(read -> check(policy, read, findings));
  }

  private static void check(PolicySubject policy, FieldRead read, Findings findings) {
    Optional<EventPart> part = part(read);
    Set<EventKind> chosen = read.expression().events();
    if (part.isEmpty()
        || chosen.isEmpty()
        || chosen.stream().anyMatch(kind -> kind.canHave(part.get()))) {
      return;
    }
    List<EventKind> having =
        Arrays.stream(EventKind.values()).filter(kind -> kind.canHave(part.get())).toList();
    String path = read.name().startsWith("@") ? "arg()" : read.path();
    String instead = having.size() > FEW_KINDS ? "" : "; those of " + Kinds.words(having) + " can";
    findings.add(
        Rule.ABSENT_FIELD,
        policy.object(),
        read.place(),
        "events of " + Kinds.words(chosen) + " never have " + path + instead);
  }

  private static Optional<EventPart> part(FieldRead read) {
    return switch (read.owner()) {
      case "" ->
          read.name().equals("@argumentsByLabel")
              ? Optional.of(EventPart.ARGUMENTS)
              : EventPart.ofPath(read.name());
      case "tocsin.Event" -> EventPart.ofPath("event." + read.name());
      default -> Optional.empty();
    };
  }
}
