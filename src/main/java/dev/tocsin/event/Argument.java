package dev.tocsin.event;

import dev.tocsin.event.ArgumentField.Form;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A view over one {@code tetragon.KprobeArgument}: one argument of a traced function, by position.
 * Whatever its kind, {@link #text()} reads well and {@link #number()} is its number if it is one.
 * An argument that the agent could not read is of kind {@link ArgumentKind#ERROR}, so a policy
 * should not rely on positions where the label will do.
 */
public final class Argument {
  /** By the ordinal of the kind. */
  private static final Layout[] LAYOUTS = layouts();

  private static final int TRUNCATED_BYTES = 1;

  private final WireReader reader = new WireReader();
  private byte[] bytes = {};
  private int start;
  private int end;
  private boolean scanned;

  private ArgumentKind kind = ArgumentKind.UNKNOWN;
  private long number;
  private int from;
  private int to;
  private int labelFrom;
  private int labelTo;

  private @Nullable String label;
  private @Nullable String text;
  private @Nullable Fields message;
  private boolean messageWrapped;

  Argument() {}

  private static Layout[] layouts() {
    return Arrays.stream(ArgumentKind.values())
        .map(
            kind ->
                switch (kind) {
                  case PROCESS_CREDENTIALS -> CredentialsView.LAYOUT;
                  case USER_NAMESPACE, USER_NS -> UserNamespaceView.LAYOUT;
                  case CRED -> CapabilitiesView.LAYOUT;
                  case TRUNCATED_BYTES -> ArgumentField.layout(kind).content(TRUNCATED_BYTES, 1);
                  default -> ArgumentField.layout(kind);
                })
        .toArray(Layout[]::new);
  }

  void wrap(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    scanned = false;
    label = null;
    text = null;
    messageWrapped = false;
  }

  private void scan() {
    kind = ArgumentKind.UNKNOWN;
    number = 0;
    from = 0;
    to = 0;
    labelFrom = 0;
    labelTo = 0;
    reader.over(bytes, start, end);
    while (reader.next()) {
      if (reader.field() == ArgumentKind.LABEL) {
        if (reader.isLengthDelimited()) {
          labelFrom = reader.from();
          labelTo = reader.to();
        }
        continue;
      }
      ArgumentKind found = ArgumentKind.of(reader.field());
      if (found == ArgumentKind.UNKNOWN) {
        continue;
      }
      if (found.isNumber() && reader.isNumber()) {
        kind = found;
        number = reader.value();
        from = 0;
        to = 0;
      } else if (!found.isNumber() && reader.isLengthDelimited()) {
        kind = found;
        number = 0;
        from = reader.from();
        to = reader.to();
      }
    }
    scanned = true;
  }

  public ArgumentKind kind() {
    if (!scanned) {
      scan();
    }
    return kind;
  }

  /** What the tracing policy calls it; often {@code ""}. */
  public String label() {
    if (label == null) {
      kind();
      label = decode(labelFrom, labelTo);
    }
    return label;
  }

  /**
   * The number of an int, uint, long or size, of a capability, system call or bpf command; else 0.
   * A size uses all 64 bits.
   */
  public long number() {
    return switch (kind()) {
      case INT, BPF_CMD -> (int) number;
      case UINT -> number & 0xffff_ffffL;
      case LONG, SIZE -> number;
      case CAPABILITY -> number(ArgumentField.CAPABILITY_VALUE);
      case SYSCALL_ID -> number(ArgumentField.SYSCALL_ID_ID);
      default -> 0;
    };
  }

  /** A readable form of the argument, whatever its kind; {@code ""} when unknown. */
  public String text() {
    if (text == null) {
      text = ArgumentText.of(this);
    }
    return text;
  }

  /** The bytes of a string, bytes or truncated bytes argument; else empty. */
  byte[] bytes() {
    return switch (kind()) {
      case STRING, BYTES -> Arrays.copyOfRange(bytes, from, to);
      case TRUNCATED_BYTES -> message().content(TRUNCATED_BYTES);
      default -> new byte[0];
    };
  }

  /** Whether the argument is of the field's kind and has the field. */
  public boolean has(ArgumentField field) {
    return kind() == field.kind() && message().has(field.slot());
  }

  /** A text field; {@code ""} when absent or when the argument is of another kind. */
  public String text(ArgumentField field) {
    return has(field) && field.form() == Form.TEXT ? message().text(field.slot()) : "";
  }

  /** Turns {@code text} to a text field, as {@link #text(ArgumentField)}. */
  void text(ArgumentField field, EncodedText text) {
    if (has(field) && field.form() == Form.TEXT) {
      message().encoded(field.slot(), text);
    } else {
      text.set("");
    }
  }

  /** Turns {@code text} to the text of a string argument, as {@link #plainText}. */
  void plain(EncodedText text) {
    text.wrap(bytes, from, to);
  }

  /** A number field; 0 when absent or when the argument is of another kind. */
  public long number(ArgumentField field) {
    if (!has(field)) {
      return 0;
    }
    return switch (field.form()) {
      case NUMBER -> message().unsigned(field.slot());
      case LONG -> message().number(field.slot());
      case WRAPPED_INT -> (int) message().wrapped(field.slot());
      case WRAPPED_BOOL -> message().wrapped(field.slot()) != 0 ? 1 : 0;
      case TEXT, TAINTS -> 0;
    };
  }

  /** A list field; empty when absent or when the argument is of another kind. */
  public List<String> texts(ArgumentField field) {
    return has(field) && field.form() == Form.TAINTS
        ? message().names(field.slot(), EnumNames.TAINT)
        : List.of();
  }

  /** Of a process credentials argument; else not present. */
  public CredentialsView credentials() {
    CredentialsView view = new CredentialsView();
    turn(view, kind() == ArgumentKind.PROCESS_CREDENTIALS);
    return view;
  }

  /** Of a user namespace argument; else not present. */
  public UserNamespaceView userNamespace() {
    UserNamespaceView view = new UserNamespaceView();
    turn(view, kind() == ArgumentKind.USER_NS || kind() == ArgumentKind.USER_NAMESPACE);
    return view;
  }

  /** Of a cred argument; else not present. */
  public CapabilitiesView capabilities() {
    CapabilitiesView view = new CapabilitiesView();
    turn(view, kind() == ArgumentKind.CRED);
    return view;
  }

  private void turn(SubView view, boolean present) {
    if (present) {
      view.fields.wrap(bytes, from, to);
    } else {
      view.fields.wrapAbsent();
    }
  }

  /** The text of a plain text or bytes argument. */
  String plainText() {
    return decode(from, to);
  }

  String truncatedText() {
    return message().text(TRUNCATED_BYTES);
  }

  private Fields message() {
    Fields fields = message;
    if (fields == null) {
      fields = new Fields(LAYOUTS[kind().ordinal()]);
      message = fields;
    }
    if (!messageWrapped) {
      fields.wrap(LAYOUTS[kind().ordinal()], bytes, from, to);
      messageWrapped = true;
    }
    return fields;
  }

  private String decode(int from, int to) {
    return from == to ? "" : new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }
}
