package dev.tocsin.language;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.tocsin.event.ArgumentKind;
import dev.tocsin.event.EventKind;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All that an expression can say, for people: its fields and functions, in reading order. */
public final class LanguageReference {
  /** The list of {@link #environment}, with its values. */
  public static final Map<String, List<String>> LISTS = Map.of("tools", List.of("nsenter", "nmap"));

  /** Events that a tracing policy makes, with arguments. */
  public static final Set<EventKind> HOOKS = KindSets.HOOKS;

  private static final Map<String, Set<EventKind>> GROUPS =
      ImmutableMap.of(
          "all", KindSets.ALL, "hooks", KindSets.HOOKS, "processes", KindSets.PROCESSES);

  private static final Environment ENVIRONMENT =
      Environment.standard().withLists(LISTS.keySet()).withUntypedVariable("tool").withCount();

  private static final ImmutableList<Entry> FIELDS = new LanguageReference().fields();
  private static final ImmutableList<Entry> FUNCTIONS =
      FunctionTable.read().stream()
          .map(
              note ->
                  new Entry(
                      note.section(),
                      note.signature(),
                      note.result(),
                      note.kinds(),
                      note.meaning(),
                      note.example()))
          .collect(ImmutableList.toImmutableList());

  private final ImmutableList.Builder<Entry> entries = ImmutableList.builder();
  private final Set<StructSchema<?>> shown = new HashSet<>();

  private LanguageReference() {}

  /**
   * A field or a function.
   *
   * @param section the variable that the field belongs to, or what the function is about
   * @param name path of the field, where {@code []} is an element of a list: {@code
   *     pod.ownerReferences[].kind}; or how the function is written
   * @param type as CEL names it; objects by a name of their own, whose fields stand where it comes
   *     first
   * @param kinds the events that can have it
   * @param meaning one sentence
   * @param example a condition that compiles in {@link #environment}
   */
  public record Entry(
      String section,
      String name,
      String type,
      Set<EventKind> kinds,
      String meaning,
      String example) {}

  /** Variables and their fields. */
  public static List<Entry> allFields() {
    return FIELDS;
  }

  /** Functions, macros and operators. */
  public static List<Entry> allFunctions() {
    return FUNCTIONS;
  }

  /**
   * What examples compile in: it has {@code lists.tools}, {@code variables.tool}, {@code count}.
   */
  public static Environment environment() {
    return ENVIRONMENT;
  }

  /**
   * The events that can have a variable or field; all for one that is not known.
   *
   * @param owner type of the object that has the field, {@code tocsin.Event}; {@code ""} for a
   *     variable
   */
  public static Set<EventKind> kinds(String owner, String name) {
    FieldNote note = owner.isEmpty() ? variable(name) : field(owner, name);
    return note == null ? KindSets.ALL : note.kinds();
  }

  /** Kinds of events in few words: {@code all}, {@link #HOOKS hooks}, {@code ProcessExit}. */
  public static String words(Set<EventKind> kinds) {
    return GROUPS.entrySet().stream()
        .filter(group -> group.getValue().equals(kinds))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseGet(
            () ->
                kinds.equals(KindSets.PLACED)
                    ? "all but " + names(Sets.difference(KindSets.ALL, kinds))
                    : names(kinds));
  }

  /** {@code ProcessExec, ProcessExit}. */
  public static String names(Set<EventKind> kinds) {
    return kinds.stream().map(EventKind::apiName).collect(Collectors.joining(", "));
  }

  private static @Nullable FieldNote variable(String name) {
    String known = name.equals(Arguments.BY_LABEL) ? EventSchema.ARGUMENTS : name;
    EventSchema.Variable<?> object = EventSchema.OBJECTS.get(known);
    if (object != null) {
      return object.note();
    }
    EventSchema.ListVariable list = EventSchema.LISTS.get(known);
    return list == null ? null : list.note();
  }

  private static @Nullable FieldNote field(String owner, String name) {
    return EventSchema.TYPES.stream()
        .filter(schema -> schema.type().name().equals(owner))
        .findFirst()
        .map(schema -> schema.notes().get(name))
        .orElse(null);
  }

  private ImmutableList<Entry> fields() {
    EventSchema.OBJECTS.forEach(
        (name, variable) -> {
          add(name, name, variable.schema().type(), KindSets.ALL, variable.note());
          if (shown.add(variable.schema())) {
            fields(name, name, variable.schema(), variable.note().kinds());
          }
        });
    EventSchema.LISTS.forEach(
        (name, variable) ->
            add(name, name, ListType.create(variable.elements()), KindSets.ALL, variable.note()));
    ArgumentSchema.MESSAGES.forEach(this::arguments);
    own(
        "lists.NAME",
        "list(string)",
        "Values of a list of the policy.",
        "process.name in lists.tools");
    own("variables.NAME", "any", "Value of a variable of the policy.", "variables.tool");
    own("count", "int", "Matches that led to the finding; only in a message.", "count > 1");
    return entries.build();
  }

  private void own(String name, String type, String meaning, String example) {
    entries.add(new Entry("the policy", name, type, KindSets.ALL, meaning, example));
  }

  private void arguments(ArgumentKind kind, StructSchema<?> schema) {
    String type = kind.fieldName().replaceFirst("_arg$", "");
    fields("args of type " + type, EventSchema.ARGUMENTS + "[0]", schema, KindSets.HOOKS);
  }

  private void fields(String section, String path, StructSchema<?> schema, Set<EventKind> kinds) {
    schema
        .notes()
        .forEach(
            (name, note) -> {
              SchemaField<?> field = schema.field(name);
              if (field == null) {
                throw new IllegalStateException("no field " + name);
              }
              String own = path + "." + name;
              Set<EventKind> having = add(section, own, field.type(), kinds, note);
              if (field instanceof SchemaField.Message<?, ?> message) {
                if (!isVariable(message.schema()) || shown.add(message.schema())) {
                  shown.add(message.schema());
                  fields(section, own, message.schema(), having);
                }
              } else {
                elements(field.type())
                    .filter(shown::add)
                    .ifPresent(each -> fields(section, own + "[]", each, having));
              }
            });
  }

  private static boolean isVariable(StructSchema<?> schema) {
    return EventSchema.OBJECTS.values().stream().anyMatch(each -> each.schema() == schema);
  }

  private static Optional<StructSchema<?>> elements(CelType type) {
    return type instanceof ListType list
        ? EventSchema.TYPES.stream()
            .filter(schema -> schema.type().name().equals(list.elemType().name()))
            .<StructSchema<?>>map(schema -> schema)
            .findFirst()
        : Optional.empty();
  }

  private Set<EventKind> add(
      String section, String path, CelType type, Set<EventKind> outer, FieldNote note) {
    ImmutableSet<EventKind> kinds = Sets.intersection(note.kinds(), outer).immutableCopy();
    entries.add(new Entry(section, path, name(type), kinds, note.meaning(), example(path, note)));
    return kinds;
  }

  /** Of a field of an element the condition is that one element meets it. */
  private static String example(String path, FieldNote note) {
    int element = path.indexOf("[].");
    return element < 0
        ? note.example(path)
        : path.substring(0, element)
            + ".exists(e, "
            + note.example("e" + path.substring(element + 2))
            + ")";
  }

  private static String name(CelType type) {
    return switch (type) {
      case ListType list -> "list(" + name(list.elemType()) + ")";
      case MapType map -> "map(" + name(map.keyType()) + ", " + name(map.valueType()) + ")";
      case SimpleType dyn when dyn.equals(SimpleType.DYN) -> "any";
      case SimpleType time when time.equals(SimpleType.TIMESTAMP) -> "timestamp";
      default -> type.name().replace("tocsin.", "");
    };
  }
}
