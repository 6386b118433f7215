package dev.tocsin.event;

import static dev.tocsin.event.ArgumentField.*;

/** Arguments in words, for messages and for {@code arg('label')} in expressions. */
final class ArgumentText {
  private ArgumentText() {}

  static String of(Argument argument) {
    return switch (argument.kind()) {
      case STRING, BYTES, KERNEL_CAP, CAP_INHERITABLE, CAP_PERMITTED, CAP_EFFECTIVE ->
          argument.plainText();
      case TRUNCATED_BYTES -> argument.truncatedText();
      case INT, UINT, LONG -> Long.toString(argument.number());
      case SIZE -> Long.toUnsignedString(argument.number());
      case PATH -> argument.text(PATH_PATH);
      case FILE -> argument.text(FILE_PATH);
      case LINUX_BINPRM -> argument.text(LINUX_BINPRM_PATH);
      case SOCK ->
          endpoint(argument.text(SOCK_SADDR), argument.number(SOCK_SPORT))
              + " -> "
              + endpoint(argument.text(SOCK_DADDR), argument.number(SOCK_DPORT));
      case SKB ->
          endpoint(argument.text(SKB_SADDR), argument.number(SKB_SPORT))
              + " -> "
              + endpoint(argument.text(SKB_DADDR), argument.number(SKB_DPORT));
      case SOCKADDR -> endpoint(argument.text(SOCKADDR_ADDR), argument.number(SOCKADDR_PORT));
      case SOCKADDR_UN -> argument.text(SOCKADDR_UN_PATH);
      case CRED -> String.join(" ", argument.capabilities().effective());
      case PROCESS_CREDENTIALS -> credentials(argument.credentials());
      case USER_NAMESPACE, USER_NS -> userNamespace(argument.userNamespace());
      case CAPABILITY -> argument.text(CAPABILITY_NAME);
      case MODULE -> argument.text(MODULE_NAME);
      case BPF_ATTR -> words(argument.text(BPF_ATTR_PROG_TYPE), argument.text(BPF_ATTR_PROG_NAME));
      case BPF_PROG -> words(argument.text(BPF_PROG_TYPE), argument.text(BPF_PROG_NAME));
      case BPF_MAP -> words(argument.text(BPF_MAP_TYPE), argument.text(BPF_MAP_NAME));
      case BPF_CMD -> EnumNames.BPF_COMMAND.of((int) argument.number());
      case PERF_EVENT ->
          words(argument.text(PERF_EVENT_TYPE), argument.text(PERF_EVENT_KPROBE_FUNC));
      case NET_DEV -> argument.text(NET_DEV_NAME);
      case SYSCALL_ID ->
          words(Long.toString(argument.number(SYSCALL_ID_ID)), argument.text(SYSCALL_ID_ABI));
      case ERROR -> argument.text(ERROR_MESSAGE);
      case UNKNOWN -> "";
    };
  }

  private static String endpoint(String address, long port) {
    return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
  }

  private static String words(String first, String second) {
    return first.isEmpty() || second.isEmpty() ? first + second : first + " " + second;
  }

  private static String credentials(CredentialsView credentials) {
    return "uid=%d gid=%d euid=%d egid=%d"
        .formatted(credentials.uid(), credentials.gid(), credentials.euid(), credentials.egid());
  }

  private static String userNamespace(UserNamespaceView namespace) {
    return "level=%d uid=%d gid=%d inum=%d"
        .formatted(namespace.level(), namespace.uid(), namespace.gid(), namespace.inum());
  }
}
