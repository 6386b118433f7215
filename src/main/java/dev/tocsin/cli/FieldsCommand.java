package dev.tocsin.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.event.EventKind;
import dev.tocsin.language.LanguageReference;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tocsin fields}: what expressions can say. */
@Command(
    name = "fields",
    description = {
      "Show the fields and functions of expressions: type, meaning, cost and an example.",
      "",
      "index: the index looks it up, and nothing is evaluated for other events. compiled: one"
          + " comparison for each event. interpreter: cel-java evaluates it for each event."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "2:bad usage"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  ${ROOT-COMMAND-NAME} fields",
      "  ${ROOT-COMMAND-NAME} fields ProcessExec",
      "  ${ROOT-COMMAND-NAME} fields FileAccess -o json"
    })
final class FieldsCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "KIND",
      arity = "0..1",
      completionCandidates = KindNames.class,
      description = "Only what events of this kind can have: ${COMPLETION-CANDIDATES}.")
  private @Nullable String kind;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = {
        "table (default)",
        "json: an array, with the example of each",
        "md: a page of Markdown, with examples"
      })
  private Output output = Output.TABLE;

  /** What goes to standard output. */
  enum Output {
    TABLE,
    JSON,
    MD
  }

  /** The kinds that a policy can name. */
  static final class KindNames implements Iterable<String> {
    private static Stream<EventKind> kinds() {
      return Arrays.stream(EventKind.values()).filter(each -> each != EventKind.UNKNOWN);
    }

    @Override
    public Iterator<String> iterator() {
      return kinds().map(EventKind::apiName).iterator();
    }
  }

  @Override
  public Integer call() {
    List<ReferenceEntry> entries = entries();
    PrintWriter out = spec.commandLine().getOut();
    switch (output) {
      case TABLE -> out.print(table(entries));
      case JSON -> out.println(json(entries));
      case MD -> out.print(FieldsPage.of(entries));
    }
    out.flush();
    return 0;
  }

  private List<ReferenceEntry> entries() {
    if (kind == null) {
      return ReferenceEntry.all(entry -> true);
    }
    EventKind only =
        KindNames.kinds()
            .filter(each -> each.apiName().equalsIgnoreCase(kind))
            .findFirst()
            .orElseThrow(
                () ->
                    new BadInputException(
                        "there is no kind of event '"
                            + kind
                            + "'; there are "
                            + KindNames.kinds()
                                .map(EventKind::apiName)
                                .collect(Collectors.joining(", "))));
    return ReferenceEntry.all(entry -> entry.kinds().contains(only));
  }

  private static Table table(List<ReferenceEntry> entries) {
    Table table = new Table("NAME", "TYPE", "EVENTS", "COST", "MEANING");
    entries.forEach(
        each ->
            table.add(
                each.entry().name(),
                each.entry().type(),
                LanguageReference.words(each.entry().kinds()),
                each.costWord(),
                each.entry().meaning()));
    return table;
  }

  private static String json(List<ReferenceEntry> entries) {
    ArrayNode array = JSON.createArrayNode();
    for (ReferenceEntry each : entries) {
      ObjectNode node =
          array
              .addObject()
              .put("name", each.entry().name())
              .put("is", each.function() ? "function" : "field")
              .put("section", each.entry().section())
              .put("type", each.entry().type());
      ArrayNode events = node.putArray("events");
      each.entry().kinds().forEach(one -> events.add(one.apiName()));
      node.put("cost", each.costWord())
          .put("meaning", each.entry().meaning())
          .put("example", each.entry().example());
    }
    return array.toPrettyString();
  }
}
