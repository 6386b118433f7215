package dev.tocsin.kubernetes;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.Context;
import io.fabric8.kubernetes.api.model.NamedAuthInfo;
import io.fabric8.kubernetes.api.model.NamedCluster;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.api.model.NamedExtension;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the files of a kubeconfig say: for each name, what the first file with it says. */
final class Kubeconfig {
  static {
    leaveOutExtensions();
  }

  /** What other tools keep in a kubeconfig. */
  @JsonIgnoreProperties("extension")
  private interface Unread {}

  private record Source(Path path, Config content) {}

  /** A user, and the file that has it, which relative paths are relative to. */
  record User(Path file, AuthInfo info) {}

  private final List<Source> files;
  private final String contextName;
  private final Context context;

  private Kubeconfig(List<Source> files, String contextName, Context context) {
    this.files = files;
    this.contextName = contextName;
    this.context = context;
  }

  /** An extension can be an object of any kind: to read one, Fabric8 looks for all its kinds. */
  @SuppressWarnings("deprecation") // no other way to what Fabric8 reads a kubeconfig with
  private static void leaveOutExtensions() {
    Serialization.jsonMapper().addMixIn(NamedExtension.class, Unread.class);
  }

  /**
   * Empty when there is no file, or no context in them.
   *
   * @param names of files, of which some may be missing
   * @param context {@code null} for the current one
   * @throws UnusableClusterException when a file cannot be read, or has no such context
   */
  static Optional<Kubeconfig> read(Collection<String> names, @Nullable String context) {
    List<Source> files =
        names.stream()
            .filter(name -> !name.isEmpty() && new File(name).isFile())
            .map(Path::of)
            .flatMap(Kubeconfig::source)
            .toList();
    String wanted =
        context != null
            ? context
            : files.stream()
                .map(each -> Objects.requireNonNullElse(each.content().getCurrentContext(), ""))
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse("");
    Optional<Context> found =
        first(files, Config::getContexts, NamedContext::getName, wanted)
            .map(NamedContext::getContext);
    if (found.isEmpty() && !wanted.isEmpty()) {
      throw new UnusableClusterException("the kubeconfig has no context " + wanted);
    }
    return found.map(each -> new Kubeconfig(files, wanted, each));
  }

  /** Nothing for an empty file. */
  private static Stream<Source> source(Path path) {
    try (InputStream content = Files.newInputStream(path)) {
      Config config = Serialization.unmarshal(content, Config.class);
      return config == null ? Stream.empty() : Stream.of(new Source(path, config));
    } catch (IOException e) {
      throw new UnusableClusterException(path + ": cannot be read: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      // what the parser says may quote a key or a token
      throw new UnusableClusterException(path + ": is no kubeconfig", e);
    }
  }

  private static <T> Optional<T> first(
      List<Source> files,
      Function<Config, @Nullable List<T>> list,
      Function<T, @Nullable String> name,
      String wanted) {
    return files.stream()
        .flatMap(
            each -> Objects.requireNonNullElse(list.apply(each.content()), List.<T>of()).stream())
        .filter(each -> wanted.equals(name.apply(each)))
        .findFirst();
  }

  String context() {
    return contextName;
  }

  /**
   * @throws UnusableClusterException when the context names none, or one that is not there
   */
  Cluster cluster() {
    String name = Objects.requireNonNullElse(context.getCluster(), "");
    return first(files, Config::getClusters, NamedCluster::getName, name)
        .map(NamedCluster::getCluster)
        .filter(each -> each.getServer() != null && !each.getServer().isEmpty())
        .orElseThrow(() -> missing("cluster", name));
  }

  /**
   * Empty for a context that names no user.
   *
   * @throws UnusableClusterException when it names one that is not there
   */
  Optional<User> user() {
    String name = Objects.requireNonNullElse(context.getUser(), "");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    for (Source file : files) {
      Optional<AuthInfo> found =
          first(List.of(file), Config::getUsers, NamedAuthInfo::getName, name)
              .map(NamedAuthInfo::getUser);
      if (found.isPresent()) {
        return Optional.of(new User(file.path(), found.get()));
      }
    }
    throw missing("user", name);
  }

  private UnusableClusterException missing(String kind, String name) {
    return new UnusableClusterException(
        "the kubeconfig's context "
            + contextName
            + " names the "
            + kind
            + " \""
            + name
            + "\", and there is none");
  }
}
