package dev.tocsin.doctor;

import java.util.List;

/** Looks at one thing. What it cannot look at is a diagnosis too, not an exception. */
@FunctionalInterface
public interface Examination {
  List<Diagnosis> examine() throws InterruptedException;
}
