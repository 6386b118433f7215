package dev.tocsin.doctor;

import dev.tocsin.source.AgentProbe;
import dev.tocsin.source.TetragonAddress;
import dev.tocsin.source.TetragonState.AgentTracingPolicy;
import dev.tocsin.source.TetragonTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether the node's Tetragon answers, which one it is, and what it traces. */
final class AgentExamination implements Examination {
  private static final String SUBJECT = "Tetragon";
  private static final String SOCKET = "socket";
  private static final String TRACING = "tracing policies";
  private static final Pattern VERSION = Pattern.compile("v?(\\d{1,4})\\.(\\d{1,4}).*");
  private static final String LOGS =
      "'kubectl logs -n kube-system ds/tetragon -c tetragon' says why.";

  /** Of version 1: the oldest whose events are read, and the oldest for all tracing policies. */
  private static final int OLDEST_READ = 2;

  private static final int OLDEST_TRACING = 6;

  private final TetragonTarget target;

  AgentExamination(TetragonTarget target) {
    this.target = target;
  }

  @Override
  public List<Diagnosis> examine() {
    List<Diagnosis> said = new ArrayList<>();
    if (target.address() instanceof TetragonAddress.UnixSocket(Path path)) {
      said.add(socket(path));
    }
    try {
      AgentProbe.Answer answer = AgentProbe.ask(target);
      said.add(version(answer.version()));
      answer.options().map(AgentExamination::options).ifPresent(said::add);
      said.addAll(tracing(answer.tracingPolicies()));
    } catch (IOException e) {
      said.add(
          Diagnosis.problem(
              SUBJECT,
              target.address() + " does not answer: " + e.getMessage(),
              "See whether it runs on this node: 'kubectl get pods -n kube-system -l"
                  + " app.kubernetes.io/name=tetragon -o wide'; else give the sensor its address,"
                  + " tetragon.address of the chart."));
    }
    return said;
  }

  private static Diagnosis socket(Path path) {
    String remedy =
        "Mount the directory of Tetragon's socket: tetragon.address of the chart names it, and"
            + " Tetragon's chart sets it with tetragon.grpc.address.";
    if (!Files.exists(path)) {
      return Diagnosis.problem(SOCKET, "there is no " + path, remedy);
    }
    if (Files.isRegularFile(path) || Files.isDirectory(path)) {
      return Diagnosis.problem(SOCKET, path + " is no socket", remedy);
    }
    return Files.isWritable(path)
        ? Diagnosis.ok(SOCKET, path + " is there")
        : Diagnosis.problem(
            SOCKET,
            path + " may not be opened",
            "The sensor has to run as root, and with SELinux as spc_t: see docs/platforms.md.");
  }

  private static Diagnosis version(String version) {
    Matcher read = VERSION.matcher(version);
    int minor =
        read.matches() && read.group(1).equals("1")
            ? Integer.parseInt(read.group(2))
            : Integer.MAX_VALUE;
    String upgrade = "Upgrade it: 'helm upgrade tetragon cilium/tetragon -n kube-system'.";
    if (minor < OLDEST_READ) {
      return Diagnosis.problem(
          SUBJECT,
          version + " is older than 1." + OLDEST_READ + ", the oldest that is read",
          upgrade);
    }
    return minor < OLDEST_TRACING
        ? Diagnosis.warning(
            SUBJECT,
            version + " answers, but the shipped tracing policies need 1." + OLDEST_TRACING,
            upgrade)
        : Diagnosis.ok(SUBJECT, version + " answers");
  }

  /** Without credentials and namespaces of processes, fields that policies look at are absent. */
  private static Diagnosis options(Map<String, String> options) {
    List<String> off = new ArrayList<>();
    for (String flag : List.of("enable-process-cred", "enable-process-ns")) {
      if (!"true".equals(options.get(flag))) {
        off.add(flag);
      }
    }
    return off.isEmpty()
        ? Diagnosis.ok("Tetragon's options", "credentials and namespaces of processes are sent")
        : Diagnosis.warning(
            "Tetragon's options",
            "off: " + String.join(", ", off) + "; policies that look at them are blind",
            "Set tetragon.enableProcessCred=true and tetragon.enableProcessNs=true of Tetragon's"
                + " chart.");
  }

  private static List<Diagnosis> tracing(List<AgentTracingPolicy> policies) {
    List<Diagnosis> said = new ArrayList<>();
    long enabled = 0;
    for (AgentTracingPolicy policy : policies) {
      Optional<String> unloaded =
          policy.hooks().stream()
              .filter(hook -> !hook.loaded())
              .map(AgentTracingPolicy.Hook::function)
              .findFirst();
      if (!policy.isEnabled()) {
        said.add(
            Diagnosis.problem(
                TRACING,
                policy.name()
                    + " is "
                    + policy.state().replace("TP_STATE_", "").toLowerCase(Locale.ROOT)
                    + (policy.error().isEmpty() ? "" : ": " + policy.error()),
                "A hook that this kernel does not have cannot be loaded; " + LOGS));
      } else if (unloaded.isPresent()) {
        said.add(
            Diagnosis.warning(
                TRACING,
                policy.name() + " runs without its hook " + unloaded.get(),
                "This kernel may not have the function; " + LOGS));
      } else {
        enabled++;
      }
    }
    if (policies.isEmpty()) {
      said.add(
          Diagnosis.warning(
              TRACING,
              "none is loaded: only starts and ends of processes are seen",
              "Apply those that come with the policies: 'kubectl apply -f config/tracing'."));
    } else if (enabled > 0) {
      said.add(Diagnosis.ok(TRACING, enabled + " of " + policies.size() + " are loaded whole"));
    }
    return said;
  }
}
