package dev.tocsin.language.function;

import java.util.Locale;
import java.util.Set;

/**
 * The name of an image in its long form: {@code nginx}, {@code docker.io/nginx} and {@code
 * index.docker.io/library/nginx} are one.
 *
 * @param repository with its registry: {@code docker.io/library/nginx}
 * @param tag {@code ""}: none was written
 * @param digest {@code sha256:...}; {@code ""}: none was written
 */
record ImageReference(String repository, String tag, String digest) {
  private static final String DOCKER_HUB = "docker.io";
  private static final Set<String> NAMES_OF_DOCKER_HUB =
      Set.of(DOCKER_HUB, "index.docker.io", "registry-1.docker.io");

  /** Never fails: of a text that is no image's name come parts that no image has. */
  static ImageReference parse(String text) {
    int at = text.indexOf('@');
    String digest = at < 0 ? "" : text.substring(at + 1);
    String name = at < 0 ? text : text.substring(0, at);
    int colon = name.indexOf(':', name.lastIndexOf('/') + 1);
    String tag = colon < 0 ? "" : name.substring(colon + 1);
    String path = withRegistry(colon < 0 ? name : name.substring(0, colon));
    boolean official =
        path.startsWith(DOCKER_HUB + "/") && path.indexOf('/') == path.lastIndexOf('/');
    return new ImageReference(
        official ? DOCKER_HUB + "/library" + path.substring(DOCKER_HUB.length()) : path,
        tag,
        digest);
  }

  /**
   * A path with its registry in front.
   *
   * @param path {@code team/app}, {@code registry.example.com/team/app}; when it ends in a slash, a
   *     registry alone will do
   */
  static String withRegistry(String path) {
    int slash = path.indexOf('/');
    String first = slash < 0 ? "" : path.substring(0, slash).toLowerCase(Locale.ROOT);
    if (!isRegistry(first)) {
      return DOCKER_HUB + "/" + path;
    }
    return (NAMES_OF_DOCKER_HUB.contains(first) ? DOCKER_HUB : first) + path.substring(slash);
  }

  /** Where nothing is written behind the name, that is {@code latest}. */
  boolean hasTag(String wanted) {
    return digest.isEmpty() && (tag.isEmpty() ? wanted.equals("latest") : wanted.equals(tag));
  }

  /** As container runtimes decide it: a team's name has neither a dot nor a port. */
  private static boolean isRegistry(String first) {
    return first.contains(".") || first.contains(":") || first.equals("localhost");
  }
}
