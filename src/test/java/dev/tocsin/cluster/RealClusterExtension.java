package dev.tocsin.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Does what {@link RealCluster} says. */
final class RealClusterExtension
    implements ExecutionCondition, BeforeAllCallback, ParameterResolver {
  private static final Namespace STORE = Namespace.create(RealClusterExtension.class);
  private static final AtomicInteger NAMESPACES = new AtomicInteger();

  /** The one that all classes share; its shutdown hook ends it. */
  private static final class Shared {
    private static final ControlPlane PLANE = ControlPlane.launch();
  }

  /** Said once, however many classes are skipped. */
  private static final AtomicBoolean SAID = new AtomicBoolean();

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Optional<String> reason =
        reasonToSkip(Binaries.find(declaration(context).version()), System.getenv());
    if (reason.isEmpty()) {
      return ConditionEvaluationResult.enabled("binaries found, or required");
    }
    if (!SAID.getAndSet(true)) {
      System.err.println(
          "#### SKIPPED: all tests on a real Kubernetes API server. No binaries: " + reason.get());
    }
    return ConditionEvaluationResult.disabled("no Kubernetes binaries: " + reason.get());
  }

  /** In CI a missing control plane is a failure, which starting one then reports. */
  static Optional<String> reasonToSkip(Binaries.Search search, Map<String, String> environment) {
    return switch (search) {
      case Binaries.Search.Found found -> Optional.empty();
      case Binaries.Search.Missing(String reason) ->
          "true".equals(environment.get("CI")) ? Optional.empty() : Optional.of(reason);
    };
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    ControlPlane plane = plane(context);
    if (declaration(context).controllers()) {
      plane.startControllers();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == ControlPlane.class
        || type == KubernetesClient.class
        || (type == String.class && parameter.isAnnotated(OwnNamespace.class));
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    ControlPlane plane = plane(context);
    Class<?> type = parameter.getParameter().getType();
    if (type == ControlPlane.class) {
      return plane;
    }
    return type == KubernetesClient.class ? plane.client() : newNamespace(plane, context);
  }

  private static String newNamespace(ControlPlane plane, ExtensionContext context) {
    String test = context.getRequiredTestClass().getSimpleName().toLowerCase(Locale.ROOT);
    String name =
        test.substring(0, Math.min(40, test.length())) + "-" + NAMESPACES.incrementAndGet();
    plane.createNamespace(name, Map.of());
    return name;
  }

  private static ControlPlane plane(ExtensionContext context) {
    RealCluster declaration = declaration(context);
    if (!declaration.isolated()) {
      if (declaration.version() != KubernetesVersion.NEWEST) {
        throw new IllegalStateException("what all classes share is of the newest: be isolated");
      }
      return Shared.PLANE;
    }
    // Kept with the outermost class: nested classes see the same one, and it is closed with it.
    ExtensionContext owner = outermostClass(context);
    return owner
        .getStore(STORE)
        .getOrComputeIfAbsent(
            owner.getUniqueId(),
            id -> ControlPlane.launch(Binaries.require(declaration.version())),
            ControlPlane.class);
  }

  private static ExtensionContext outermostClass(ExtensionContext context) {
    ExtensionContext owner = context;
    for (@Nullable ExtensionContext each = context;
        each != null;
        each = each.getParent().orElse(null)) {
      if (each.getTestClass().isPresent()) {
        owner = each;
      }
    }
    return owner;
  }

  private static RealCluster declaration(ExtensionContext context) {
    return AnnotationSupport.findAnnotation(
            context.getRequiredTestClass(), RealCluster.class, context.getEnclosingTestClasses())
        .orElseThrow();
  }
}
