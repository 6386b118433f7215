package dev.tocsin.language;

import com.google.common.collect.ImmutableMap;
import java.util.List;

/** Words of other tools and languages, and what is written for them here. */
final class Aliases {
  private static final String MATCHES = "write TEXT.matches(r'...')";
  private static final String CONTAINS = "write TEXT.contains('...')";
  private static final String ABSENT = "write '' for a text that is not there, or has(FIELD)";

  /** Where an operator stands, in small letters. */
  static final ImmutableMap<String, String> OPERATORS =
      ImmutableMap.<String, String>builder()
          .put("and", "write &&")
          .put("&", "write &&")
          .put("or", "write ||")
          .put("|", "write ||")
          .put("not", "write !")
          .put("=", "write ==")
          .put("<>", "write !=")
          .put("~", MATCHES)
          .put("=~", MATCHES)
          .put("!~", "write !TEXT.matches(r'...')")
          .put("is", "write ==; where a text is not there it is ''")
          .put(
              "like",
              "write TEXT.contains('...') or TEXT.matches(r'...'); % and * are no wildcards")
          .put("ilike", "write TEXT.lowerAscii().contains('...')")
          .put("glob", "write TEXT.startsWith('...') or TEXT.matches(r'...')")
          .put("rlike", MATCHES)
          .put("regex", MATCHES)
          .put("regexp", MATCHES)
          .put("matches", MATCHES)
          .put("startswith", "write TEXT.startsWith('...')")
          .put("endswith", "write TEXT.endsWith('...')")
          .put("contains", CONTAINS)
          .put("icontains", "write TEXT.lowerAscii().contains('...')")
          .put("intersects", "write LIST.exists(each, each in OTHER)")
          .put("pmatch", "write LIST.exists(each, TEXT.startsWith(each))")
          .put("exists", "write has(FIELD)")
          .put("$", "a list of the policy is lists.NAME")
          .put("where", "an expression is a condition alone, such as process.name == 'sh'")
          .put("\u2018", "write '")
          .put("\u2019", "write '")
          .put("\u201c", "write \"")
          .put("\u201d", "write \"")
          .put("`", "write '")
          .put("#", "a comment begins with //")
          .buildOrThrow();

  /** Where a variable stands. */
  static final ImmutableMap<String, String> VARIABLES =
      ImmutableMap.<String, String>builder()
          .put("process_exec", "write process.binary, process.arguments, parent.binary and so on")
          .put("process_exit", "write process.binary, event.status and so on")
          .put("process_kprobe", "write process.binary, event.function, args and so on")
          .put("process_lsm", "write process.binary, event.function, args and so on")
          .put("process_connect", "write connection.destinationIP, process.binary and so on")
          .put("process_tracepoint", "write process.binary, event.function, args and so on")
          .put("process_name", "write process.name")
          .put("proc", "write process.name, process.command_line, parent.name and so on")
          .put("fd", "write file.path or connection.destinationIP")
          .put("evt", "write event.kind or event.function")
          .put("k8s", "write pod.namespace, pod.name, pod.labels and so on")
          .put("ka", "events of the API server are not read")
          .put("host", "write container.id == '' for a process of the host")
          .put("spawned_process", "write events: [ProcessExec] in the policy")
          .put("list", "a list of the policy is lists.NAME")
          .put("user", "write process.user.name or process.uid")
          .put("binary", "write process.binary")
          .put("arguments", "write process.arguments")
          .put("namespace", "write pod.namespace")
          .put("labels", "write pod.labels['KEY']")
          .put("image", "write container.image")
          .put("True", "write true")
          .put("False", "write false")
          .put("TRUE", "write true")
          .put("FALSE", "write false")
          .put("None", ABSENT)
          .put("nil", ABSENT)
          .put("NULL", ABSENT)
          .buildOrThrow();

  /** Where a field stands: those that are meant, of which a type has some. */
  static final ImmutableMap<String, List<String>> FIELDS =
      ImmutableMap.<String, List<String>>builder()
          .put("args", List.of("arguments", "argv"))
          .put("arguments", List.of("args"))
          .put("cmdline", List.of("command_line"))
          .put("cmd", List.of("command_line"))
          .put("commandLine", List.of("command_line"))
          .put("command", List.of("command_line"))
          .put("exe", List.of("binary"))
          .put("exepath", List.of("binary"))
          .put("binary", List.of("path"))
          .put("path", List.of("binary", "path"))
          .put("executable", List.of("binary"))
          .put("image", List.of("binary", "image"))
          .put("username", List.of("user"))
          .put("id", List.of("uid"))
          .put("uid", List.of("id"))
          .put("type", List.of("kind"))
          .put("ns", List.of("namespace"))
          .put("dport", List.of("destinationPort"))
          .put("daddr", List.of("destinationIP"))
          .put("dip", List.of("destinationIP"))
          .put("sport", List.of("sourcePort"))
          .put("saddr", List.of("sourceIP"))
          .put("sip", List.of("sourceIP"))
          .put("pod_labels", List.of("labels"))
          .put("label", List.of("labels"))
          .buildOrThrow();

  /** Where a process is asked for another one. */
  static final ImmutableMap<String, String> RELATIVES =
      ImmutableMap.of(
          "process.parent", "write parent.name and so on",
          "process.ancestors", "write ancestors.exists(a, a.name == '...')",
          "parent.parent", "write ancestors[0].name and so on");

  /** Where a function stands, in small letters: its name here. */
  static final ImmutableMap<String, String> FUNCTIONS =
      ImmutableMap.<String, String>builder()
          .put("includes", "contains")
          .put("lower", "lowerAscii")
          .put("tolower", "lowerAscii")
          .put("tolowercase", "lowerAscii")
          .put("upper", "upperAscii")
          .put("toupper", "upperAscii")
          .put("touppercase", "upperAscii")
          .put("len", "size")
          .put("length", "size")
          .put("match", "matches")
          .put("regex", "matches")
          .put("regexp", "matches")
          .put("search", "matches")
          .put("any", "exists")
          .put("some", "exists")
          .put("every", "all")
          .put("strip", "trim")
          .buildOrThrow();

  private Aliases() {}
}
