package dev.tocsin.event;

import com.google.protobuf.BoolValue;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Int32Value;
import com.google.protobuf.Message;
import dev.tocsin.source.proto.KprobeArgument;
import dev.tocsin.source.proto.KprobeTruncatedBytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the generated classes say about an argument, by the names that the description gives. */
record ExpectedArgument(
    ArgumentKind kind, @Nullable FieldDescriptor field, KprobeArgument argument) {

  static ExpectedArgument of(KprobeArgument argument) {
    FieldDescriptor field =
        argument.getOneofFieldDescriptor(KprobeArgument.getDescriptor().getOneofs().getFirst());
    if (field == null) {
      return new ExpectedArgument(ArgumentKind.UNKNOWN, null, argument);
    }
    for (ArgumentKind kind : ArgumentKind.values()) {
      if (kind.fieldName().equals(field.getName())) {
        return new ExpectedArgument(kind, field, argument);
      }
    }
    throw new AssertionError("the view knows no " + field.getName());
  }

  private @Nullable Message message() {
    return field != null && argument.getField(field) instanceof Message message ? message : null;
  }

  private Object value(ArgumentField wanted) {
    Message message = message();
    if (kind != wanted.kind() || message == null) {
      return "";
    }
    return message.getField(message.getDescriptorForType().findFieldByName(wanted.fieldName()));
  }

  String text(ArgumentField wanted) {
    return value(wanted).toString();
  }

  long number(ArgumentField wanted) {
    return switch (value(wanted)) {
      case Integer number when wanted.form() == ArgumentField.Form.NUMBER -> number & 0xffff_ffffL;
      case Long number -> number;
      case Int32Value number -> number.getValue();
      case BoolValue flag -> flag.getValue() ? 1 : 0;
      default -> 0;
    };
  }

  List<String> texts(ArgumentField wanted) {
    return value(wanted) instanceof List<?> values
        ? values.stream().map(each -> ((EnumValueDescriptor) each).getName()).toList()
        : List.of();
  }

  long number() {
    return switch (kind) {
      case INT -> argument.getIntArg();
      case UINT -> argument.getUintArg() & 0xffff_ffffL;
      case LONG -> argument.getLongArg();
      case SIZE -> argument.getSizeArg();
      case CAPABILITY -> argument.getCapabilityArg().getValue().getValue();
      case SYSCALL_ID -> argument.getSyscallId().getId() & 0xffff_ffffL;
      case BPF_CMD -> argument.getBpfCmdArgValue();
      default -> 0;
    };
  }

  byte[] bytes() {
    return switch (kind) {
      case STRING -> argument.getStringArgBytes().toByteArray();
      case BYTES -> argument.getBytesArg().toByteArray();
      case TRUNCATED_BYTES -> argument.getTruncatedBytesArg().getBytesArg().toByteArray();
      default -> new byte[0];
    };
  }

  /** The readable form, said independently where it is one value. */
  String text() {
    return switch (kind) {
      case UNKNOWN -> "";
      case STRING, KERNEL_CAP, CAP_INHERITABLE, CAP_PERMITTED, CAP_EFFECTIVE ->
          (String) argument.getField(known());
      case BYTES -> ((ByteString) argument.getField(known())).toStringUtf8();
      case TRUNCATED_BYTES ->
          ((KprobeTruncatedBytes) argument.getField(known())).getBytesArg().toStringUtf8();
      case INT, UINT, LONG -> Long.toString(number());
      case SIZE -> Long.toUnsignedString(number());
      case PATH -> argument.getPathArg().getPath();
      case FILE -> argument.getFileArg().getPath();
      case LINUX_BINPRM -> argument.getLinuxBinprmArg().getPath();
      case SOCKADDR_UN -> argument.getSockaddrunArg().getPath();
      case CAPABILITY -> argument.getCapabilityArg().getName();
      case MODULE -> argument.getModuleArg().getName();
      case NET_DEV -> argument.getNetDevArg().getName();
      case ERROR -> argument.getErrorArg().getMessage();
      case BPF_CMD -> argument.getBpfCmdArg().name();
      case SOCK ->
          "%s:%d -> %s:%d"
              .formatted(
                  bracketed(argument.getSockArg().getSaddr()),
                  argument.getSockArg().getSport() & 0xffff_ffffL,
                  bracketed(argument.getSockArg().getDaddr()),
                  argument.getSockArg().getDport() & 0xffff_ffffL);
      case SKB ->
          "%s:%d -> %s:%d"
              .formatted(
                  bracketed(argument.getSkbArg().getSaddr()),
                  argument.getSkbArg().getSport() & 0xffff_ffffL,
                  bracketed(argument.getSkbArg().getDaddr()),
                  argument.getSkbArg().getDport() & 0xffff_ffffL);
      case SOCKADDR ->
          "%s:%d"
              .formatted(
                  bracketed(argument.getSockaddrArg().getAddr()),
                  argument.getSockaddrArg().getPort() & 0xffff_ffffL);
      case CRED ->
          String.join(
              " ", argument.getCredArg().getEffectiveList().stream().map(Enum::name).toList());
      case PROCESS_CREDENTIALS ->
          "uid=%d gid=%d euid=%d egid=%d"
              .formatted(
                  argument.getProcessCredentialsArg().getUid().getValue() & 0xffff_ffffL,
                  argument.getProcessCredentialsArg().getGid().getValue() & 0xffff_ffffL,
                  argument.getProcessCredentialsArg().getEuid().getValue() & 0xffff_ffffL,
                  argument.getProcessCredentialsArg().getEgid().getValue() & 0xffff_ffffL);
      case USER_NS ->
          "level=%d uid=%d gid=%d inum=%d"
              .formatted(
                  argument.getUserNsArg().getLevel().getValue(),
                  argument.getUserNsArg().getUid().getValue() & 0xffff_ffffL,
                  argument.getUserNsArg().getGid().getValue() & 0xffff_ffffL,
                  argument.getUserNsArg().getNs().getInum() & 0xffff_ffffL);
      case USER_NAMESPACE ->
          "level=%d uid=%d gid=%d inum=%d"
              .formatted(
                  argument.getUserNamespaceArg().getLevel().getValue(),
                  argument.getUserNamespaceArg().getOwner().getValue() & 0xffff_ffffL,
                  argument.getUserNamespaceArg().getGroup().getValue() & 0xffff_ffffL,
                  argument.getUserNamespaceArg().getNs().getInum() & 0xffff_ffffL);
      case BPF_ATTR ->
          joined(argument.getBpfAttrArg().getProgType(), argument.getBpfAttrArg().getProgName());
      case BPF_PROG ->
          joined(argument.getBpfProgArg().getProgType(), argument.getBpfProgArg().getProgName());
      case BPF_MAP ->
          joined(argument.getBpfMapArg().getMapType(), argument.getBpfMapArg().getMapName());
      case PERF_EVENT ->
          joined(argument.getPerfEventArg().getType(), argument.getPerfEventArg().getKprobeFunc());
      case SYSCALL_ID -> joined(Long.toString(number()), argument.getSyscallId().getAbi());
    };
  }

  private FieldDescriptor known() {
    if (field == null) {
      throw new AssertionError("an argument of no kind");
    }
    return field;
  }

  private static String bracketed(String address) {
    return address.contains(":") ? "[" + address + "]" : address;
  }

  private static String joined(String first, String second) {
    return (first + " " + second).strip();
  }
}
