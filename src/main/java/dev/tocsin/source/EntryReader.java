package dev.tocsin.source;

import org.jspecify.annotations.Nullable;

/** Takes one form of recording apart. */
interface EntryReader {

  /** The next piece; null at the end of the input, which a broken input has early. */
  @Nullable Entry read();
}
