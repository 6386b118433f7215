package dev.tocsin.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.tocsin.inventory.InvalidInventoryException;
import dev.tocsin.inventory.Inventory;
import dev.tocsin.inventory.InventoryFile;
import dev.tocsin.source.proto.GetEventsResponse;
import dev.tocsin.source.proto.Process;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The recorded pods several times over, as replicas are: each copy has a name and containers of its
 * own, and is what it was copied from in all else. Events are distributed over them.
 *
 * @param times how many there are of each pod, at least 1; the first is the recorded one
 */
public record CopiedWorkloads(int times) {
  /** Of a container's id, in hexadecimal digits: what Tetragon says of it, and what is changed. */
  private static final int SAID = 31;

  private static final int KEPT = 20;
  private static final String RUNTIME = "containerd://";

  /** So many that a node has at least that many pods. */
  public static CopiedWorkloads ofAtLeast(int pods) {
    return new CopiedWorkloads(Math.max(1, Math.ceilDiv(pods, RecordedWorkloads.pods().size())));
  }

  /** Creates them, with the status that a kubelet would have given them. */
  public void create(KubernetesClient client) {
    RecordedWorkloads.create(client);
    copies().forEach(pod -> RecordedWorkloads.create(client, pod));
  }

  /** All of them, as who watches them knows them. */
  public Inventory inventory() {
    List<Pod> all = new ArrayList<>(RecordedWorkloads.pods());
    all.addAll(copies());
    try {
      return InventoryFile.read("copied pods", new ObjectMapper().writeValueAsString(all));
    } catch (InvalidInventoryException | JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Those that were not recorded. */
  List<Pod> copies() {
    List<Pod> copies = new ArrayList<>();
    for (int copy = 1; copy < times; copy++) {
      for (Pod pod : RecordedWorkloads.pods()) {
        copies.add(copied(pod, copy));
      }
    }
    return copies;
  }

  private static Pod copied(Pod pod, int copy) {
    pod.getMetadata().setName(name(pod.getMetadata().getName(), copy));
    pod.getMetadata()
        .setUid(
            UUID.nameUUIDFromBytes((pod.getMetadata().getUid() + copy).getBytes(UTF_8)).toString());
    pod.getStatus()
        .getContainerStatuses()
        .forEach(each -> each.setContainerID(identity(each.getContainerID(), copy)));
    return pod;
  }

  /** The events, each of one copy after the other; of the host's processes as they were. */
  public List<byte[]> distributed(List<byte[]> events) {
    List<byte[]> distributed = new ArrayList<>();
    for (byte[] event : events) {
      distributed.add(times == 1 ? event : copied(event, distributed.size() % times));
    }
    return distributed;
  }

  private static byte[] copied(byte[] event, int copy) {
    try {
      GetEventsResponse.Builder copied = GetEventsResponse.parseFrom(event).toBuilder();
      change(copied, copy);
      return copied.build().toByteArray();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Processes are in many places of an event: its own, parents and ancestors. */
  private static void change(Message.Builder message, int copy) {
    if (message instanceof Process.Builder process) {
      change(process, copy);
      return;
    }
    message
        .getAllFields()
        .keySet()
        .forEach(
            field -> {
              if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE || field.isMapField()) {
                return;
              }
              if (field.isRepeated()) {
                for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
                  change(message.getRepeatedFieldBuilder(field, i), copy);
                }
              } else {
                change(message.getFieldBuilder(field), copy);
              }
            });
  }

  private static void change(Process.Builder process, int copy) {
    if (process.getDocker().isEmpty()) {
      return;
    }
    process.setDocker(identity(process.getDocker(), copy));
    if (process.hasPod()) {
      process.getPodBuilder().setName(name(process.getPod().getName(), copy));
      process
          .getPodBuilder()
          .getContainerBuilder()
          .setId(identity(process.getPod().getContainer().getId(), copy));
    }
  }

  private static String name(String pod, int copy) {
    return copy == 0 ? pod : pod + "-" + copy;
  }

  /** Of another container, with or without its runtime. */
  private static String identity(String id, int copy) {
    int begin = id.startsWith(RUNTIME) ? RUNTIME.length() : 0;
    return copy == 0 || id.length() < begin + SAID
        ? id
        : id.substring(0, begin + KEPT) + "%011x".formatted(copy) + id.substring(begin + SAID);
  }
}
