package dev.tocsin.explain;

import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.control.ConfigMaps;
import dev.tocsin.control.PolicyTranslation;
import dev.tocsin.control.PolicyTranslator;
import dev.tocsin.control.Problem;
import dev.tocsin.engine.Finding;
import dev.tocsin.engine.PolicyStats;
import dev.tocsin.engine.Redaction;
import dev.tocsin.engine.compile.CompiledPolicy;
import dev.tocsin.engine.compile.PolicyCompiler;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Event;
import dev.tocsin.event.ProcessView;
import dev.tocsin.inventory.Inventory;
import dev.tocsin.language.EventContext;
import dev.tocsin.manifest.InvalidManifestException;
import dev.tocsin.manifest.Manifests;
import dev.tocsin.replay.Replay;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Explains one policy: what it is about, and what becomes of the events that its {@link #replay}
 * takes.
 */
public final class Explainer {
  private static final int WINDOWS = 5;

  private final PolicyExplanation policy;
  private final Replay replay;
  private final Redaction redaction = Redaction.defaults();
  private final EventExplainer explainer;
  private final @Nullable WindowTally windows;
  private final EventContext context = new EventContext();
  private final int limit;

  private final Map<EventOutcome, Long> verdicts = new EnumMap<>(EventOutcome.class);
  private final List<EventExplanation> events = new ArrayList<>();
  private @Nullable PolicyStats before;
  private long number;
  private long newestNanos;

  /**
   * @param manifests the policy, and what it needs: exceptions and ConfigMaps
   * @param limit events that are explained at most: those that come nearest to firing
   * @param findings sees what the engine finds
   * @throws InvalidManifestException when the policy is not accepted
   */
  public Explainer(
      Manifests manifests,
      Manifests.Read<DetectionPolicy> read,
      Inventory inventory,
      String systemNamespace,
      int limit,
      Consumer<Finding> findings)
      throws InvalidManifestException {
    replay = new Replay(manifests.only(read), inventory, systemNamespace, findings);
    replay.watch(this::see);
    PolicyTranslation translation =
        new PolicyTranslator(systemNamespace, ConfigMaps.of(manifests.configMaps()))
            .translate(read.object(), manifests.exceptions(), Instant.EPOCH);
    PolicyCompiler.Compilation compilation =
        new PolicyCompiler().compile(translation.policy().orElseThrow());
    CompiledPolicy compiled = compilation.compiled().orElseThrow();
    List<String> warnings = new ArrayList<>();
    translation.warnings().stream().map(Problem::toString).forEach(warnings::add);
    compilation.diagnostics().forEach(diagnostic -> warnings.add(diagnostic.toString()));
    policy = PolicyExplainer.explain(read, compiled, compilation.texts(), warnings);
    explainer = new EventExplainer(compiled, compilation.texts(), redaction);
    windows =
        compiled.window() == null ? null : new WindowTally(compiled, compiled.window(), redaction);
    before = stats();
    this.limit = limit;
  }

  /** Where the events go in. */
  public Replay replay() {
    return replay;
  }

  public Explanation explanation() {
    return new Explanation(
        policy,
        Map.copyOf(verdicts),
        shown(),
        windows == null ? List.of() : windows.progress(WINDOWS),
        windows == null ? 0 : Math.max(0, windows.groups() - WINDOWS),
        replay.defects());
  }

  /** As they came; of a policy that never matched, those that came nearest to it first. */
  private List<EventExplanation> shown() {
    boolean silent =
        events.stream().allMatch(each -> each.verdict().compareTo(EventOutcome.EXCEPTED) < 0);
    return silent
        ? events.stream()
            .sorted(Comparator.comparing(EventExplanation::verdict).reversed())
            .toList()
        : List.copyOf(events);
  }

  /** Null for a disabled policy, which the engine leaves out. */
  private @Nullable PolicyStats stats() {
    return replay.stats().stream().findFirst().orElse(null);
  }

  private void see(Event event, Attribution where) {
    number++;
    long time = event.timeNanos();
    newestNanos = Math.max(newestNanos, time);
    PolicyStats after = stats();
    EngineAnswer answer = EngineAnswer.between(before, after);
    before = after;
    EventOutcome early = explainer.beforeExpressions(event, where);
    EventOutcome verdict = answer.verdict(early);
    verdicts.merge(verdict, 1L, Long::sum);
    if (windows != null && (verdict == EventOutcome.COUNTED || verdict == EventOutcome.FIRES)) {
      context.enter(event, where);
      windows.add(context, time == 0 ? newestNanos : time, verdict == EventOutcome.FIRES);
    }
    if (verdict != EventOutcome.OTHER_KIND && makesRoomFor(verdict)) {
      events.add(explain(event, where, verdict, answer));
    }
  }

  /** Of what comes equally near, the earlier stays. */
  private boolean makesRoomFor(EventOutcome verdict) {
    if (events.size() < limit) {
      return true;
    }
    EventExplanation farthest =
        events.reversed().stream()
            .min(Comparator.comparing(EventExplanation::verdict))
            .orElse(null);
    return farthest != null && farthest.verdict().compareTo(verdict) < 0 && events.remove(farthest);
  }

  private EventExplanation explain(
      Event event, Attribution where, EventOutcome verdict, EngineAnswer answer) {
    EventExplainer.EventSteps explained =
        explainer.explain(event, where, Instant.ofEpochSecond(0, newestNanos));
    if (!answer.agreesWith(explained.verdict())) {
      throw new IllegalStateException(
          "event %d: the engine says %s, the explanation %s"
              .formatted(number, answer, explained.verdict()));
    }
    ProcessView process = event.process();
    return new EventExplanation(
        number,
        event.timeNanos() == 0 ? "" : Instant.ofEpochSecond(0, event.timeNanos()).toString(),
        event.kind().apiName(),
        event.function(),
        where.node().name(),
        where.pod().present() ? where.pod().namespace() + "/" + where.pod().name() : "",
        where.container().name(),
        redaction.apply(
            process.arguments().isEmpty()
                ? process.binary()
                : process.binary() + " " + process.arguments()),
        CommandExplainer.explain(event, redaction),
        verdict,
        because(verdict, explained, answer),
        explained.steps());
  }

  private String because(
      EventOutcome verdict, EventExplainer.EventSteps explained, EngineAnswer answer) {
    return switch (verdict) {
      case FIRES -> windows == null ? "it matches" : "it completes the window";
      case COUNTED -> "it matches and counts, and the window is not complete";
      case LATE -> "it matches, too late for its window";
      case SUSPENDED -> "the policy broke over an earlier event, and is suspended";
      case FAILED -> answer.error().isEmpty() ? explained.because() : answer.error();
      default -> explained.because();
    };
  }
}
