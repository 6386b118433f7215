package dev.tocsin.event;

import java.util.Arrays;
import java.util.List;

/**
 * The fields of arguments that are messages: one table from which both the view and the expression
 * environment are made. Credentials and user namespaces have views of their own: {@link
 * Argument#credentials}, {@link Argument#userNamespace}, {@link Argument#capabilities}.
 */
public enum ArgumentField {
  SKB_HASH(ArgumentKind.SKB, "hash", 1, Form.NUMBER),
  SKB_LEN(ArgumentKind.SKB, "len", 2, Form.NUMBER),
  SKB_PRIORITY(ArgumentKind.SKB, "priority", 3, Form.NUMBER),
  SKB_MARK(ArgumentKind.SKB, "mark", 4, Form.NUMBER),
  SKB_SADDR(ArgumentKind.SKB, "saddr", 5, Form.TEXT),
  SKB_DADDR(ArgumentKind.SKB, "daddr", 6, Form.TEXT),
  SKB_SPORT(ArgumentKind.SKB, "sport", 7, Form.NUMBER),
  SKB_DPORT(ArgumentKind.SKB, "dport", 8, Form.NUMBER),
  SKB_PROTO(ArgumentKind.SKB, "proto", 9, Form.NUMBER),
  SKB_SEC_PATH_LEN(ArgumentKind.SKB, "sec_path_len", 10, Form.NUMBER),
  SKB_SEC_PATH_OLEN(ArgumentKind.SKB, "sec_path_olen", 11, Form.NUMBER),
  SKB_PROTOCOL(ArgumentKind.SKB, "protocol", 12, Form.TEXT),
  SKB_FAMILY(ArgumentKind.SKB, "family", 13, Form.TEXT),

  PATH_MOUNT(ArgumentKind.PATH, "mount", 1, Form.TEXT),
  PATH_PATH(ArgumentKind.PATH, "path", 2, Form.TEXT),
  PATH_FLAGS(ArgumentKind.PATH, "flags", 3, Form.TEXT),
  PATH_PERMISSION(ArgumentKind.PATH, "permission", 4, Form.TEXT),

  FILE_MOUNT(ArgumentKind.FILE, "mount", 1, Form.TEXT),
  FILE_PATH(ArgumentKind.FILE, "path", 2, Form.TEXT),
  FILE_FLAGS(ArgumentKind.FILE, "flags", 3, Form.TEXT),
  FILE_PERMISSION(ArgumentKind.FILE, "permission", 4, Form.TEXT),

  /** The bytes themselves are {@link Argument#bytes}. */
  TRUNCATED_BYTES_ORIG_SIZE(ArgumentKind.TRUNCATED_BYTES, "orig_size", 2, Form.LONG),

  SOCK_FAMILY(ArgumentKind.SOCK, "family", 1, Form.TEXT),
  SOCK_TYPE(ArgumentKind.SOCK, "type", 2, Form.TEXT),
  SOCK_PROTOCOL(ArgumentKind.SOCK, "protocol", 3, Form.TEXT),
  SOCK_MARK(ArgumentKind.SOCK, "mark", 4, Form.NUMBER),
  SOCK_PRIORITY(ArgumentKind.SOCK, "priority", 5, Form.NUMBER),
  SOCK_SADDR(ArgumentKind.SOCK, "saddr", 6, Form.TEXT),
  SOCK_DADDR(ArgumentKind.SOCK, "daddr", 7, Form.TEXT),
  SOCK_SPORT(ArgumentKind.SOCK, "sport", 8, Form.NUMBER),
  SOCK_DPORT(ArgumentKind.SOCK, "dport", 9, Form.NUMBER),
  SOCK_COOKIE(ArgumentKind.SOCK, "cookie", 10, Form.LONG),
  SOCK_STATE(ArgumentKind.SOCK, "state", 11, Form.TEXT),

  BPF_ATTR_PROG_TYPE(ArgumentKind.BPF_ATTR, "ProgType", 1, Form.TEXT),
  BPF_ATTR_INSN_CNT(ArgumentKind.BPF_ATTR, "InsnCnt", 2, Form.NUMBER),
  BPF_ATTR_PROG_NAME(ArgumentKind.BPF_ATTR, "ProgName", 3, Form.TEXT),

  PERF_EVENT_KPROBE_FUNC(ArgumentKind.PERF_EVENT, "KprobeFunc", 1, Form.TEXT),
  PERF_EVENT_TYPE(ArgumentKind.PERF_EVENT, "Type", 2, Form.TEXT),
  PERF_EVENT_CONFIG(ArgumentKind.PERF_EVENT, "Config", 3, Form.LONG),
  PERF_EVENT_PROBE_OFFSET(ArgumentKind.PERF_EVENT, "ProbeOffset", 4, Form.LONG),

  BPF_MAP_TYPE(ArgumentKind.BPF_MAP, "MapType", 1, Form.TEXT),
  BPF_MAP_KEY_SIZE(ArgumentKind.BPF_MAP, "KeySize", 2, Form.NUMBER),
  BPF_MAP_VALUE_SIZE(ArgumentKind.BPF_MAP, "ValueSize", 3, Form.NUMBER),
  BPF_MAP_MAX_ENTRIES(ArgumentKind.BPF_MAP, "MaxEntries", 4, Form.NUMBER),
  BPF_MAP_NAME(ArgumentKind.BPF_MAP, "MapName", 5, Form.TEXT),

  CAPABILITY_VALUE(ArgumentKind.CAPABILITY, "value", 1, Form.WRAPPED_INT),
  CAPABILITY_NAME(ArgumentKind.CAPABILITY, "name", 2, Form.TEXT),

  MODULE_NAME(ArgumentKind.MODULE, "name", 1, Form.TEXT),
  /** 1 or 0; 0 too when the agent could not tell: {@link Argument#has} tells. */
  MODULE_SIGNATURE_OK(ArgumentKind.MODULE, "signature_ok", 2, Form.WRAPPED_BOOL),
  MODULE_TAINTED(ArgumentKind.MODULE, "tainted", 3, Form.TAINTS),

  LINUX_BINPRM_PATH(ArgumentKind.LINUX_BINPRM, "path", 1, Form.TEXT),
  LINUX_BINPRM_FLAGS(ArgumentKind.LINUX_BINPRM, "flags", 2, Form.TEXT),
  LINUX_BINPRM_PERMISSION(ArgumentKind.LINUX_BINPRM, "permission", 3, Form.TEXT),

  NET_DEV_NAME(ArgumentKind.NET_DEV, "name", 1, Form.TEXT),

  SYSCALL_ID_ID(ArgumentKind.SYSCALL_ID, "id", 1, Form.NUMBER),
  SYSCALL_ID_ABI(ArgumentKind.SYSCALL_ID, "abi", 2, Form.TEXT),

  SOCKADDR_FAMILY(ArgumentKind.SOCKADDR, "family", 1, Form.TEXT),
  SOCKADDR_ADDR(ArgumentKind.SOCKADDR, "addr", 2, Form.TEXT),
  SOCKADDR_PORT(ArgumentKind.SOCKADDR, "port", 3, Form.NUMBER),

  BPF_PROG_TYPE(ArgumentKind.BPF_PROG, "ProgType", 1, Form.TEXT),
  BPF_PROG_INSN_CNT(ArgumentKind.BPF_PROG, "InsnCnt", 2, Form.NUMBER),
  BPF_PROG_NAME(ArgumentKind.BPF_PROG, "ProgName", 3, Form.TEXT),

  ERROR_MESSAGE(ArgumentKind.ERROR, "Message", 1, Form.TEXT),

  SOCKADDR_UN_FAMILY(ArgumentKind.SOCKADDR_UN, "family", 1, Form.TEXT),
  SOCKADDR_UN_PATH(ArgumentKind.SOCKADDR_UN, "path", 2, Form.TEXT);

  /** What a field holds, and so which accessor of {@link Argument} reads it. */
  public enum Form {
    /** {@link Argument#text(ArgumentField)}. */
    TEXT,
    /** {@link Argument#number(ArgumentField)}, 32 bits, not negative. */
    NUMBER,
    /** {@link Argument#number(ArgumentField)}, all 64 bits are used. */
    LONG,
    /** {@link Argument#number(ArgumentField)}. */
    WRAPPED_INT,
    /** {@link Argument#number(ArgumentField)}, 1 or 0. */
    WRAPPED_BOOL,
    /** {@link Argument#texts(ArgumentField)}. */
    TAINTS
  }

  private final ArgumentKind kind;
  private final String fieldName;
  private final int number;
  private final Form form;

  ArgumentField(ArgumentKind kind, String fieldName, int number, Form form) {
    this.kind = kind;
    this.fieldName = fieldName;
    this.number = number;
    this.form = form;
  }

  /** The fields of one kind of argument; empty for those that are plain values. */
  public static List<ArgumentField> of(ArgumentKind kind) {
    return Arrays.stream(values()).filter(field -> field.kind == kind).toList();
  }

  /** The layout of a kind: the slot of each field is its number. */
  static Layout layout(ArgumentKind kind) {
    Layout layout = new Layout();
    for (ArgumentField field : of(kind)) {
      layout =
          switch (field.form) {
            case TEXT, WRAPPED_INT, WRAPPED_BOOL -> layout.content(field.number, field.number);
            case NUMBER, LONG -> layout.number(field.number, field.number);
            case TAINTS -> layout.repeated(field.number, field.number);
          };
    }
    return layout;
  }

  int slot() {
    return number;
  }

  public ArgumentKind kind() {
    return kind;
  }

  /** Tetragon's name: {@code daddr}. */
  public String fieldName() {
    return fieldName;
  }

  public Form form() {
    return form;
  }
}
