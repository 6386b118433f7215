package dev.tocsin.event;

import java.util.Arrays;

/** The types of arguments that Tetragon reads, in the order of their field numbers. */
public enum ArgumentKind {
  /** A type that this version does not know, or none at all. */
  UNKNOWN(0, ""),
  STRING(1, "string_arg"),
  INT(2, "int_arg"),
  SKB(3, "skb_arg"),
  SIZE(4, "size_arg"),
  BYTES(5, "bytes_arg"),
  PATH(6, "path_arg"),
  FILE(7, "file_arg"),
  TRUNCATED_BYTES(8, "truncated_bytes_arg"),
  SOCK(9, "sock_arg"),
  CRED(10, "cred_arg"),
  LONG(11, "long_arg"),
  BPF_ATTR(12, "bpf_attr_arg"),
  PERF_EVENT(13, "perf_event_arg"),
  BPF_MAP(14, "bpf_map_arg"),
  UINT(15, "uint_arg"),
  /** Of old agents, before {@link #USER_NS}. */
  USER_NAMESPACE(16, "user_namespace_arg"),
  CAPABILITY(17, "capability_arg"),
  PROCESS_CREDENTIALS(19, "process_credentials_arg"),
  USER_NS(20, "user_ns_arg"),
  MODULE(21, "module_arg"),
  /** Hexadecimal, like the next three. */
  KERNEL_CAP(22, "kernel_cap_t_arg"),
  CAP_INHERITABLE(23, "cap_inheritable_arg"),
  CAP_PERMITTED(24, "cap_permitted_arg"),
  CAP_EFFECTIVE(25, "cap_effective_arg"),
  LINUX_BINPRM(26, "linux_binprm_arg"),
  NET_DEV(27, "net_dev_arg"),
  BPF_CMD(28, "bpf_cmd_arg"),
  SYSCALL_ID(29, "syscall_id"),
  SOCKADDR(30, "sockaddr_arg"),
  BPF_PROG(31, "bpf_prog_arg"),
  /** The agent could not read the argument. */
  ERROR(32, "error_arg"),
  SOCKADDR_UN(33, "sockaddrun_arg");

  /** The number of {@code label}, which no argument has. */
  static final int LABEL = 18;

  private static final ArgumentKind[] BY_NUMBER = byNumber();

  private final int number;
  private final String fieldName;

  ArgumentKind(int number, String fieldName) {
    this.number = number;
    this.fieldName = fieldName;
  }

  private static ArgumentKind[] byNumber() {
    ArgumentKind[] result = new ArgumentKind[SOCKADDR_UN.number + 1];
    Arrays.fill(result, UNKNOWN);
    for (ArgumentKind kind : values()) {
      result[kind.number] = kind;
    }
    return result;
  }

  static ArgumentKind of(int number) {
    return number < BY_NUMBER.length ? BY_NUMBER[number] : UNKNOWN;
  }

  /** Whether it stands as a number on the wire. */
  boolean isNumber() {
    return switch (this) {
      case INT, SIZE, LONG, UINT, BPF_CMD -> true;
      default -> false;
    };
  }

  /** Tetragon's name of the field: {@code sock_arg}. */
  public String fieldName() {
    return fieldName;
  }
}
