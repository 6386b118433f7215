package dev.tocsin.notify.format;

import dev.tocsin.text.Visible;
import java.util.stream.Stream;

/**
 * An alert as a line of the Common Event Format, version 0. Source: OpenText, "ArcSight Common
 * Event Format (CEF) Implementation Standard", revision 25: header, keys of the extension, escapes.
 */
final class CefText {
  private final int longest;

  /**
   * @param longest of a value, before it is escaped
   */
  CefText(int longest) {
    this.longest = longest;
  }

  String line(Message message) {
    StringBuilder line = new StringBuilder("CEF:0|Tocsin|Tocsin|v1alpha1|");
    header(line, message.view().policyNamespace() + "/" + message.view().policy());
    header(line, message.view().title());
    header(line, Integer.toString(message.severity().cef));
    String separator = "";
    for (String each : extension(message)) {
      line.append(separator).append(each);
      separator = " ";
    }
    return line.toString();
  }

  private String[] extension(Message message) {
    String command = message.text("/spec/process/arguments");
    String binary = message.text("/spec/process/binary");
    return Stream.of(
            pair("externalId", message.uid()),
            pair("act", message.event()),
            pair("rt", Long.toString(message.view().firstSeenNanos() / 1_000_000)),
            pair("cnt", Long.toString(message.view().count())),
            pair("cat", String.join(", ", message.view().tactics())),
            pair("msg", message.view().message()),
            pair("dvchost", message.view().where().node().name()),
            pair("dhost", message.view().where().pod().name()),
            pair("dntdom", message.text("/spec/pod/namespace")),
            pair("dproc", command.isEmpty() ? binary : binary + " " + command),
            pair("dpid", message.text("/spec/process/pid")),
            pair("duser", message.text("/spec/process/user")),
            pair("duid", message.text("/spec/process/uid")),
            pair("sproc", message.text("/spec/ancestors/0/binary")),
            pair("filePath", message.text("/spec/event/file/path")),
            pair("src", message.text("/spec/event/connection/sourceIP")),
            pair("spt", message.text("/spec/event/connection/sourcePort")),
            pair("dst", message.text("/spec/event/connection/destinationIP")),
            pair("dpt", message.text("/spec/event/connection/destinationPort")),
            labelled(1, "alert", message.namespace() + "/" + message.name()),
            labelled(2, "cluster", message.view().cluster()),
            labelled(3, "techniques", String.join(", ", message.view().techniques())),
            labelled(4, "image", message.text("/spec/container/image")),
            labelled(5, "state", message.view().state()))
        .filter(each -> !each.isEmpty())
        .toArray(String[]::new);
  }

  private static void header(StringBuilder line, String value) {
    line.append(Visible.line(value).replace("\\", "\\\\").replace("|", "\\|")).append('|');
  }

  private String labelled(int number, String label, String value) {
    String key = "cs" + number;
    String pair = pair(key, value);
    return pair.isEmpty() ? "" : key + "Label=" + label + " " + pair;
  }

  private String pair(String key, String value) {
    return value.isEmpty()
        ? ""
        : key + "=" + Visible.line(value, longest).replace("\\", "\\\\").replace("=", "\\=");
  }
}
