package dev.tocsin.alert;

/**
 * Where an alert is in its life. Immutable: what happens gives the phase that follows. What cannot
 * happen in a phase throws {@link IllegalStateException}.
 *
 * <p>Beside its phase, an alert may have a write under way, and what it has to write: that is
 * {@link AlertState}.
 */
sealed interface Phase {
  Phase ABSENT = new Absent();
  Phase FORGOTTEN = new Forgotten();

  /** It has no object: none was made yet, or somebody deleted it. */
  record Absent() implements Phase {}

  /** It has an object, as the store had it the last time. */
  sealed interface Stored extends Phase {
    AlertRef ref();

    TriageState triage();

    /** The same with another version of the object, or another object. */
    Stored at(AlertRef ref);
  }

  /**
   * Findings count in its object.
   *
   * @param triage not {@link TriageState#CLOSED}
   */
  record Open(AlertRef ref, TriageState triage) implements Stored {
    @Override
    public Open at(AlertRef other) {
      return new Open(other, triage);
    }
  }

  /** Its user is done with it: the next finding opens the next episode. */
  record Closed(AlertRef ref) implements Stored {
    @Override
    public TriageState triage() {
      return TriageState.CLOSED;
    }

    @Override
    public Closed at(AlertRef other) {
      return new Closed(other);
    }
  }

  /** Its object is to be deleted, and it is forgotten then. */
  record Deleting(AlertRef ref, TriageState triage) implements Stored {
    @Override
    public Deleting at(AlertRef other) {
      return new Deleting(other, triage);
    }
  }

  /**
   * Its object is to be deleted, and it fired since: then a new one is made.
   *
   * @param triage not {@link TriageState#CLOSED}
   */
  record Recreating(AlertRef ref, TriageState triage) implements Stored {
    @Override
    public Recreating at(AlertRef other) {
      return new Recreating(other, triage);
    }
  }

  /** It is no longer kept. */
  record Forgotten() implements Phase {}

  /** Whether it waits for somebody: neither acknowledged nor closed, and it is to stay. */
  default boolean isUntriaged() {
    return switch (this) {
      case Absent _ -> true;
      case Open(_, TriageState triage) -> triage == TriageState.OPEN;
      case Recreating(_, TriageState triage) -> triage == TriageState.OPEN;
      case Closed _, Deleting _, Forgotten _ -> false;
    };
  }

  /** The writer made its object. */
  default Phase created(AlertRef ref) {
    return switch (this) {
      case Absent _ -> new Open(ref, TriageState.OPEN);
      // observed before the answer was here: the observation may be the newer one
      case Stored stored -> stored.ref().isSameObject(ref) ? stored : stored.at(ref);
      case Forgotten _ -> this;
    };
  }

  /** The writer wrote the status of an object, or changed nothing about one that is gone. */
  default Phase written(AlertRef ref) {
    return this instanceof Stored stored
            && stored.ref().isSameObject(ref)
            && ref.isNewerThan(stored.ref())
        ? stored.at(ref)
        : this;
  }

  /** The store has an object, of which nothing as new is known. */
  default Stored observed(AlertRef ref, TriageState triage) {
    return switch (this) {
      case Deleting(_, TriageState known) when known == triage -> new Deleting(ref, triage);
      case Recreating(_, TriageState known) when known == triage -> new Recreating(ref, triage);
      // somebody works with an alert that was to be deleted: it is kept
      case Absent _, Stored _ ->
          triage == TriageState.CLOSED ? new Closed(ref) : new Open(ref, triage);
      case Forgotten _ -> throw impossible("observed");
    };
  }

  /** The object is gone, by whomever. */
  default Phase deleted() {
    return switch (this) {
      case Deleting _, Forgotten _ -> FORGOTTEN;
      case Absent _, Open _, Closed _, Recreating _ -> ABSENT;
    };
  }

  /** The object is to be deleted: its time is over, or another alert needs its place. */
  default Phase expired() {
    return switch (this) {
      case Stored stored -> new Deleting(stored.ref(), stored.triage());
      case Absent _, Forgotten _ -> throw impossible("expired");
    };
  }

  /** A finding of its group came while the object is to be deleted. */
  default Phase firedAgain() {
    return switch (this) {
      case Deleting(AlertRef ref, TriageState triage) when triage != TriageState.CLOSED ->
          new Recreating(ref, triage);
      case Absent _, Stored _, Forgotten _ -> throw impossible("fired again");
    };
  }

  private IllegalStateException impossible(String happening) {
    return new IllegalStateException(happening + " in phase " + this);
  }
}
