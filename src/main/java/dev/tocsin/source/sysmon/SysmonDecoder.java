package dev.tocsin.source.sysmon;

import com.google.protobuf.Message;

/**
 * From a text to what it comes to. The text is a record, {@code <Event>...</Event>}, alone or as
 * the message of a line of syslog.
 *
 * <p>Not thread safe: one for each thread.
 */
public final class SysmonDecoder {
  /** The longest text that is looked at, in characters: several times a long command line. */
  public static final int MAX_LENGTH = 256 << 10;

  private static final String BEGIN = "<Event";
  private static final String END = "</Event>";
  private static final String PROVIDER = "Linux-Sysmon";
  private static final String PROCESS_CREATION = "1";

  private final SysmonXml xml = new SysmonXml();

  /** Never throws, whatever the text is. */
  public Decoded decode(String text) {
    if (text.length() > MAX_LENGTH) {
      return new Decoded.Broken("longer than " + MAX_LENGTH + " characters");
    }
    SyslogLine line = SyslogLine.parse(text);
    int begin = begin(line.message(), 0);
    if (begin < 0) {
      return Decoded.Ignored.NO_RECORD;
    }
    int end = line.message().lastIndexOf(END);
    if (end < begin) {
      return new Decoded.Broken("the record is cut off: it has no " + END);
    }
    try {
      String record = line.message().substring(begin, end + END.length());
      return decode(line.hasHeader() ? RecordText.withControls(record) : record, line.host());
    } catch (MalformedRecordException e) {
      return new Decoded.Broken(String.valueOf(e.getMessage()));
    }
  }

  private Decoded decode(String record, String sender) throws MalformedRecordException {
    SysmonRecord parsed = xml.parse(RecordText.repaired(record));
    if (!parsed.system("Provider").equals(PROVIDER)) {
      return Decoded.Ignored.NO_RECORD;
    }
    if (!parsed.system("EventID").equals(PROCESS_CREATION)) {
      return Decoded.Ignored.OTHER_EVENT;
    }
    String host = parsed.system("Computer").isEmpty() ? sender : parsed.system("Computer");
    Message message = ProcessCreation.of(parsed, host);
    return new Decoded.Execution(message.toByteArray(), host);
  }

  /** Where a record begins, from an index on; -1 where none does. */
  public static int begin(String text, int from) {
    int begin = text.indexOf(BEGIN, from);
    while (begin >= 0) {
      int after = begin + BEGIN.length();
      if (after < text.length() && (text.charAt(after) == '>' || text.charAt(after) <= ' ')) {
        return begin;
      }
      begin = text.indexOf(BEGIN, after);
    }
    return -1;
  }

  /** The index after the record that begins there; -1 where it does not end. */
  public static int end(String text, int begin) {
    int end = text.indexOf(END, begin);
    return end < 0 ? -1 : end + END.length();
  }
}
