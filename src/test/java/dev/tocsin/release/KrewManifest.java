package dev.tocsin.release;

import java.util.Map;
import java.util.stream.Collectors;

/** The manifest with which krew installs the command line as a plugin of kubectl. */
final class KrewManifest {
  private KrewManifest() {}

  /**
   * @param url of the folder that the archives are to be published in; krew shows it to users too
   * @param archives name and digest of each platform's
   */
  static String of(String version, String url, Map<Platform, Map.Entry<String, String>> archives) {
    String platforms =
        archives.entrySet().stream()
            .map(
                each ->
                    """
                      - selector: {matchLabels: {os: %s, arch: %s}}
                        uri: %s/%s
                        sha256: %s
                        bin: tocsin/bin/tocsin
                    """
                        .formatted(
                            each.getKey().system(),
                            each.getKey().processor(),
                            url,
                            each.getValue().getKey(),
                            each.getValue().getValue()))
            .collect(Collectors.joining())
            .indent(2);
    return """
    apiVersion: krew.googlecontainertools.github.com/v1alpha2
    kind: Plugin
    metadata:
      name: tocsin
    spec:
      version: v%s
      homepage: %s
      shortDescription: Security alerts from Tetragon's kernel events
      description: |
        Shows, acknowledges and closes SecurityAlerts, and writes, tests and
        explains DetectionPolicies.
      caveats: |
        The cluster needs Tetragon and Tocsin.
      platforms:
    %s"""
        .formatted(version, url, platforms);
  }
}
