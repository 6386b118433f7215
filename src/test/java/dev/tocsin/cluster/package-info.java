/**
 * A real Kubernetes control plane for tests and developers: etcd and kube-apiserver as processes of
 * this machine, controller manager and scheduler on demand. Start reading at {@link RealCluster}
 * (what a test says to get one), then {@link ControlPlane} (what it can do with it).
 */
@NullMarked
package dev.tocsin.cluster;

import org.jspecify.annotations.NullMarked;
