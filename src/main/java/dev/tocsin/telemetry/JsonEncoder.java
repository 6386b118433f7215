package dev.tocsin.telemetry;

import ch.qos.logback.classic.spi.ILoggingEvent;
import co.elastic.logging.EcsJsonSerializer;
import co.elastic.logging.logback.EcsEncoder;
import dev.tocsin.text.Visible;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * One JSON object a line, with the key-value pairs of the line, which Elastic's own leaves out.
 * Elastic's escapes what JSON says must be; here all is escaped that a reader would not see.
 */
final class JsonEncoder extends EcsEncoder {
  @Override
  public byte[] encode(ILoggingEvent event) {
    String line = new String(super.encode(event), StandardCharsets.UTF_8);
    return Visible.document(line).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  protected void addCustomFields(ILoggingEvent event, StringBuilder line) {
    @Nullable List<KeyValuePair> pairs = event.getKeyValuePairs();
    if (pairs != null) {
      pairs.forEach(
          pair -> EcsJsonSerializer.serializeMdcEntry(line, pair.key, String.valueOf(pair.value)));
    }
  }
}
