package dev.tocsin.event;

import java.util.HashMap;
import java.util.Map;

/**
 * The names of an enum's numbers. A number that this version does not know is its own name, so that
 * a newer agent breaks nothing.
 */
final class EnumNames {
  static final EnumNames CAPABILITY =
      counting(
          "CAP_CHOWN DAC_OVERRIDE CAP_DAC_READ_SEARCH CAP_FOWNER CAP_FSETID CAP_KILL CAP_SETGID"
              + " CAP_SETUID CAP_SETPCAP CAP_LINUX_IMMUTABLE CAP_NET_BIND_SERVICE CAP_NET_BROADCAST"
              + " CAP_NET_ADMIN CAP_NET_RAW CAP_IPC_LOCK CAP_IPC_OWNER CAP_SYS_MODULE CAP_SYS_RAWIO"
              + " CAP_SYS_CHROOT CAP_SYS_PTRACE CAP_SYS_PACCT CAP_SYS_ADMIN CAP_SYS_BOOT"
              + " CAP_SYS_NICE CAP_SYS_RESOURCE CAP_SYS_TIME CAP_SYS_TTY_CONFIG CAP_MKNOD CAP_LEASE"
              + " CAP_AUDIT_WRITE CAP_AUDIT_CONTROL CAP_SETFCAP CAP_MAC_OVERRIDE CAP_MAC_ADMIN"
              + " CAP_SYSLOG CAP_WAKE_ALARM CAP_BLOCK_SUSPEND CAP_AUDIT_READ CAP_PERFMON CAP_BPF"
              + " CAP_CHECKPOINT_RESTORE");

  static final EnumNames ACTION =
      prefixed(
          "KPROBE_ACTION_",
          "UNKNOWN POST FOLLOWFD SIGKILL UNFOLLOWFD OVERRIDE COPYFD GETURL DNSLOOKUP NOPOST SIGNAL"
              + " TRACKSOCK UNTRACKSOCK NOTIFYENFORCER CLEANUPENFORCERNOTIFICATION SET");

  static final EnumNames BPF_COMMAND =
      prefixed(
          "BPF_",
          "MAP_CREATE MAP_LOOKUP_ELEM MAP_UPDATE_ELEM MAP_DELETE_ELEM MAP_GET_NEXT_KEY PROG_LOAD"
              + " OBJ_PIN OBJ_GET PROG_ATTACH PROG_DETACH PROG_TEST_RUN PROG_GET_NEXT_ID"
              + " MAP_GET_NEXT_ID PROG_GET_FD_BY_ID MAP_GET_FD_BY_ID OBJ_GET_INFO_BY_FD PROG_QUERY"
              + " RAW_TRACEPOINT_OPEN BTF_LOAD BTF_GET_FD_BY_ID TASK_FD_QUERY"
              + " MAP_LOOKUP_AND_DELETE_ELEM MAP_FREEZE BTF_GET_NEXT_ID MAP_LOOKUP_BATCH"
              + " MAP_LOOKUP_AND_DELETE_BATCH MAP_UPDATE_BATCH MAP_DELETE_BATCH LINK_CREATE"
              + " LINK_UPDATE LINK_GET_FD_BY_ID LINK_GET_NEXT_ID ENABLE_STATS ITER_CREATE"
              + " LINK_DETACH PROG_BIND_MAP TOKEN_CREATE");

  static final EnumNames PRIVILEGES_CHANGED =
      counting(
          "PRIVILEGES_CHANGED_UNSET PRIVILEGES_RAISED_EXEC_FILE_CAP"
              + " PRIVILEGES_RAISED_EXEC_FILE_SETUID PRIVILEGES_RAISED_EXEC_FILE_SETGID");

  static final EnumNames THROTTLE = prefixed("THROTTLE_", "UNKNOWN START STOP");

  static final EnumNames SECURE_BITS =
      new EnumNames(
          Map.of(
              0, "SecBitNotSet",
              1, "SecBitNoRoot",
              2, "SecBitNoRootLocked",
              4, "SecBitNoSetUidFixup",
              8, "SecBitNoSetUidFixupLocked",
              16, "SecBitKeepCaps",
              32, "SecBitKeepCapsLocked",
              64, "SecBitNoCapAmbientRaise",
              128, "SecBitNoCapAmbientRaiseLocked"));

  static final EnumNames TAINT =
      new EnumNames(
          Map.of(
              0, "TAINT_UNSET",
              1, "TAINT_PROPRIETARY_MODULE",
              2, "TAINT_FORCED_MODULE",
              4, "TAINT_FORCED_UNLOAD_MODULE",
              1024, "TAINT_STAGED_MODULE",
              4096, "TAINT_OUT_OF_TREE_MODULE",
              8192, "TAINT_UNSIGNED_MODULE",
              32768, "TAINT_KERNEL_LIVE_PATCH_MODULE",
              262144, "TAINT_TEST_MODULE"));

  private final Map<Integer, String> names;

  private EnumNames(Map<Integer, String> names) {
    this.names = names;
  }

  private static EnumNames counting(String names) {
    return prefixed("", names);
  }

  /** Blank separated names of the numbers 0, 1, 2, ... */
  private static EnumNames prefixed(String prefix, String names) {
    Map<Integer, String> result = new HashMap<>();
    for (String name : names.split(" ", -1)) {
      result.put(result.size(), prefix + name);
    }
    return new EnumNames(result);
  }

  String of(int number) {
    String name = names.get(number);
    return name == null ? Integer.toString(number) : name;
  }
}
