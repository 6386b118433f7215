package dev.tocsin.source;

import java.util.Arrays;
import java.util.Map;

/** What an input is, by its first bytes: names and extensions do not matter. */
enum InputForm {
  /** Protobuf messages, each after its length. */
  DELIMITED(""),
  TEXT(""),
  UTF_16("text in UTF-16, as PowerShell writes; convert it: iconv -f UTF-16 -t UTF-8"),
  UTF_32("text in UTF-32; convert it: iconv -f UTF-32 -t UTF-8"),
  ZSTD("packed with zstd; unpack it first: zstd -dc"),
  XZ("packed with xz; unpack it first: xz -dc"),
  BZIP2("packed with bzip2; unpack it first: bzip2 -dc"),
  ZIP("a ZIP archive; unpack it first: unzip -p"),
  TAR("a tar archive; unpack it first: tar -xf");

  /** How many bytes are looked at, where there are as many. */
  static final int SAMPLE = 4096;

  private static final int CONTROLS_READ = 16;
  private static final long MAX_MESSAGE = 64 << 20;

  /** Beginnings, each as Latin-1. */
  private static final Map<InputForm, String> MAGIC =
      Map.of(
          ZSTD, "(\u00b5/\u00fd",
          XZ, "\u00fd7zXZ",
          BZIP2, "BZh",
          ZIP, "PK\u0003\u0004",
          UTF_32, "\u00ff\u00fe\0\0");

  private static final int TAR_AT = 257;
  private static final byte[] USTAR = {'u', 's', 't', 'a', 'r'};

  private final String refusal;

  InputForm(String refusal) {
    this.refusal = refusal;
  }

  /** What it is and what to do; empty where it is read. */
  String refusal() {
    return refusal;
  }

  /**
   * @param sample the first bytes, at most {@link #SAMPLE}
   */
  static InputForm of(byte[] sample) {
    if (isDelimited(sample)) {
      return DELIMITED;
    }
    for (Map.Entry<InputForm, String> each : MAGIC.entrySet()) {
      if (beginsWith(sample, each.getValue())) {
        return each.getKey();
      }
    }
    if (sample.length >= TAR_AT + USTAR.length
        && Arrays.equals(sample, TAR_AT, TAR_AT + USTAR.length, USTAR, 0, USTAR.length)) {
      return TAR;
    }
    if (isUtf16(sample)) {
      return UTF_16;
    }
    return isText(sample) ? TEXT : DELIMITED;
  }

  private static boolean beginsWith(byte[] sample, String magic) {
    if (sample.length < magic.length()) {
      return false;
    }
    for (int i = 0; i < magic.length(); i++) {
      if ((sample[i] & 0xff) != magic.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** With a byte order mark, or with a NUL as every other byte. */
  private static boolean isUtf16(byte[] sample) {
    if (beginsWith(sample, "\u00ff\u00fe") || beginsWith(sample, "\u00fe\u00ff")) {
      return true;
    }
    return sample.length >= 4
        && ((sample[0] == 0 && sample[2] == 0 && sample[1] != 0 && sample[3] != 0)
            || (sample[1] == 0 && sample[3] == 0 && sample[0] != 0 && sample[2] != 0));
  }

  /**
   * Whether a message can begin with these bytes: after its length come whole fields. A text can
   * look like one by chance, but has no control characters; a message has some.
   */
  private static boolean isDelimited(byte[] sample) {
    Varints at = new Varints(sample);
    long length = at.next();
    if (length <= 0 || length > MAX_MESSAGE || !hasControls(sample, sample.length)) {
      return false;
    }
    long end = at.position() + length;
    boolean first = true;
    while (at.position() < Math.min(end, sample.length)) {
      long tag = at.next();
      if (tag == Varints.CUT) {
        return true;
      }
      int wire = (int) (tag & 7);
      if (tag >>> 3 == 0 || (first && wire != 2)) {
        return false;
      }
      first = false;
      long size =
          switch (wire) {
            case 0 -> at.next() == Varints.CUT ? 0 : 0;
            case 1 -> 8;
            case 2 -> at.next();
            case 5 -> 4;
            default -> -2;
          };
      if (size == Varints.CUT) {
        return true;
      }
      if (size < 0 || at.position() + size > end) {
        return false;
      }
      at.skip(size);
    }
    return true;
  }

  private static boolean isText(byte[] sample) {
    return !hasControls(sample, Math.min(sample.length, CONTROLS_READ));
  }

  private static boolean hasControls(byte[] sample, int length) {
    for (int i = 0; i < length; i++) {
      byte b = sample[i];
      if (b >= 0 && b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != 0x1b && b != 0x1e) {
        return true;
      }
    }
    return false;
  }
}
