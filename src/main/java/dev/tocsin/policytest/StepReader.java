package dev.tocsin.policytest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.api.v1alpha1.GoDuration;
import dev.tocsin.event.EventKind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The short form of events. Each is named for what happens; {@code event} takes Tetragon's own JSON
 * for whatever has no short form.
 */
final class StepReader {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final List<String> FORMS =
      List.of(
          "exec",
          "exit",
          "call",
          "hook",
          "tracepoint",
          "connect",
          "listen",
          "open",
          "read",
          "write",
          "remove",
          "truncate",
          "execute",
          "rename",
          "link",
          "event",
          "wait",
          "recording");

  /** Of the system calls: what the agent says on the most common architecture. */
  private static final String SYSTEM_CALL_PREFIX = "__x64_";

  private final Path testFile;

  /**
   * @param testFile the paths of recordings begin in its folder
   */
  StepReader(Path testFile) {
    this.testFile = testFile;
  }

  Step read(String place, JsonNode node) throws InvalidTestException {
    Section section = Section.of(place, node);
    String form = form(section);
    Step step =
        switch (form) {
          case "wait" -> new Step.Waits(place, section.duration(form).orElseThrow());
          case "recording" ->
              new Step.Recorded(
                  place,
                  testFile.resolveSibling(section.text(form)),
                  section.optionalText("where"));
          case "exec", "exit" ->
              happens(
                  section, kind(form), JSON.objectNode(), section.text(form), form.equals("exec"));
          case "event" -> whole(section);
          default ->
              happens(section, kind(form), content(section, form), section.text("by"), false);
        };
    section.end();
    return step;
  }

  private static String form(Section section) throws InvalidTestException {
    List<String> found = FORMS.stream().filter(section::has).toList();
    if (found.size() != 1) {
      throw new InvalidTestException(
          section.place()
              + ": must have one of "
              + FORMS
              + ", but has "
              + (found.isEmpty() ? "none" : found));
    }
    return found.getFirst();
  }

  private static String kind(String form) {
    EventKind kind =
        switch (form) {
          case "exec" -> EventKind.PROCESS_EXEC;
          case "exit" -> EventKind.PROCESS_EXIT;
          case "hook" -> EventKind.PROCESS_LSM;
          case "tracepoint" -> EventKind.PROCESS_TRACEPOINT;
          default -> EventKind.PROCESS_KPROBE;
        };
    return kind.wireName();
  }

  private static ObjectNode content(Section section, String form) throws InvalidTestException {
    String subject = section.text(form);
    return switch (form) {
      case "call" -> call(subject, arguments(section), section);
      case "hook" ->
          JSON.objectNode().put("function_name", subject).set("args", arguments(section));
      case "tracepoint" -> tracepoint(section, subject);
      case "connect" -> connect(section, subject);
      case "listen" ->
          call(
              "inet_csk_listen_start",
              list(socket(section, "listen", subject, "0.0.0.0:0", "TCP")),
              section);
      default -> {
        FileForm file = FileForm.of(form, subject, section);
        yield call(file.function(), file.arguments(), section);
      }
    };
  }

  private static ObjectNode call(String function, ArrayNode arguments, Section section)
      throws InvalidTestException {
    ObjectNode content = JSON.objectNode();
    content.put(
        "function_name", function.startsWith("sys_") ? SYSTEM_CALL_PREFIX + function : function);
    content.set("args", arguments);
    if (section.has("returns")) {
      JsonNode value = section.get("returns");
      if (!value.isIntegralNumber()) {
        throw section.invalid("returns", "must be a number, but is " + value);
      }
      content.set("return", JSON.objectNode().set("int_arg", value));
    }
    content.put("action", "KPROBE_ACTION_POST");
    section.optionalText("tracingPolicy").ifPresent(name -> content.put("policy_name", name));
    return content;
  }

  private static ObjectNode tracepoint(Section section, String name) throws InvalidTestException {
    int slash = name.indexOf('/');
    if (slash < 0) {
      throw section.invalid("tracepoint", "must be SUBSYSTEM/EVENT, but is " + name);
    }
    return JSON.objectNode()
        .put("subsys", name.substring(0, slash))
        .put("event", name.substring(slash + 1))
        .set("args", arguments(section));
  }

  private static ObjectNode connect(Section section, String to) throws InvalidTestException {
    String protocol = section.optionalText("protocol").orElse("TCP");
    String function = protocol.equals("UDP") ? "udp_sendmsg" : "tcp_connect";
    String from =
        section
            .optionalText("from")
            .orElse(to.startsWith("[") ? "[fd00::5]:40000" : "10.244.1.5:40000");
    return call(function, list(socket(section, "connect", from, to, protocol)), section);
  }

  private static ObjectNode socket(
      Section section, String key, String from, String to, String protocol)
      throws InvalidTestException {
    ObjectNode socket =
        JSON.objectNode()
            .put("family", (to.startsWith("[") ? "AF_INET6" : "AF_INET"))
            .put("type", protocol.equals("UDP") ? "SOCK_DGRAM" : "SOCK_STREAM")
            .put("protocol", "IPPROTO_" + protocol);
    endpoint(section, key, socket, "s", from);
    endpoint(section, key, socket, "d", to);
    return JSON.objectNode().set("sock_arg", socket);
  }

  /** {@code 10.0.0.1:80} or {@code [fd00::1]:80}. */
  private static void endpoint(
      Section section, String key, ObjectNode socket, String prefix, String text)
      throws InvalidTestException {
    int colon = text.lastIndexOf(':');
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      String address = text.substring(0, Math.max(colon, 0)).replaceAll("[\\[\\]]", "");
      socket.put(prefix + "addr", address).put(prefix + "port", port);
    } catch (NumberFormatException e) {
      throw new InvalidTestException(section.at(key) + ": must be ADDRESS:PORT, but is " + text, e);
    }
  }

  /** Tetragon's own JSON of one event, in which who does it is filled in where it is missing. */
  private static Step whole(Section section) throws InvalidTestException {
    ObjectNode event = section.mapping("event");
    Iterator<String> names = event.fieldNames();
    String kind = names.hasNext() ? names.next() : "";
    if (event.size() != 1 || !(event.get(kind) instanceof ObjectNode content)) {
      throw section.invalid("event", "must have one key, such as process_loader, with a mapping");
    }
    String command = section.optionalText("by").orElse("/app/server");
    return happens(section, kind, content, command, kind.equals(EventKind.PROCESS_EXEC.wireName()));
  }

  private static Step happens(
      Section section, String kind, ObjectNode content, String command, boolean isNew)
      throws InvalidTestException {
    ObjectNode process = section.mapping("process");
    section.optionalText("cwd").ifPresent(cwd -> process.put("cwd", cwd));
    if (section.has("uid")) {
      process.put("uid", section.number("uid", 0));
    }
    Step.Actor actor =
        new Step.Actor(
            command,
            isNew,
            section.optionalText("parent"),
            section.texts("ancestors"),
            section.optionalText("pod"),
            section.optionalText("container"),
            section.flag("host"),
            section.optionalText("node"),
            section.flag("execProbe"),
            process);
    if (actor.host() && actor.pod().isPresent()) {
      throw section.invalid("host", "a process is in a pod or on the host, not both");
    }
    return new Step.Happens(
        section.place(),
        kind,
        content,
        actor,
        when(section),
        section.number("repeat", 1),
        section.duration("every").orElse(Duration.ofSeconds(1)));
  }

  private static Step.When when(Section section) throws InvalidTestException {
    Optional<String> at = section.optionalText("at");
    if (at.isEmpty()) {
      return new Step.When(Optional.empty(), Optional.empty());
    }
    try {
      return at.get().contains("T")
          ? new Step.When(Optional.empty(), Optional.of(Instant.parse(at.get())))
          : new Step.When(Optional.of(GoDuration.parse(at.get())), Optional.empty());
    } catch (DateTimeParseException | IllegalArgumentException e) {
      throw new InvalidTestException(
          section.at("at")
              + ": must be a duration since the start of the test, or a time such as"
              + " 2026-01-01T00:00:00Z",
          e);
    }
  }

  private static ArrayNode arguments(Section section) throws InvalidTestException {
    ArrayNode arguments = JSON.arrayNode();
    for (JsonNode item : section.items("args")) {
      arguments.add(argument(section, item));
    }
    return arguments;
  }

  /**
   * A number, a text, null for one that could not be read; or a mapping, in short or as Tetragon
   * has it.
   */
  private static JsonNode argument(Section section, JsonNode item) throws InvalidTestException {
    if (item.isIntegralNumber()) {
      return JSON.objectNode().set("int_arg", item);
    }
    if (item.isTextual()) {
      return JSON.objectNode().set("string_arg", item);
    }
    if (item.isNull()) {
      return JSON.objectNode().set("error_arg", JSON.objectNode().put("Message", "Bad address"));
    }
    ObjectNode argument = JSON.objectNode();
    List<String> kinds = new ArrayList<>();
    for (var field : item.properties()) {
      switch (field.getKey()) {
        case "label" -> argument.set("label", field.getValue());
        case "permission" -> {}
        case "string", "int", "uint", "size", "long" -> {
          kinds.add(field.getKey());
          argument.set(field.getKey() + "_arg", field.getValue());
        }
        case "file", "path", "linux_binprm" -> {
          kinds.add(field.getKey());
          argument.setAll(FileForm.path(field.getKey(), field.getValue().asText()));
          if (item.has("permission")) {
            ((ObjectNode) argument.get(field.getKey() + "_arg"))
                .set("permission", item.get("permission"));
          }
        }
        case String name when name.endsWith("_arg") -> {
          kinds.add(name);
          argument.set(name, field.getValue());
        }
        case String name -> throw section.invalid("args", "there is no argument of kind " + name);
      }
    }
    if (kinds.size() != 1) {
      throw section.invalid("args", "an argument must be of one kind, but this is " + item);
    }
    return argument;
  }

  private static ArrayNode list(JsonNode... items) {
    ArrayNode list = JSON.arrayNode();
    for (JsonNode item : items) {
      list.add(item);
    }
    return list;
  }
}
