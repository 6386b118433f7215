package dev.tocsin.transport.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.Message;
import dev.tocsin.transport.proto.Agent;
import dev.tocsin.transport.proto.Attribution;
import dev.tocsin.transport.proto.File;
import dev.tocsin.transport.proto.TracingHook;
import dev.tocsin.transport.proto.TracingPolicy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What does not meet is refused before anything is sent. CodecTest has what is sent. */
class RecordCodecTest {
  public record Hook(String function, boolean loaded) {}

  public record Policy(String name, String state, String error, List<Hook> hooks) {}

  public record WithoutFlags(String path, String permission) {}

  public record WithOwner(String path, String flags, String permission, String owner) {}

  public record NumberedFlags(String path, long flags, String permission) {}

  public record OneHook(String name, String state, String error, Hook hooks) {}

  public record NamedHooks(String name, String state, String error, List<String> hooks) {}

  public record Options(Map<String, String> options) {}

  @Test
  void recordsInRecordsAreMessagesInMessages() {
    RecordCodec<Policy, TracingPolicy> codec =
        RecordCodec.of(Policy.class, TracingPolicy.getDefaultInstance());
    Policy policy =
        new Policy("files", "", "e", List.of(new Hook("f", true), new Hook("g", false)));

    TracingPolicy message = codec.encode(policy);

    assertThat(message)
        .isEqualTo(
            TracingPolicy.newBuilder()
                .setName("files")
                .setError("e")
                .addHooks(TracingHook.newBuilder().setFunction("f").setLoaded(true))
                .addHooks(TracingHook.newBuilder().setFunction("g"))
                .build());
    assertThat(codec.decode(message)).isEqualTo(policy);
  }

  @Test
  void aFieldWithoutAComponentIsRefused() {
    refused(WithoutFlags.class, File.getDefaultInstance(), "WithoutFlags", "tocsin.v1.File.flags");
  }

  @Test
  void aComponentWithoutAFieldIsRefused() {
    refused(WithOwner.class, File.getDefaultInstance(), "tocsin.v1.File", "WithOwner.owner");
  }

  @Test
  void anotherTypeIsRefused() {
    refused(NumberedFlags.class, File.getDefaultInstance(), "tocsin.v1.File.flags", "long flags");
    refused(OneHook.class, TracingPolicy.getDefaultInstance(), "TracingPolicy.hooks", "Hook hooks");
    refused(NamedHooks.class, TracingPolicy.getDefaultInstance(), "hooks", "List");
    refused(Options.class, Agent.getDefaultInstance(), "tocsin.v1.Agent.options", "Map");
  }

  @Test
  void aTypeThatIsNoValueOfAMessageIsRefused() {
    refused(
        dev.tocsin.event.Attribution.class,
        Attribution.getDefaultInstance(),
        "tocsin.v1.Attribution.source");
  }

  private static void refused(Class<? extends Record> record, Message empty, String... whatItSays) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RecordCodec.of(record, empty))
        .satisfies(e -> assertThat(e.getMessage()).contains(whatItSays));
  }
}
