package dev.tocsin.image;

/** A kind of processor, in the words of those who name it. */
public enum Architecture {
  AMD64("amd64", "x86_64", "x86_64-linux-gnu"),
  ARM64("arm64", "aarch_64", "aarch64-linux-gnu");

  private final String oci;
  private final String netty;
  private final String triplet;

  Architecture(String oci, String netty, String triplet) {
    this.oci = oci;
    this.netty = netty;
    this.triplet = triplet;
  }

  public static Architecture ofThisMachine() {
    String name = System.getProperty("os.arch");
    return switch (name) {
      case "amd64" -> AMD64;
      case "aarch64" -> ARM64;
      default -> throw new IllegalStateException("no image can be built on " + name);
    };
  }

  /** As OCI, Go and Debian name it. */
  public String oci() {
    return oci;
  }

  String netty() {
    return netty;
  }

  /** The folder of its libraries on Debian. */
  String triplet() {
    return triplet;
  }
}
