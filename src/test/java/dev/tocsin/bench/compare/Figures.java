package dev.tocsin.bench.compare;

import java.io.IOException;
import java.util.Map;

/** Something that is measured of a revision. */
interface Figures extends AutoCloseable {
  /** One round: the CPU time of each thing, in seconds, by its name. */
  Map<String, Double> of(Revision revision) throws IOException;

  @Override
  default void close() {}
}
