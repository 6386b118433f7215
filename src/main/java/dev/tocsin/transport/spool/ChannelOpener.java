package dev.tocsin.transport.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/** Opens files: the place where a test makes a disk fail. */
interface ChannelOpener {
  FileChannel open(Path file, OpenOption... options) throws IOException;
}
