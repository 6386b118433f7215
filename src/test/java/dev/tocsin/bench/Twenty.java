package dev.tocsin.bench;

import com.google.common.base.Ascii;
import dev.tocsin.engine.PolicyBuilder;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.engine.policy.Scope;
import dev.tocsin.event.EventKind;
import java.util.List;

/**
 * The twenty conditions of {@link HandWritten}, in the same order, as expressions of policies and
 * as patterns of event-ruler over {@link RuledEvents}: what all three can say.
 */
enum Twenty {
  NSENTER("process.name == 'nsenter'", "'name': ['nsenter']"),
  CHROOT("process.name == 'chroot'", "'name': ['chroot']"),
  MINER(
      "process.name in ['xmrig', 'minerd', 'cpuminer', 'ethminer']"
          + " || process.arguments.contains('stratum+tcp')",
      "'$or': [{'name': ['xmrig', 'minerd', 'cpuminer', 'ethminer']},"
          + " {'arguments': [{'wildcard': '*stratum+tcp*'}]}]"),
  SCANNER(
      "process.name in ['nmap', 'masscan', 'zmap', 'nc', 'ncat']",
      "'name': ['nmap', 'masscan', 'zmap', 'nc', 'ncat']"),
  SHELL_OF_A_SERVER(
      "process.name in ['sh', 'bash', 'dash', 'zsh', 'ash']"
          + " && parent.name in ['nginx', 'httpd', 'java', 'node', 'php-fpm']",
      "'name': ['sh', 'bash', 'dash', 'zsh', 'ash'],"
          + " 'parent': ['nginx', 'httpd', 'java', 'node', 'php-fpm']"),
  INSECURE_CURL(
      "process.name == 'curl' && process.arguments.contains('--insecure')",
      "'name': ['curl'], 'arguments': [{'wildcard': '*--insecure*'}]"),
  INSECURE_WGET(
      "process.name == 'wget' && process.arguments.contains('--no-check-certificate')",
      "'name': ['wget'], 'arguments': [{'wildcard': '*--no-check-certificate*'}]"),
  METADATA_NAMED(
      "process.arguments.contains('169.254.169.254')",
      "'arguments': [{'wildcard': '*169.254.169.254*'}]"),
  CRONTAB(
      "process.name == 'crontab' && !process.arguments.contains('-l')",
      "'name': ['crontab'], 'arguments': [{'anything-but': {'wildcard': '*-l*'}}]"),
  USER_ADDED("process.name in ['useradd', 'adduser']", "'name': ['useradd', 'adduser']"),
  BASE64(
      "process.name == 'base64' && process.arguments.contains('-d')",
      "'name': ['base64'], 'arguments': [{'wildcard': '*-d*'}]"),
  FROM_A_TEMPORARY_FOLDER(
      "process.binary.startsWith('/dev/shm/') || process.binary.startsWith('/tmp/')",
      "'binary': [{'prefix': '/dev/shm/'}, {'prefix': '/tmp/'}]"),
  SHADOW_NAMED(
      "process.arguments.contains('/etc/shadow')", "'arguments': [{'wildcard': '*/etc/shadow*'}]"),
  TOKEN_NAMED(
      "process.arguments.contains('serviceaccount/token')",
      "'arguments': [{'wildcard': '*serviceaccount/token*'}]"),
  SHADOW_OPENED(
      Offered.HOOKS, "file.path.endsWith('/etc/shadow')", "'path': [{'suffix': '/etc/shadow'}]"),
  KEYS_OPENED(
      Offered.HOOKS,
      "file.path.endsWith('/authorized_keys')",
      "'path': [{'suffix': '/authorized_keys'}]"),
  CRON_OPENED(
      Offered.HOOKS, "file.path.startsWith('/etc/cron')", "'path': [{'prefix': '/etc/cron'}]"),
  PRELOAD_OPENED(
      Offered.HOOKS,
      "file.path.endsWith('/etc/ld.so.preload')",
      "'path': [{'suffix': '/etc/ld.so.preload'}]"),
  MOUNT(
      Offered.HOOKS,
      "event.function == 'sys_mount' || event.function == 'sys_setns'",
      "'function': ['sys_mount', 'sys_setns']"),
  METADATA_REACHED(
      Offered.CONNECTIONS,
      "connection.destinationIP in ['169.254.169.254', '169.254.170.2']",
      "'destinationIP': ['169.254.169.254', '169.254.170.2']");

  /** Which events are asked, and how those are marked for event-ruler. */
  private enum Offered {
    STARTS(EventKind.PROCESS_EXEC, RuledEvents.START),
    HOOKS(EventKind.PROCESS_KPROBE, RuledEvents.HOOK),
    CONNECTIONS(EventKind.PROCESS_CONNECT, RuledEvents.HOOK);

    private final EventKind first;
    private final String mark;

    Offered(EventKind first, String mark) {
      this.first = first;
      this.mark = mark;
    }

    PolicyBuilder of(PolicyBuilder policy) {
      return this == HOOKS
          ? policy.events(first, EventKind.PROCESS_LSM, EventKind.PROCESS_TRACEPOINT)
          : policy.events(first);
    }
  }

  private final Offered events;
  private final String match;
  private final String pattern;

  Twenty(String match, String pattern) {
    this(Offered.STARTS, match, pattern);
  }

  Twenty(Offered events, String match, String pattern) {
    this.events = events;
    this.match = match;
    this.pattern = pattern;
  }

  static List<Policy> policies() {
    return List.of(values()).stream().map(Twenty::policy).toList();
  }

  private Policy policy() {
    return events
        .of(PolicyBuilder.policy(Ascii.toLowerCase(name()).replace('_', '-')))
        .host(Scope.Host.INCLUDE)
        .match(match)
        .build();
  }

  /** In event-ruler's language. */
  String rule() {
    return "{'kind': ['%s'], %s}".formatted(events.mark, pattern).replace('\'', '"');
  }
}
