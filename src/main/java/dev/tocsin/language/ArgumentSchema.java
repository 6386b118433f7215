package dev.tocsin.language;

import dev.cel.common.values.NullValue;
import dev.tocsin.event.Argument;
import dev.tocsin.event.ArgumentField;
import dev.tocsin.event.ArgumentKind;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * The values of arguments. Numbers are ints; strings and bytes are strings (bytes that are no UTF-8
 * become U+FFFD); an argument that is a message (a socket, a file, a module) has the fields of
 * Tetragon's message; one that could not be read is null. Since the kinds depend on the tracing
 * policy, the checker cannot know them: a field of an argument is looked for at run time.
 */
final class ArgumentSchema {
  /** Of the kinds that are messages with a schema of their own here. */
  static final Map<ArgumentKind, StructSchema<Argument>> MESSAGES = messages();

  private ArgumentSchema() {}

  static Object value(Argument argument) {
    return switch (argument.kind()) {
      case INT, UINT, LONG, SIZE -> argument.number();
      case STRING,
          BYTES,
          TRUNCATED_BYTES,
          BPF_CMD,
          KERNEL_CAP,
          CAP_INHERITABLE,
          CAP_PERMITTED,
          CAP_EFFECTIVE ->
          argument.text();
      case CRED -> PrivilegeSchema.CAPABILITIES.view(argument.capabilities());
      case PROCESS_CREDENTIALS -> PrivilegeSchema.CREDENTIALS.view(argument.credentials());
      case USER_NAMESPACE, USER_NS -> PrivilegeSchema.USER_NAMESPACE.view(argument.userNamespace());
      case SKB,
          PATH,
          FILE,
          SOCK,
          BPF_ATTR,
          PERF_EVENT,
          BPF_MAP,
          BPF_PROG,
          CAPABILITY,
          MODULE,
          LINUX_BINPRM,
          NET_DEV,
          SYSCALL_ID,
          SOCKADDR,
          SOCKADDR_UN ->
          message(argument);
      case ERROR, UNKNOWN -> NullValue.NULL_VALUE;
    };
  }

  private static Object message(Argument argument) {
    StructSchema<Argument> schema = MESSAGES.get(argument.kind());
    if (schema == null) {
      throw new IllegalStateException("no fields for " + argument.kind());
    }
    return schema.view(argument);
  }

  private static Map<ArgumentKind, StructSchema<Argument>> messages() {
    Map<ArgumentKind, StructSchema<Argument>> schemas = new EnumMap<>(ArgumentKind.class);
    for (ArgumentKind kind : ArgumentKind.values()) {
      if (!ArgumentField.of(kind).isEmpty()) {
        schemas.put(kind, message(kind));
      }
    }
    return schemas;
  }

  private static StructSchema<Argument> message(ArgumentKind kind) {
    StructSchema.Builder<Argument> schema =
        StructSchema.named("tocsin.argument." + kind.name().toLowerCase(Locale.ROOT));
    for (ArgumentField field : ArgumentField.of(kind)) {
      String example =
          field.form() == ArgumentField.Form.TAINTS
              ? field.sample() + " in {}"
              : "{} == " + field.sample();
      var declared = schema.field(field.fieldName(), field.meaning(), example);
      switch (field.form()) {
        case TEXT -> declared.text(argument -> argument.text(field));
        case NUMBER, LONG, WRAPPED_INT ->
            declared.number(argument -> argument.number(field), argument -> argument.has(field));
        case WRAPPED_BOOL ->
            declared.flag(argument -> argument.number(field) != 0, argument -> argument.has(field));
        case TAINTS -> declared.texts(argument -> argument.texts(field));
      }
    }
    return schema.build();
  }
}
