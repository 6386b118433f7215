package dev.tocsin.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class that runs against a real API server. Its constructor, test and life-cycle methods
 * may have these parameters:
 *
 * <ul>
 *   <li>{@link ControlPlane}
 *   <li>{@link io.fabric8.kubernetes.client.KubernetesClient}: the administrator's
 *   <li>{@link OwnNamespace @OwnNamespace} String: the name of a new namespace, a different one for
 *       each parameter of each call
 * </ul>
 *
 * All classes of one JVM share one control plane, so a test keeps to its own namespaces and gives
 * cluster-wide objects names of its own; a class that stops or freezes the server, or looks at all
 * namespaces, says {@code isolated = true}.
 *
 * <p>Where there are no binaries and they cannot be built, the class is skipped, loudly; when
 * {@code CI=true} it fails.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Tag("api")
@ExtendWith(RealClusterExtension.class)
public @interface RealCluster {
  /** Whether the class gets a control plane of its own, which ends with the class. */
  boolean isolated() default false;

  /** Of which Kubernetes; the oldest is for isolated ones. */
  KubernetesVersion version() default KubernetesVersion.NEWEST;

  /** Whether controller manager and scheduler are to run. */
  boolean controllers() default false;
}
