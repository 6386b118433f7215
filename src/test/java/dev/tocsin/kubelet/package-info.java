/**
 * Plays the kubelets of a control plane: what its controllers and scheduler bind to a node runs as
 * processes of this machine, from the unpacked image, each pod in a network namespace of its own
 * and with the volumes, environment and probes that its manifest says. {@link
 * dev.tocsin.kubelet.Kubelet} is where to start.
 */
@NullMarked
package dev.tocsin.kubelet;

import org.jspecify.annotations.NullMarked;
