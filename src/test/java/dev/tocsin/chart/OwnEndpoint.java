package dev.tocsin.chart;

import dev.tocsin.cluster.ControlPlane;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Optional;

/** A port of this machine as what is behind a Service, as kubelet and the controllers do it. */
record OwnEndpoint(String address, int port) {

  /** Not a loopback address, which the API server takes for no endpoint. */
  static Optional<String> ofThisMachine() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(Inet4Address.class::isInstance)
        .filter(each -> !each.isLoopbackAddress() && !each.isLinkLocalAddress())
        .map(InetAddress::getHostAddress)
        .findFirst();
  }

  void publish(ControlPlane plane, String namespace, String service, String portName) {
    plane
        .kubectlWithInput(
            """
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata:
              name: %1$s-own
              labels: {kubernetes.io/service-name: %1$s}
            addressType: IPv4
            ports: [{name: %2$s, port: %3$d}]
            endpoints: [{addresses: [%4$s], conditions: {ready: true}}]
            """
                .formatted(service, portName, port, address),
            "apply",
            "--namespace=" + namespace,
            "--filename=-")
        .orFail();
  }

  @Override
  public String toString() {
    return address + ":" + port;
  }
}
