package dev.tocsin.event;

import java.util.Arrays;
import java.util.List;

/**
 * The fields of arguments that are messages: one table from which both the view and the expression
 * environment are made. Credentials and user namespaces have views of their own: {@link
 * Argument#credentials}, {@link Argument#userNamespace}, {@link Argument#capabilities}.
 */
public enum ArgumentField {
  SKB_HASH(ArgumentKind.SKB, "hash", 1, Form.NUMBER, "Hash of the packet.", "1"),
  SKB_LEN(ArgumentKind.SKB, "len", 2, Form.NUMBER, "Length of the packet in bytes.", "1500"),
  SKB_PRIORITY(ArgumentKind.SKB, "priority", 3, Form.NUMBER, "Priority of the packet.", "0"),
  SKB_MARK(ArgumentKind.SKB, "mark", 4, Form.NUMBER, "Mark of the packet.", "0"),
  SKB_SADDR(
      ArgumentKind.SKB, "saddr", 5, Form.TEXT, "Address that the packet comes from.", "'10.0.0.9'"),
  SKB_DADDR(
      ArgumentKind.SKB,
      "daddr",
      6,
      Form.TEXT,
      "Address that the packet goes to.",
      "'169.254.169.254'"),
  SKB_SPORT(ArgumentKind.SKB, "sport", 7, Form.NUMBER, "Port that the packet comes from.", "55555"),
  SKB_DPORT(ArgumentKind.SKB, "dport", 8, Form.NUMBER, "Port that the packet goes to.", "53"),
  SKB_PROTO(ArgumentKind.SKB, "proto", 9, Form.NUMBER, "Number of the protocol.", "17"),
  SKB_SEC_PATH_LEN(
      ArgumentKind.SKB, "sec_path_len", 10, Form.NUMBER, "Length of its IPsec path.", "0"),
  SKB_SEC_PATH_OLEN(
      ArgumentKind.SKB, "sec_path_olen", 11, Form.NUMBER, "Offloaded part of its IPsec path.", "0"),
  SKB_PROTOCOL(
      ArgumentKind.SKB, "protocol", 12, Form.TEXT, "Name of the protocol.", "'IPPROTO_UDP'"),
  SKB_FAMILY(ArgumentKind.SKB, "family", 13, Form.TEXT, "Family of its addresses.", "'AF_INET'"),

  PATH_MOUNT(
      ArgumentKind.PATH, "mount", 1, Form.TEXT, "Mount that the path belongs to.", "'/proc'"),
  PATH_PATH(ArgumentKind.PATH, "path", 2, Form.TEXT, "The path.", "'/etc/shadow'"),
  PATH_FLAGS(
      ArgumentKind.PATH,
      "flags",
      3,
      Form.TEXT,
      "What the agent says of the path.",
      "'unresolvedPathComponents'"),
  PATH_PERMISSION(
      ArgumentKind.PATH,
      "permission",
      4,
      Form.TEXT,
      "Permissions as ls writes them.",
      "'-rw-r-----'"),

  FILE_MOUNT(
      ArgumentKind.FILE, "mount", 1, Form.TEXT, "Mount that the file belongs to.", "'/proc'"),
  FILE_PATH(ArgumentKind.FILE, "path", 2, Form.TEXT, "Path of the file.", "'/etc/shadow'"),
  FILE_FLAGS(
      ArgumentKind.FILE,
      "flags",
      3,
      Form.TEXT,
      "What the agent says of the path.",
      "'unresolvedPathComponents'"),
  FILE_PERMISSION(
      ArgumentKind.FILE,
      "permission",
      4,
      Form.TEXT,
      "Permissions as ls writes them.",
      "'-rw-r-----'"),

  /** The bytes themselves are {@link Argument#bytes}. */
  TRUNCATED_BYTES_ORIG_SIZE(
      ArgumentKind.TRUNCATED_BYTES, "orig_size", 2, Form.LONG, "Size before it was cut.", "4096"),

  SOCK_FAMILY(ArgumentKind.SOCK, "family", 1, Form.TEXT, "Family of its addresses.", "'AF_INET'"),
  SOCK_TYPE(ArgumentKind.SOCK, "type", 2, Form.TEXT, "Type of the socket.", "'SOCK_STREAM'"),
  SOCK_PROTOCOL(
      ArgumentKind.SOCK, "protocol", 3, Form.TEXT, "Name of the protocol.", "'IPPROTO_TCP'"),
  SOCK_MARK(ArgumentKind.SOCK, "mark", 4, Form.NUMBER, "Mark of the socket.", "0"),
  SOCK_PRIORITY(ArgumentKind.SOCK, "priority", 5, Form.NUMBER, "Priority of the socket.", "0"),
  SOCK_SADDR(ArgumentKind.SOCK, "saddr", 6, Form.TEXT, "Own address.", "'10.0.0.9'"),
  SOCK_DADDR(ArgumentKind.SOCK, "daddr", 7, Form.TEXT, "Address of the peer.", "'169.254.169.254'"),
  SOCK_SPORT(ArgumentKind.SOCK, "sport", 8, Form.NUMBER, "Own port.", "55555"),
  SOCK_DPORT(ArgumentKind.SOCK, "dport", 9, Form.NUMBER, "Port of the peer.", "443"),
  SOCK_COOKIE(
      ArgumentKind.SOCK,
      "cookie",
      10,
      Form.LONG,
      "Number that tells the socket from all others.",
      "1"),
  SOCK_STATE(
      ArgumentKind.SOCK, "state", 11, Form.TEXT, "State of the connection.", "'TCP_SYN_SENT'"),

  BPF_ATTR_PROG_TYPE(
      ArgumentKind.BPF_ATTR,
      "ProgType",
      1,
      Form.TEXT,
      "Type of the BPF program.",
      "'BPF_PROG_TYPE_KPROBE'"),
  BPF_ATTR_INSN_CNT(
      ArgumentKind.BPF_ATTR, "InsnCnt", 2, Form.NUMBER, "Instructions of the BPF program.", "128"),
  BPF_ATTR_PROG_NAME(
      ArgumentKind.BPF_ATTR, "ProgName", 3, Form.TEXT, "Name of the BPF program.", "'probe'"),

  PERF_EVENT_KPROBE_FUNC(
      ArgumentKind.PERF_EVENT,
      "KprobeFunc",
      1,
      Form.TEXT,
      "Function that is probed.",
      "'commit_creds'"),
  PERF_EVENT_TYPE(
      ArgumentKind.PERF_EVENT,
      "Type",
      2,
      Form.TEXT,
      "Type of the perf event.",
      "'PERF_TYPE_TRACEPOINT'"),
  PERF_EVENT_CONFIG(
      ArgumentKind.PERF_EVENT, "Config", 3, Form.LONG, "Configuration of the perf event.", "1"),
  PERF_EVENT_PROBE_OFFSET(
      ArgumentKind.PERF_EVENT,
      "ProbeOffset",
      4,
      Form.LONG,
      "Offset of the probe in the function.",
      "0"),

  BPF_MAP_TYPE(
      ArgumentKind.BPF_MAP, "MapType", 1, Form.TEXT, "Type of the BPF map.", "'BPF_MAP_TYPE_HASH'"),
  BPF_MAP_KEY_SIZE(ArgumentKind.BPF_MAP, "KeySize", 2, Form.NUMBER, "Size of a key in bytes.", "8"),
  BPF_MAP_VALUE_SIZE(
      ArgumentKind.BPF_MAP, "ValueSize", 3, Form.NUMBER, "Size of a value in bytes.", "8"),
  BPF_MAP_MAX_ENTRIES(
      ArgumentKind.BPF_MAP,
      "MaxEntries",
      4,
      Form.NUMBER,
      "Entries that the BPF map can have.",
      "1024"),
  BPF_MAP_NAME(ArgumentKind.BPF_MAP, "MapName", 5, Form.TEXT, "Name of the BPF map.", "'events'"),

  CAPABILITY_VALUE(
      ArgumentKind.CAPABILITY, "value", 1, Form.WRAPPED_INT, "Number of the capability.", "21"),
  CAPABILITY_NAME(
      ArgumentKind.CAPABILITY, "name", 2, Form.TEXT, "Name of the capability.", "'CAP_SYS_ADMIN'"),

  MODULE_NAME(
      ArgumentKind.MODULE, "name", 1, Form.TEXT, "Name of the kernel module.", "'diamorphine'"),
  /** 1 or 0; 0 too when the agent did not know: {@link Argument#has} says so. */
  MODULE_SIGNATURE_OK(
      ArgumentKind.MODULE,
      "signature_ok",
      2,
      Form.WRAPPED_BOOL,
      "Whether its signature is valid; absent where the agent cannot say.",
      "false"),
  MODULE_TAINTED(
      ArgumentKind.MODULE,
      "tainted",
      3,
      Form.TAINTS,
      "How it taints the kernel.",
      "'TAINT_UNSIGNED_MODULE'"),

  LINUX_BINPRM_PATH(
      ArgumentKind.LINUX_BINPRM,
      "path",
      1,
      Form.TEXT,
      "Path of the file that is executed.",
      "'/tmp/x'"),
  LINUX_BINPRM_FLAGS(
      ArgumentKind.LINUX_BINPRM,
      "flags",
      2,
      Form.TEXT,
      "What the agent says of the path.",
      "'unresolvedPathComponents'"),
  LINUX_BINPRM_PERMISSION(
      ArgumentKind.LINUX_BINPRM,
      "permission",
      3,
      Form.TEXT,
      "Permissions as ls writes them.",
      "'-rwxr-xr-x'"),

  NET_DEV_NAME(ArgumentKind.NET_DEV, "name", 1, Form.TEXT, "Name of the network device.", "'eth0'"),

  SYSCALL_ID_ID(ArgumentKind.SYSCALL_ID, "id", 1, Form.NUMBER, "Number of the system call.", "308"),
  SYSCALL_ID_ABI(
      ArgumentKind.SYSCALL_ID,
      "abi",
      2,
      Form.TEXT,
      "Architecture whose numbers those are.",
      "'x64'"),

  SOCKADDR_FAMILY(
      ArgumentKind.SOCKADDR, "family", 1, Form.TEXT, "Family of the address.", "'AF_INET'"),
  SOCKADDR_ADDR(ArgumentKind.SOCKADDR, "addr", 2, Form.TEXT, "The address.", "'169.254.169.254'"),
  SOCKADDR_PORT(ArgumentKind.SOCKADDR, "port", 3, Form.NUMBER, "The port.", "443"),

  BPF_PROG_TYPE(
      ArgumentKind.BPF_PROG,
      "ProgType",
      1,
      Form.TEXT,
      "Type of the BPF program.",
      "'BPF_PROG_TYPE_KPROBE'"),
  BPF_PROG_INSN_CNT(
      ArgumentKind.BPF_PROG, "InsnCnt", 2, Form.NUMBER, "Instructions of the BPF program.", "128"),
  BPF_PROG_NAME(
      ArgumentKind.BPF_PROG, "ProgName", 3, Form.TEXT, "Name of the BPF program.", "'probe'"),

  ERROR_MESSAGE(
      ArgumentKind.ERROR,
      "Message",
      1,
      Form.TEXT,
      "Why the agent could not read the argument.",
      "'EFAULT'"),

  SOCKADDR_UN_FAMILY(
      ArgumentKind.SOCKADDR_UN, "family", 1, Form.TEXT, "Family of the address.", "'AF_UNIX'"),
  SOCKADDR_UN_PATH(
      ArgumentKind.SOCKADDR_UN,
      "path",
      2,
      Form.TEXT,
      "Path of the socket.",
      "'/run/containerd/containerd.sock'");

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
  private final String meaning;
  private final String sample;

  ArgumentField(
      ArgumentKind kind, String fieldName, int number, Form form, String meaning, String sample) {
    this.kind = kind;
    this.fieldName = fieldName;
    this.number = number;
    this.form = form;
    this.meaning = meaning;
    this.sample = sample;
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

  /** What it is, in one sentence. */
  public String meaning() {
    return meaning;
  }

  /** A value that it can have, of taints one of them, as an expression writes it. */
  public String sample() {
    return sample;
  }
}
