package dev.tocsin.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes control plane of its own: etcd and kube-apiserver with RBAC and admission, in a
 * temporary folder, on free ports of the loopback address; controller manager and scheduler when
 * asked for. The CRDs of {@code crds/} are installed. Nothing runs pods: a test plays kubelet.
 *
 * <p>{@link #stop}, {@link #start}, {@link #freeze} and {@link #resume} act on the API server and
 * keep the data. Methods are for one thread; the client is for any.
 */
public final class ControlPlane implements AutoCloseable {
  private static final int START_ATTEMPTS = 3;
  private static final String PORT_TAKEN = "address already in use";

  private final Binaries binaries;
  private final Path folder;
  private final Credentials credentials;
  private final int apiPort;
  private final int etcdPort;

  private final Servers servers;
  private final AuditLog audit;

  private @Nullable KubernetesClient client;
  private final Thread exitHook = new Thread(this::endAndDelete);

  private ControlPlane(Binaries binaries) throws IOException {
    this.binaries = binaries;
    folder = Files.createTempDirectory("tocsin-cluster-");
    servers = new Servers(binaries, folder);
    credentials = Credentials.create(folder.resolve("credentials"));
    audit = new AuditLog(folder);
    apiPort = Port.free();
    etcdPort = Port.free();
    Runtime.getRuntime().addShutdownHook(exitHook);
  }

  /** Starts one and returns when it is usable, in two to three seconds. */
  public static ControlPlane launch() {
    return launch(Binaries.require(KubernetesVersion.NEWEST));
  }

  /** As {@link #launch()}, of a certain version of Kubernetes. */
  public static ControlPlane launch(Binaries binaries) {
    for (int attempt = 1; ; attempt++) {
      ControlPlane plane = null;
      try {
        plane = new ControlPlane(binaries);
        plane.startEtcd();
        plane.start();
        plane.prepare();
        return plane;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (Servers.StartFailure e) {
        if (plane != null) {
          plane.close();
        }
        // Between looking for a port and using it, another process may have taken it.
        if (attempt == START_ATTEMPTS || !String.valueOf(e.getMessage()).contains(PORT_TAKEN)) {
          throw e;
        }
      }
    }
  }

  /** As cluster administrator. Do not close it: it lives as long as the control plane. */
  public KubernetesClient client() {
    return Objects.requireNonNull(client, "not started");
  }

  /** A new client that asks as somebody else; the caller closes it. */
  public KubernetesClient clientAs(String user, String... groups) {
    return newClient(
        new ConfigBuilder(adminConfig())
            .withImpersonateUsername(user)
            .withImpersonateGroups(groups)
            .build());
  }

  /** The administrator's kubeconfig; the server's certificate is inside. */
  public Path kubeconfig() {
    return credentials.kubeconfig(Credentials.ADMIN);
  }

  /** Of the API server. */
  public int port() {
    return apiPort;
  }

  public String address() {
    return "https://127.0.0.1:" + apiPort;
  }

  /** The folder with everything of this control plane: logs, credentials, data. */
  public Path folder() {
    return folder;
  }

  /** Runs kubectl as cluster administrator. */
  public Command.Result kubectl(String... arguments) {
    return kubectlWithInput("", arguments);
  }

  /** The kubectl that belongs to this version of Kubernetes. */
  public Path kubectlBinary() {
    return Path.of(binaries.path("kubectl"));
  }

  /** Runs kubectl with a text on its standard input, as for {@code apply -f -}. */
  public Command.Result kubectlWithInput(String input, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(binaries.path("kubectl"));
    command.add("--kubeconfig=" + kubeconfig());
    command.addAll(List.of(arguments));
    return Command.run(command, input);
  }

  /**
   * How many creations, updates, patches and deletions of a resource the API server has answered
   * since it started, whoever asked. The count of a request follows its answer a moment later.
   *
   * @param group of the API, empty for the core
   * @param resource in the plural, {@code securityalerts}
   */
  public long writes(String group, String resource) {
    return RequestCount.writes(client().raw("/metrics"), group, resource);
  }

  /**
   * How many requests it has answered since it started, whoever asked, by verb and resource: {@code
   * PUT detectionpolicies/status}. Watches count when they end.
   */
  public Map<String, Long> requests() {
    return RequestCount.byResource(client().raw("/metrics"));
  }

  /** What ServiceAccounts asked it for. */
  public AuditLog audit() {
    return audit;
  }

  /** Stops the API server in good order; its port is free and its data kept on return. */
  public void stop() {
    servers.get("kube-apiserver").stop();
    awaitPortFree();
  }

  /** Ends the API server as a crash would. */
  public void kill() {
    servers.get("kube-apiserver").kill();
    awaitPortFree();
  }

  /** Starts the API server (again), on the same port, and returns when it is usable. */
  public void start() {
    List<String> arguments = new ArrayList<>(audit.arguments());
    arguments.addAll(
        List.of(
            "--etcd-servers=http://127.0.0.1:" + etcdPort,
            "--bind-address=127.0.0.1",
            "--secure-port=" + apiPort,
            "--cert-dir=" + credentials.folder(),
            "--authorization-mode=Node,RBAC",
            "--token-auth-file=" + credentials.tokenFile(),
            "--service-account-issuer=https://kubernetes.default.svc",
            "--service-account-key-file=" + credentials.publicKey(),
            "--service-account-signing-key-file=" + credentials.signingKey(),
            "--service-cluster-ip-range=10.96.0.0/16",
            "--allow-privileged=true",
            // Nothing here makes a Service's address lead anywhere: webhooks are asked at its
            // endpoints.
            "--enable-aggregator-routing=true",
            // The server's own address is a loopback one, which may not be published as an
            // endpoint.
            "--endpoint-reconciler-type=none"));
    servers.run("kube-apiserver", arguments.toArray(String[]::new));
    servers.awaitUp("kube-apiserver", credentials::hasServingCertificate);
    try {
      credentials.writeKubeconfigs(address());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Config impatient =
        new ConfigBuilder(adminConfig())
            .withRequestRetryBackoffLimit(0)
            .withConnectionTimeout(2_000)
            .withRequestTimeout(2_000)
            .build();
    servers.awaitUp("kube-apiserver", () -> isUsable(impatient));
  }

  /**
   * Ready and, what comes a little later, with the namespace that everybody relies on. Each time by
   * a new connection: one of the server's first moments may never be answered.
   */
  private static boolean isUsable(Config config) {
    try (KubernetesClient probe = newClient(config)) {
      return "ok".equals(probe.raw("/readyz"))
          && probe.namespaces().withName("default").get() != null;
    }
  }

  /** The API server takes connections and answers nothing, until {@link #resume}. */
  public void freeze() {
    servers.get("kube-apiserver").signal("STOP");
  }

  public void resume() {
    servers.get("kube-apiserver").signal("CONT");
  }

  /**
   * Starts controller manager and scheduler, unless they run: service accounts of namespaces,
   * garbage collection, deletion of namespaces, ReplicaSets and DaemonSets with their pods, bound
   * to the nodes of {@link #addNode}.
   */
  public void startControllers() {
    if (servers.has("kube-controller-manager")) {
      return;
    }
    // Neither is asked for anything, so they have no port that somebody else could have taken.
    servers.run(
        "kube-controller-manager",
        "--kubeconfig=" + credentials.kubeconfig(Credentials.CONTROLLER_MANAGER),
        // Nodes are plain objects that nobody renews: do not declare them dead.
        "--controllers=*,-nodelifecycle",
        "--leader-elect=false",
        "--use-service-account-credentials=true",
        "--service-account-private-key-file=" + credentials.signingKey(),
        "--root-ca-file=" + credentials.servingCertificate(),
        "--secure-port=0");
    servers.run(
        "kube-scheduler",
        "--kubeconfig=" + credentials.kubeconfig(Credentials.SCHEDULER),
        "--leader-elect=false",
        "--secure-port=0");
    // The last thing the controller manager publishes to a namespace.
    servers.awaitUp(
        "kube-controller-manager",
        () ->
            client().configMaps().inNamespace("default").withName("kube-root-ca.crt").get()
                != null);
    awaitScheduler();
  }

  /** It has begun when it says of a pod that there is a node for it, or none. */
  private void awaitScheduler() {
    Resource<Pod> pod =
        client()
            .resource(
                new PodBuilder()
                    .withNewMetadata()
                    .withNamespace("default")
                    .withName("first")
                    .endMetadata()
                    .withNewSpec()
                    .addNewContainer()
                    .withName("first")
                    .withImage("first")
                    .endContainer()
                    .endSpec()
                    .build());
    pod.create();
    servers.awaitUp("kube-scheduler", () -> !pod.get().getStatus().getConditions().isEmpty());
    pod.withGracePeriod(0).delete();
  }

  /**
   * Whether the API server lets somebody do that now: it observes roles and bindings a moment after
   * they are stored or deleted.
   *
   * @param resource with its group, {@code securityalerts.tocsin.dev}
   * @param scope {@code --namespace=NAME} or {@code --all-namespaces}
   */
  public boolean lets(String user, String verb, String resource, String scope) {
    return kubectl("auth", "can-i", verb, resource, scope, "--as=" + user).out().startsWith("yes");
  }

  /** Creates a namespace with the service account that pods want, controllers or not. */
  public void createNamespace(String name, Map<String, String> labels) {
    client()
        .namespaces()
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .build())
        .create();
    createDefaultServiceAccount(name);
  }

  /**
   * Creates a node that is ready from the beginning, so that pods may be bound to it: one that
   * becomes ready is tainted meanwhile, by the API server and by controllers.
   */
  public void addNode(String name, Map<String, String> labels) {
    client()
        .nodes()
        .resource(
            new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .withNewStatus()
                .addToCapacity("pods", new Quantity("110"))
                .addToCapacity("cpu", new Quantity("8"))
                .addToCapacity("memory", new Quantity("32Gi"))
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .withReason("TestNode")
                .endCondition()
                .endStatus()
                .build())
        .create();
    client()
        .nodes()
        .withName(name)
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"taints\": []}}");
  }

  /** Ends all processes and deletes the folder. */
  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(exitHook);
    endAndDelete();
  }

  /**
   * Leaves it running when this JVM ends: returns the process ids, in the order in which they were
   * started.
   */
  List<Long> release() {
    client().close();
    Runtime.getRuntime().removeShutdownHook(exitHook);
    return servers.releaseAll();
  }

  private void startEtcd() {
    int peerPort = Port.free();
    String peers = "http://127.0.0.1:" + peerPort;
    String clients = "http://127.0.0.1:" + etcdPort;
    servers.run(
        "etcd",
        "--data-dir=" + folder.resolve("etcd"),
        "--unsafe-no-fsync",
        "--log-level=warn",
        "--listen-client-urls=" + clients,
        "--advertise-client-urls=" + clients,
        "--listen-peer-urls=" + peers,
        "--initial-advertise-peer-urls=" + peers,
        "--initial-cluster=default=" + peers);
  }

  private void prepare() {
    client = newClient(adminConfig());
    createDefaultServiceAccount("default");
    Crds.install(client, Path.of("crds"));
  }

  private void createDefaultServiceAccount(String namespace) {
    try {
      client()
          .serviceAccounts()
          .inNamespace(namespace)
          .resource(
              new ServiceAccountBuilder()
                  .withNewMetadata()
                  .withName("default")
                  .endMetadata()
                  .build())
          .create();
    } catch (KubernetesClientException e) {
      // The controller manager was faster.
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
    }
  }

  private Config adminConfig() {
    return Config.fromKubeconfig(kubeconfig().toFile());
  }

  private static KubernetesClient newClient(Config config) {
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientFactory(new JdkHttpClientFactory())
        .build();
  }

  private void awaitPortFree() {
    await("port " + apiPort).atMost(30, SECONDS).until(() -> Port.isFree(apiPort));
  }

  private void endAndDelete() {
    if (client != null) {
      client.close();
    }
    servers.killAll();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
