package dev.tocsin.command;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The one spelling of a path: absolute, without empty parts, {@code .} and {@code ..}, and with the
 * ways round through {@code /proc} taken out that lead back to where the process is: {@code
 * /proc/self/root}, {@code /proc/self/cwd}, {@code /proc/thread-self/...}, {@code
 * /proc/PID/task/TID/...}. A purely textual form: links are not followed.
 */
public final class NormalPath {
  private static final int DEEPEST = 256;

  /** Where the second part of a path in {@code /proc/} begins. */
  private static final int PROC = "/proc/".length();

  private NormalPath() {}

  /**
   * @param path absolute, or relative to {@code cwd}
   * @param cwd the working directory; empty when it is not known, a relative path then stays one
   */
  public static String of(String path, String cwd) {
    if (path.isEmpty()) {
      return "";
    }
    if (isPlain(path)) {
      return path;
    }
    if (!cwd.isEmpty() && path.charAt(0) != '/') {
      String whole = cwd + "/" + path;
      if (isPlain(whole)) {
        return whole;
      }
    }
    Deque<String> parts = new ArrayDeque<>();
    boolean absolute = path.startsWith("/") || cwd.startsWith("/");
    if (!path.startsWith("/")) {
      walk(cwd, parts, absolute, "");
    }
    walk(path, parts, absolute, cwd);
    String joined = String.join("/", parts);
    return absolute ? "/" + joined : joined;
  }

  /** Most paths, which need not be taken apart. */
  private static boolean isPlain(String path) {
    return path.length() < 2 * DEEPEST && isNormalOfProcess(path);
  }

  /**
   * Whether {@link #of} leaves an absolute path as it is, but for a {@code /} at its end. Makes no
   * garbage; bytes of ASCII do as characters.
   */
  public static boolean isNormal(CharSequence path) {
    int length = path.length();
    for (int i = 0; i < length - 1; i++) {
      if (path.charAt(i) == '/' && isEmptyOrDots(path, i + 1)) {
        return false;
      }
    }
    return !stands("/proc/", path, 0)
        || !(stands("thread-self", path, PROC)
            || stands("self/root", path, PROC)
            || stands("/task/", path, partEnd(path, PROC)));
  }

  /**
   * Whether {@link #of} leaves a path as it is, whatever the working directory: a program's, say.
   */
  public static boolean isNormalOfProcess(CharSequence path) {
    int length = path.length();
    return length > 1
        && path.charAt(0) == '/'
        && path.charAt(length - 1) != '/'
        && !stands("/proc/self/cwd", path, 0)
        && isNormal(path);
  }

  private static boolean isEmptyOrDots(CharSequence path, int from) {
    int end = partEnd(path, from);
    return switch (end - from) {
      case 0 -> true;
      case 1 -> path.charAt(from) == '.';
      case 2 -> path.charAt(from) == '.' && path.charAt(from + 1) == '.';
      default -> false;
    };
  }

  private static int partEnd(CharSequence path, int from) {
    int end = from;
    while (end < path.length() && path.charAt(end) != '/') {
      end++;
    }
    return end;
  }

  private static boolean stands(String text, CharSequence path, int at) {
    if (path.length() - at < text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (path.charAt(at + i) != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a path is spelled as nobody spells it who does not want to be overlooked. */
  public static boolean isOdd(String path) {
    return path.contains("//") || path.contains("/./") || aroundThroughProc(path) || climbs(path);
  }

  /** {@code ..} after something that it takes back: {@code ../x} alone is ordinary. */
  private static boolean climbs(String path) {
    int up = path.indexOf("/..");
    while (up >= 0) {
      boolean whole = up + 3 == path.length() || path.charAt(up + 3) == '/';
      if (whole && (up == 0 || !path.startsWith("..", up - 2))) {
        return true;
      }
      up = path.indexOf("/..", up + 1);
    }
    return false;
  }

  private static boolean aroundThroughProc(String path) {
    return path.startsWith("/proc/self/root")
        || path.startsWith("/proc/self/cwd")
        || path.startsWith("/proc/thread-self/")
        || path.startsWith("/proc/self/task/")
        || (path.startsWith("/proc/") && path.contains("/task/"));
  }

  private static void walk(String path, Deque<String> parts, boolean absolute, String cwd) {
    int from = 0;
    while (from <= path.length()) {
      int end = path.indexOf('/', from);
      if (end < 0) {
        end = path.length();
      }
      String part = path.substring(from, end);
      from = end + 1;
      if (part.isEmpty() || part.equals(".")) {
        continue;
      }
      if (part.equals("..")) {
        if (!parts.isEmpty() && !parts.getLast().equals("..")) {
          parts.removeLast();
        } else if (!absolute) {
          parts.addLast(part);
        }
        continue;
      }
      if (parts.size() < DEEPEST) {
        parts.addLast(part);
      }
      shorten(parts, cwd);
    }
  }

  /** Takes a way round through proc out as soon as its last part is there. */
  private static void shorten(Deque<String> parts, String cwd) {
    int size = parts.size();
    if (size < 2 || size > 4 || !parts.getFirst().equals("proc")) {
      return;
    }
    String[] all = parts.toArray(String[]::new);
    if (size == 2 && all[1].equals("thread-self")) {
      parts.removeLast();
      parts.addLast("self");
    } else if (size == 3 && all[1].equals("self") && all[2].equals("root")) {
      parts.clear();
    } else if (size == 3 && all[1].equals("self") && all[2].equals("cwd") && cwd.startsWith("/")) {
      parts.clear();
      walk(cwd, parts, true, "");
    } else if (size == 4 && all[2].equals("task")) {
      parts.removeLast();
      parts.removeLast();
    }
  }
}
