package dev.tocsin.image;

/** A kind of processor, in the words of those who name it. */
enum Architecture {
  AMD64("amd64", "x86_64"),
  ARM64("arm64", "aarch_64");

  private final String oci;
  private final String netty;

  Architecture(String oci, String netty) {
    this.oci = oci;
    this.netty = netty;
  }

  static Architecture ofThisMachine() {
    String name = System.getProperty("os.arch");
    return switch (name) {
      case "amd64" -> AMD64;
      case "aarch64" -> ARM64;
      default -> throw new IllegalStateException("no image can be built on " + name);
    };
  }

  String oci() {
    return oci;
  }

  String netty() {
    return netty;
  }
}
