package dev.tocsin.bench;

import dev.tocsin.event.Event;
import dev.tocsin.event.EventKind;
import dev.tocsin.event.ProcessView;
import java.util.Set;

/**
 * The baseline of somebody who writes his twenty policies in Java, over the same views: names,
 * paths and texts of the library's policies, without what makes those hard to evade. Scopes,
 * windows and findings are left out, to its advantage.
 */
final class HandWritten {
  private static final Set<String> MINERS = Set.of("xmrig", "minerd", "cpuminer", "ethminer");
  private static final Set<String> SCANNERS = Set.of("nmap", "masscan", "zmap", "nc", "ncat");
  private static final Set<String> SHELLS = Set.of("sh", "bash", "dash", "zsh", "ash");
  private static final Set<String> SERVERS = Set.of("nginx", "httpd", "java", "node", "php-fpm");
  private static final Set<String> METADATA = Set.of("169.254.169.254", "169.254.170.2");

  /** How many of them match. */
  int matches(Event event) {
    return switch (event.kind()) {
      case PROCESS_EXEC -> ofExecution(event);
      case PROCESS_KPROBE, PROCESS_LSM, PROCESS_TRACEPOINT -> ofHook(event);
      default -> 0;
    };
  }

  private static int ofExecution(Event event) {
    ProcessView process = event.process();
    String name = process.name();
    String binary = process.binary();
    String arguments = process.arguments();
    return one(name.equals("nsenter"))
        + one(name.equals("chroot"))
        + one(MINERS.contains(name) || arguments.contains("stratum+tcp"))
        + one(SCANNERS.contains(name))
        + one(SHELLS.contains(name) && SERVERS.contains(event.parent().name()))
        + one(name.equals("curl") && arguments.contains("--insecure"))
        + one(name.equals("wget") && arguments.contains("--no-check-certificate"))
        + one(arguments.contains("169.254.169.254"))
        + one(name.equals("crontab") && !arguments.contains("-l"))
        + one(name.equals("useradd") || name.equals("adduser"))
        + one(name.equals("base64") && arguments.contains("-d"))
        + one(binary.startsWith("/dev/shm/") || binary.startsWith("/tmp/"))
        + one(arguments.contains("/etc/shadow"))
        + one(arguments.contains("serviceaccount/token"));
  }

  private static int ofHook(Event event) {
    String path = event.file().path();
    return one(path.endsWith("/etc/shadow"))
        + one(path.endsWith("/authorized_keys"))
        + one(path.startsWith("/etc/cron"))
        + one(path.endsWith("/etc/ld.so.preload"))
        + one(event.function().equals("sys_mount") || event.function().equals("sys_setns"))
        + one(
            event.is(EventKind.PROCESS_CONNECT)
                && METADATA.contains(event.connection().destinationIP()));
  }

  private static int one(boolean matches) {
    return matches ? 1 : 0;
  }
}
