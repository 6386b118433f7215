package dev.tocsin.engine;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import dev.tocsin.engine.compile.CompiledPolicy;
import dev.tocsin.engine.compile.CompiledPolicy.CompiledWindow;
import dev.tocsin.engine.compile.MessageTemplate;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.engine.policy.PolicyId;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Event;
import dev.tocsin.event.ProcessView;
import dev.tocsin.language.EvaluationException;
import dev.tocsin.language.EventContext;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes findings: identity, group, message and facts, with secrets taken out, and within bounds: a
 * finding takes less than {@link #MOST_BYTES} in UTF-8, whatever the event holds.
 */
final class FindingWriter {
  /** Of all that a finding says, the names of its policy left out. */
  static final int MOST_BYTES = 512 << 10;

  /** What is rendered of a message, in characters: all that can be seen of it. */
  private static final int LONGEST_MESSAGE = Excerpts.MESSAGE + Excerpts.CONTEXT;

  private final Redaction redaction;
  private final Excerpts excerpts;
  private final FactsWriter facts;

  /** Of the event at hand; a hundred policies may fire for one event. */
  private @Nullable Facts known;

  /** The programs that the event at hand is about. */
  private @Nullable List<String> about;

  /** What is shown of the group's values of the event at hand: most policies have the same. */
  private final Map<String, String> shownValues = new HashMap<>();

  FindingWriter(Redaction redaction) {
    this.redaction = redaction;
    this.excerpts = new Excerpts(redaction);
    this.facts = new FactsWriter(excerpts);
  }

  /** What is written from now on is about another event. */
  void turn() {
    known = null;
    about = null;
    if (!shownValues.isEmpty()) {
      shownValues.clear();
    }
  }

  /**
   * @param timeNanos when the event happened, also where it does not say so itself
   * @param count what led to the finding, for {@code {{count}}}
   */
  Finding write(CompiledPolicy compiled, EventContext context, long timeNanos, long count)
      throws EvaluationException {
    return written(compiled, shown(context), timeNanos, count);
  }

  /** What a finding may say of the event. */
  private EventContext shown(EventContext context) {
    if (!withholds(context)) {
      return context;
    }
    EventContext shown = new EventContext();
    shown.enter(context.event().withoutArguments(), context.where());
    return shown;
  }

  private boolean withholds(EventContext context) {
    return redaction.withholds(context.where().pod().namespace());
  }

  private Finding written(CompiledPolicy compiled, EventContext context, long timeNanos, long count)
      throws EvaluationException {
    Event event = context.event();
    List<String> programs = programs(event);
    Map<String, String> group = group(compiled.alertGroup().of(context), programs);
    context.count(count);
    String message = message(compiled.message(), context, programs);
    return new Finding(
        id(compiled.policy().id(), event, group),
        compiled.policy(),
        group,
        message,
        facts(event, timeNanos, context.where()));
  }

  private String message(MessageTemplate template, EventContext context, List<String> programs) {
    String message = template.render(context, LONGEST_MESSAGE);
    return template.isConstant()
        ? Excerpts.ownMessage(message)
        : excerpts.message(message, programs);
  }

  private List<String> programs(Event event) {
    List<String> programs = about;
    if (programs == null) {
      programs = Redaction.programs(event);
      about = programs;
    }
    return programs;
  }

  private Facts facts(Event event, long timeNanos, Attribution where) {
    Facts facts = known;
    if (facts == null) {
      facts = this.facts.facts(event, timeNanos, where);
      known = facts;
    }
    return facts;
  }

  /**
   * @param windowGroup the values of the window's groupBy
   * @param values what the event counts as
   */
  Match match(
      CompiledPolicy compiled,
      CompiledWindow window,
      EventContext context,
      long timeNanos,
      List<String> windowGroup,
      List<String> values)
      throws EvaluationException {
    return new Match(
        write(compiled, context, timeNanos, window.window().enough()),
        counted(windowGroup, context),
        window.window().type() == Policy.Window.Type.VALUE_COUNT
            ? counted(values, context)
            : values);
  }

  private List<String> counted(List<String> values, EventContext context) {
    if (withholds(context)) {
      return values.stream().map(Excerpts::withheld).toList();
    }
    List<String> programs = programs(context.event());
    return values.stream().map(value -> excerpts.counted(value, programs)).toList();
  }

  private Map<String, String> group(Map<String, String> values, List<String> programs) {
    Map<String, String> group = LinkedHashMap.newLinkedHashMap(values.size());
    values.forEach(
        (expression, value) ->
            group.put(
                Excerpts.name(expression),
                shownValues.computeIfAbsent(value, text -> excerpts.groupValue(text, programs))));
    return Collections.unmodifiableMap(group);
  }

  private static String id(PolicyId policy, Event event, Map<String, String> group) {
    Hasher hasher = Hashing.sha256().newHasher();
    put(hasher, policy.namespace(), policy.name(), policy.uid());
    hasher.putLong(policy.generation());
    ProcessView process = event.process();
    put(hasher, event.node(), event.kind().apiName(), event.function(), process.execId());
    hasher.putLong(event.timeNanos()).putLong(process.pid());
    if (event.alert().present()) {
      put(hasher, event.alert().name());
    }
    if (event.timeNanos() == 0) {
      hasher.putBytes(event.bytes()); // nothing else distinguishes two events of one process
    }
    group.forEach((expression, value) -> put(hasher, expression, value));
    return hasher.hash().toString().substring(0, 32);
  }

  private static void put(Hasher hasher, String... texts) {
    for (String text : texts) {
      hasher.putInt(text.length()).putString(text, StandardCharsets.UTF_8);
    }
  }
}
