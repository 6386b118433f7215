package dev.tocsin.control;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.ResourceAction;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceDeleteEvent;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceEvent;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Compares what was reconciled with what the cache holds, every few seconds, and makes up for
 * events that were lost. JOSDK loses one itself: when it has cleaned up after a deletion, it
 * forgets the object together with the event that it was created again.
 */
final class LostEvents<R extends HasMetadata> extends AbstractEventSource<Void, R> {
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  /** What is meant by an object: a new one of the same name has another uid. */
  private record Version(@Nullable String uid, @Nullable Long generation) {
    static Version of(HasMetadata object) {
      return new Version(object.getMetadata().getUid(), object.getMetadata().getGeneration());
    }
  }

  private final IndexerResourceCache<R> cache;
  private final Supplier<R> newObject;
  private final Map<ResourceID, Version> reconciled = new ConcurrentHashMap<>();
  private @Nullable ScheduledExecutorService thread;

  LostEvents(EventSourceContext<R> context, Supplier<R> newObject) {
    super(Void.class, "lost-events");
    this.cache = context.getPrimaryCache();
    this.newObject = newObject;
  }

  /**
   * Reconciles what there is now, which may be an object that was created again after the deletion
   * that JOSDK reports.
   *
   * @param remove for an object that is gone
   */
  UpdateControl<R> reconcile(
      R object,
      Context<R> context,
      BiFunction<R, Context<R>, UpdateControl<R>> take,
      Consumer<ObjectKey> remove) {
    ResourceID id = ResourceID.fromResource(object);
    if (!context.isPrimaryResourceDeleted()) {
      reconciled.put(id, Version.of(object));
      return take.apply(object, context);
    }
    reconciled.remove(id); // JOSDK forgets it after this, whether or not it is there again
    Optional<R> again = cache.get(id).map(context.getClient().getKubernetesSerialization()::clone);
    if (again.isPresent()) {
      var unused = take.apply(again.get(), context); // JOSDK forgets when to look again, too
    } else {
      remove.accept(ObjectKey.of(object));
    }
    return UpdateControl.noUpdate();
  }

  /** Whether they are two objects of the same name, or two specs of the same object. */
  static boolean differ(HasMetadata one, HasMetadata other) {
    return !Version.of(one).equals(Version.of(other));
  }

  @Override
  public synchronized void start() {
    super.start();
    ScheduledExecutorService started =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("lost-events").daemon().factory());
    var unused =
        started.scheduleWithFixedDelay(
            this::compare, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    thread = started;
  }

  private void compare() {
    cache.list().forEach(this::makeUpForAdded);
    Set.copyOf(reconciled.keySet()).forEach(this::makeUpForDeleted);
  }

  private void makeUpForAdded(R object) {
    ResourceID id = ResourceID.fromResource(object);
    if (!Version.of(object).equals(reconciled.get(id))) {
      getEventHandler().handleEvent(new ResourceEvent(ResourceAction.ADDED, id, object));
    }
  }

  private void makeUpForDeleted(ResourceID id) {
    if (cache.get(id).isEmpty()) {
      R gone = newObject.get();
      gone.getMetadata().setName(id.getName());
      gone.getMetadata().setNamespace(id.getNamespace().orElse(null));
      getEventHandler()
          .handleEvent(new ResourceDeleteEvent(ResourceAction.DELETED, id, gone, true));
    }
  }

  @Override
  public synchronized void stop() {
    super.stop();
    if (thread != null) {
      thread.shutdownNow();
      thread = null;
    }
  }

  @Override
  public Set<Void> getSecondaryResources(R primary) {
    return Set.of();
  }
}
