package dev.tocsin.lint.file;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.lint.LintObject;
import java.util.List;
import java.util.Locale;

/** Findings for programs: an array of objects. */
public final class JsonReport {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonReport() {}

  public static String of(List<LocatedFinding> findings) {
    ArrayNode array = JSON.createArrayNode();
    for (LocatedFinding each : findings) {
      LintObject object = each.finding().object();
      ObjectNode row =
          array
              .addObject()
              .put("rule", each.finding().rule().id())
              .put("severity", each.finding().rule().severity().name().toLowerCase(Locale.ROOT))
              .put("file", each.path())
              .put("line", each.line())
              .put("column", each.column())
              .put("message", each.finding().message())
              .put("fix", each.finding().rule().fix());
      row.putObject("object")
          .put("kind", object.kind())
          .put("namespace", object.namespace())
          .put("name", object.name());
      row.put("field", each.finding().place().field());
    }
    return array.toPrettyString();
  }
}
