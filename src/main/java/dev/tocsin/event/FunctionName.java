package dev.tocsin.event;

/** Names of traced functions. */
final class FunctionName {
  private static final String[] SYSCALL_PREFIXES = {
    "__x64_",
    "__ia32_",
    "__x32_",
    "__arm64_",
    "__arm_",
    "__riscv_",
    "__s390x_",
    "__s390_",
    "__powerpc_",
    "__loongarch_",
    "__se_",
    "__do_"
  };

  private FunctionName() {}

  /**
   * The name without the prefix that an architecture gives to its system calls: {@code
   * __x64_sys_setns} becomes {@code sys_setns}, {@code __ia32_compat_sys_open} becomes {@code
   * compat_sys_open}. Any other name stays as it is.
   */
  static String normalise(String function) {
    if (!function.startsWith("__")) {
      return function;
    }
    for (String prefix : SYSCALL_PREFIXES) {
      if (function.startsWith(prefix)
          && (function.startsWith("sys_", prefix.length())
              || function.startsWith("compat_sys_", prefix.length()))) {
        return function.substring(prefix.length());
      }
    }
    return function;
  }
}
