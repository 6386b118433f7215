package dev.tocsin.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Records as parts of objects, and back. StoredFactsTest has those that there are. */
class ObjectPartsTest {
  public record Program(
      String name, String path, long uid, int port, long startTimeNanos, boolean secret) {}

  public record Part(
      @Required @Size(max = 40) String name,
      @Size(max = 60) @Nullable String path,
      @Nullable Long uid,
      @Max(100) @Nullable Integer port,
      @Nullable String startTime) {}

  public record Unbounded(@Nullable String name) {}

  public record Wider(@Size(max = 4) @Nullable String name, @Size(max = 4) @Nullable String host) {}

  public record NumberedName(@Nullable Long name) {}

  private static final Program NONE = new Program("", "", 0, 0, 0, false);
  private static final PartWriter<Program, Part> WRITER =
      new PartWriter<>(Program.class, Part.class, Map.of());
  private static final PartReader<Part, Program> READER =
      new PartReader<>(Part.class, Program.class, NONE);

  @Test
  void whatFitsComesBack() {
    Program program = new Program("sh", "/bin/sh", 7, 80, 1_000_000, true);

    assertThat(WRITER.write(program))
        .isEqualTo(new Part("sh", "/bin/sh", 7L, 80, "1970-01-01T00:00:00.001Z"));
    assertThat(READER.read(WRITER.write(program)))
        .isEqualTo(new Program("sh", "/bin/sh", 7, 80, 1_000_000, false));
  }

  @Test
  void whatSaysNothingIsAbsentUnlessItIsRequired() {
    assertThat(WRITER.write(NONE)).isEqualTo(new Part("", null, 0L, null, null));
    assertThat(READER.read(new Part("", null, null, null, null))).isEqualTo(NONE);
    assertThat(READER.read(null)).isSameAs(NONE);
  }

  @Test
  void valuesStayWithinTheSchema() {
    String x = "x".repeat(100);
    Part part = WRITER.write(new Program("name" + x, "path" + x, -1, 101, -1, false));

    assertThat(part.name()).hasSize(40).startsWith("name");
    assertThat(part.path()).hasSize(60).startsWith("path");
    assertThat(part.uid()).isZero();
    assertThat(part.port()).isNull();
    assertThat(part.startTime()).isNull();
    assertThat(WRITER.write(new Program("", "", Long.MAX_VALUE, 0, 0, false)).uid())
        .isEqualTo(0xffff_ffffL);
  }

  @Test
  void aTimeThatIsNoneIsNotKnown() {
    assertThat(READER.read(new Part("sh", null, null, null, "soon")).startTimeNanos()).isZero();
  }

  @Test
  void whatDoesNotMeetIsRefused() {
    refused(Unbounded.class, "Unbounded", "name", "has no @Size");
    refused(Wider.class, "Program has no component for", "host");
    refused(NumberedName.class, "NumberedName", "name", "is not a java.lang.String");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PartReader<>(Wider.class, Program.class, NONE))
        .withMessageContainingAll("Program has no component for [host]", "Wider");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PartReader<>(NumberedName.class, Program.class, NONE))
        .withMessageContaining("is not a java.lang.String");
  }

  private static void refused(Class<? extends Record> part, String... whatItSays) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PartWriter<>(Program.class, part, Map.of()))
        .withMessageContainingAll(whatItSays);
  }
}
