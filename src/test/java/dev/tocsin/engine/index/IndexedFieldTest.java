package dev.tocsin.engine.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.event.Attribution;
import dev.tocsin.event.Container;
import dev.tocsin.event.EncodedText;
import dev.tocsin.event.Event;
import dev.tocsin.event.Node;
import dev.tocsin.event.Pod;
import dev.tocsin.language.Environment;
import dev.tocsin.language.EventContext;
import dev.tocsin.language.ExpressionCompiler;
import dev.tocsin.language.ResultType;
import dev.tocsin.language.TextExpression;
import dev.tocsin.source.Recordings;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the index reads from an event is what expressions read. */
class IndexedFieldTest {
  private static final Attribution NOWHERE =
      new Attribution(
          Attribution.Source.UNKNOWN, Pod.NONE, Container.NONE, new Node("node-1", Map.of()));

  private final EncodedText text = new EncodedText();

  @ParameterizedTest
  @EnumSource(
      names = {
        "FILE_PATH",
        "DESTINATION_IP",
        "DESTINATION_PORT",
        "PROCESS_BINARY",
        "PROCESS_NAME",
        "PROCESS_CWD",
        "PROCESS_ARGUMENTS",
        "COMMAND_LINE",
        "PARENT_BINARY",
        "PARENT_NAME",
        "FUNCTION"
      })
  void aFieldReadsAsTheExpressionOfItsName(IndexedField field) throws Exception {
    TextExpression expression =
        new ExpressionCompiler(Map.of())
            .text(
                Environment.standard()
                    .check("index", field.words(), ResultType.SCALAR)
                    .expression()
                    .orElseThrow());
    EventContext context = new EventContext();
    int present = 0;
    for (String recording : Recordings.names()) {
      for (byte[] message : Recordings.messages(recording)) {
        Event event = Event.of(message);
        context.enter(event, NOWHERE);
        field.read(event, 0, text);

        assertThat(text.toString()).isEqualTo(expression.text(context));
        assertThat(text.toString().equals(field.absent()) || !field.isAbsentFrom(event.kind()))
            .as("present in %s only where its kind has it", event.kind())
            .isTrue();
        present += text.toString().equals(field.absent()) ? 0 : 1;
      }
    }
    assertThat(present).isPositive();
  }
}
