package dev.tocsin.kubelet;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.DownwardAPIProjection;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceAccountTokenProjection;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The volumes of a pod as folders of this machine. */
final class PodVolumes {
  private final PodManifest manifest;
  private final KubernetesClient client;
  private final Path folder;
  private final Path host;

  /** ConfigMaps that may come later than the pod, and where they go. */
  private final Map<String, Path> awaited = new LinkedHashMap<>();

  /**
   * @param folder of this pod, for what is made here
   * @param host the root of the node's files
   */
  PodVolumes(PodManifest manifest, KubernetesClient client, Path folder, Path host) {
    this.manifest = manifest;
    this.client = client;
    this.folder = folder;
    this.host = host;
  }

  /** Folder of this machine to where it is in the container, outer ones first. */
  Map<Path, String> mount() throws IOException {
    Map<String, Path> folders = new LinkedHashMap<>();
    for (Volume volume : manifest.pod().getSpec().getVolumes()) {
      folders.put(volume.getName(), folderOf(volume));
    }
    Map<Path, String> mounts = new LinkedHashMap<>();
    List<VolumeMount> sorted = new ArrayList<>(manifest.container().getVolumeMounts());
    sorted.sort((a, b) -> a.getMountPath().compareTo(b.getMountPath()));
    for (VolumeMount each : sorted) {
      mounts.put(Objects.requireNonNull(folders.get(each.getName())), each.getMountPath());
    }
    return mounts;
  }

  private Path folderOf(Volume volume) throws IOException {
    if (volume.getHostPath() != null) {
      return Files.createDirectories(host.resolve(volume.getHostPath().getPath().substring(1)));
    }
    Path made = Files.createDirectories(folder.resolve("volumes").resolve(volume.getName()));
    if (volume.getEmptyDir() != null) {
      Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxrwxrwx"));
    } else if (volume.getConfigMap() != null) {
      awaited.put(volume.getConfigMap().getName(), made);
    } else if (volume.getProjected() != null) {
      for (VolumeProjection source : volume.getProjected().getSources()) {
        project(source, made);
      }
    } else {
      throw new UnsupportedOperationException("volume " + volume);
    }
    refresh();
    return made;
  }

  private void project(VolumeProjection source, Path made) throws IOException {
    if (source.getServiceAccountToken() != null) {
      writeToken(source.getServiceAccountToken(), made);
    } else if (source.getConfigMap() != null) {
      awaited.put(source.getConfigMap().getName(), made);
    } else if (source.getDownwardAPI() != null) {
      writeFields(source.getDownwardAPI(), made);
    } else {
      throw new UnsupportedOperationException("projection " + source);
    }
  }

  private void writeToken(ServiceAccountTokenProjection wanted, Path made) throws IOException {
    Pod pod = manifest.pod();
    TokenRequest request =
        new TokenRequestBuilder()
            .withNewSpec()
            .withAudiences(wanted.getAudience() == null ? List.of() : List.of(wanted.getAudience()))
            .withExpirationSeconds(wanted.getExpirationSeconds())
            .withNewBoundObjectRef("v1", "Pod", pod.getMetadata().getName(), uid(pod))
            .endSpec()
            .build();
    String token =
        client
            .serviceAccounts()
            .inNamespace(pod.getMetadata().getNamespace())
            .withName(pod.getSpec().getServiceAccountName())
            .tokenRequest(request)
            .getStatus()
            .getToken();
    Path file = Files.writeString(made.resolve(wanted.getPath()), token);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.setAttribute(file, "unix:uid", (int) manifest.user());
  }

  private static String uid(Pod pod) {
    return pod.getMetadata().getUid();
  }

  private void writeFields(DownwardAPIProjection fields, Path made) throws IOException {
    for (var item : fields.getItems()) {
      Files.writeString(
          made.resolve(item.getPath()), manifest.field(item.getFieldRef().getFieldPath()));
    }
  }

  /** Writes the ConfigMaps that have come. */
  void refresh() throws IOException {
    for (String name : List.copyOf(awaited.keySet())) {
      ConfigMap map =
          client
              .configMaps()
              .inNamespace(manifest.pod().getMetadata().getNamespace())
              .withName(name)
              .get();
      if (map != null) {
        Path made = Objects.requireNonNull(awaited.remove(name));
        for (Map.Entry<String, String> file : map.getData().entrySet()) {
          Files.writeString(made.resolve(file.getKey()), file.getValue());
        }
      }
    }
  }
}
