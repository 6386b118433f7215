package dev.tocsin.source;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.tocsin.event.EventKind;
import dev.tocsin.source.sysmon.Decoded;
import dev.tocsin.source.sysmon.SysmonDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Events in a text, as people have it: Tetragon's (or Isovalent's) JSON, one object a line, several
 * in a line, one over several lines, or in an array; records of Sysmon for Linux; each bare, after
 * what a log collector writes before a line ({@link LinePrefix}), or inside of its JSON ({@link
 * WrappedJson}). The forms may be mixed, and lines of other programs may stand in between.
 */
final class TextEvents implements EntryReader {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  /** What only stands in an event: a line with it that is not read is no line of a log. */
  private static final Pattern OF_AN_EVENT =
      Pattern.compile(
          Arrays.stream(EventKind.values())
              .filter(EventKind::isOnTheWire)
              .map(EventKind::wireName)
              .collect(Collectors.joining("|", "(", ")\\\\*\"|\"exec_id\\\\*\"")));

  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[\\d;]{0,16}m");
  private static final int SHOWN = 40;

  /** How deep lines may stand in lines: Splunk's record of Docker's line of CRI's line. */
  private static final int MAX_DEPTH = 6;

  private final String name;
  private final Lines lines;
  private final SysmonDecoder decoder = new SysmonDecoder();
  private final Fragments fragments = new Fragments();
  private final Queue<Entry> found = new ArrayDeque<>();
  private @Nullable OpenPiece open;
  private boolean ended;

  TextEvents(String name, InputStream stream) {
    this.name = name;
    this.lines = new Lines(stream);
  }

  @Override
  public @Nullable Entry read() {
    while (found.isEmpty() && !ended) {
      try {
        String line = lines.next();
        if (line == null) {
          end();
        } else {
          take(line, Position.line(name, lines.number()));
        }
      } catch (IOException e) {
        end();
        found.add(
            new Entry.Defect(
                "cannot be read on: " + e.getMessage(), Position.line(name, lines.number())));
      }
    }
    return found.poll();
  }

  private void end() {
    ended = true;
    if (open != null) {
      giveUp(open);
    }
    for (Fragments.Fragment each = fragments.takeAny(); each != null; each = fragments.takeAny()) {
      found.add(new Entry.Defect("the line is cut off", each.begin()));
    }
  }

  private void take(String line, Position position) {
    if (lines.cut()) {
      if (open != null) {
        giveUp(open);
      }
      found.add(
          new Entry.Defect(
              "the line is longer than 64 MiB; write one object a line, as with jq -c '.[]'",
              position));
      return;
    }
    int at = 0;
    OpenPiece piece = open;
    if (piece != null && piece.isCutOffBy(line)) {
      giveUp(piece);
    } else if (piece != null) {
      at = piece.add(line);
      if (at < 0) {
        if (piece.isTooLong()) {
          giveUp(piece);
        }
        return;
      }
      open = null;
      if (piece.isJson()) {
        object(piece.text(), piece.begin(), 0);
      } else {
        record(piece.text(), piece.begin());
      }
    }
    String text = line.indexOf('\u001b') < 0 ? line : withoutColour(line);
    scan(text.substring(at), new Place(position, 0, "", false));
  }

  /** As {@code kubectl logs} of a terminal has it. In a record of Sysmon it is what was typed. */
  private static String withoutColour(String line) {
    return SysmonDecoder.begin(line, 0) >= 0 ? line : COLOUR.matcher(line).replaceAll("");
  }

  private void giveUp(OpenPiece piece) {
    open = null;
    if (!piece.isJson()) {
      record(piece.text(), piece.begin());
    } else {
      found.add(
          new Entry.Defect(
              piece.isTooLong()
                  ? "a JSON object of more than "
                      + OpenPiece.MAX_LENGTH
                      + " characters over several lines; take the events out of it, as with jq -c"
                  : "the JSON object is cut off",
              piece.begin()));
    }
  }

  /**
   * Where a text comes from.
   *
   * @param depth 0 for a line of the input, more for what stands in something else
   * @param stream of the container, where a line of it may be in parts
   * @param goesOn whether the next text of the stream may be the rest of this one
   */
  private record Place(Position position, int depth, String stream, boolean goesOn) {}

  /** Whether there was an event in the text, or something broken, or the beginning of either. */
  private boolean scan(String text, Place place) {
    boolean any = false;
    boolean events = false;
    int at = Separators.skip(text, 0);
    while (at < text.length()) {
      if (Separators.opensObject(text, at)) {
        JsonExtent extent = new JsonExtent();
        int end = extent.end(text, at);
        if (end < 0) {
          return cut(text.substring(at), extent, place);
        }
        boolean event = object(text.substring(at, end), place.position(), place.depth());
        events |= event;
        any = true;
        at = Separators.skip(text, end);
        continue;
      }
      LinePrefix prefix = any ? null : LinePrefix.of(text, at);
      if (prefix != null && !prefix.stream().isEmpty()) {
        return fragment(prefix, text.substring(prefix.end()), place);
      }
      if (prefix != null) {
        at = prefix.end();
        continue;
      }
      int begin = SysmonDecoder.begin(text, at);
      if (begin < 0) {
        return rest(text.substring(at), events, place);
      }
      int end = SysmonDecoder.end(text, begin);
      if (end < 0 && place.depth() == 0) {
        open = OpenPiece.record(place.position(), text.substring(at));
        return true;
      }
      record(text.substring(at, end < 0 ? text.length() : end), place.position());
      any = true;
      events = true;
      at = end < 0 ? text.length() : Separators.skip(text, end);
    }
    return events;
  }

  /** What stands behind all that could be read. */
  private boolean rest(String rest, boolean events, Place place) {
    if (OF_AN_EVENT.matcher(rest).find()) {
      found.add(
          new Entry.Defect(
              "an event in a form that is not read, in '"
                  + shown(rest)
                  + "'; write one JSON object a line, without anything before it",
              place.position()));
      return true;
    }
    if (place.depth() == 0) {
      found.add(new Entry.Ignored(Entry.Ignored.Kind.LOG_LINE, place.position()));
    }
    return events;
  }

  private static String shown(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }

  /** The text ends within an object. */
  private boolean cut(String text, JsonExtent extent, Place place) {
    if (place.depth() == 0 && !extent.quoted()) {
      open = OpenPiece.json(place.position(), text, extent);
    } else if (!place.goesOn() || !fragments.add(place.stream(), text, place.position())) {
      found.add(new Entry.Defect("the JSON object is cut off", place.position()));
    }
    return true;
  }

  /** A line, or a part of one, that a container runtime wrote down. */
  private boolean fragment(LinePrefix prefix, String text, Place place) {
    if (prefix.partial()) {
      if (!fragments.add(prefix.stream(), text, place.position())) {
        fragments.take(prefix.stream());
        found.add(new Entry.Defect("the parts of a line are too long", place.position()));
      }
      return true;
    }
    Fragments.Fragment begun = fragments.take(prefix.stream());
    String whole = begun == null ? text : begun.text() + text;
    Position position = begun == null ? place.position() : begun.begin();
    boolean events = scan(whole, new Place(position, place.depth() + 1, "", false));
    if (!events && place.depth() == 0) {
      found.add(new Entry.Ignored(Entry.Ignored.Kind.LOG_LINE, position));
    }
    return true;
  }

  /** Whether it is an event, has one inside, or is broken. */
  private boolean object(String json, Position position, int depth) {
    if (JsonEvents.beginsAsEvent(json)) {
      try {
        found.add(new Entry.Message(JsonEvents.encode(json), position));
        return true;
      } catch (InvalidProtocolBufferException e) {
        // read below, value by value, if it is JSON at all
      }
    }
    JsonNode node;
    try {
      node = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      found.add(
          new Entry.Defect(
              "no event in Tetragon's JSON form: " + e.getOriginalMessage(), position));
      return true;
    }
    Inside inside = new Inside(position, depth);
    if (new WrappedJson(inside).search(node)) {
      return inside.events;
    }
    if (depth == 0) {
      found.add(new Entry.Ignored(Entry.Ignored.Kind.OTHER_JSON, position));
    }
    return false;
  }

  private final class Inside implements WrappedJson.Receiver {
    private final Position position;
    private final int depth;
    private boolean events;

    Inside(Position position, int depth) {
      this.position = position;
      this.depth = depth;
    }

    @Override
    public void event(JsonNode event) {
      events = true;
      OddEvent odd = new OddEvent();
      try {
        found.add(new Entry.Message(odd.read(event).toByteArray(), position));
        for (int i = 0; i < odd.leftOut(); i++) {
          found.add(new Entry.Ignored(Entry.Ignored.Kind.ODD_FIELD, position));
        }
      } catch (InvalidProtocolBufferException e) {
        found.add(
            new Entry.Defect("no event in Tetragon's JSON form: " + e.getMessage(), position));
      }
    }

    @Override
    public boolean line(String text, String stream) {
      boolean goesOn = !text.endsWith("\n");
      Fragments.Fragment begun = fragments.take(stream);
      if (begun == null) {
        return scanned(text, new Place(position, depth + 1, stream, goesOn));
      }
      if (JsonEvents.beginsAsEvent(text)) {
        found.add(new Entry.Defect("the JSON object is cut off", begun.begin()));
        return scanned(text, new Place(position, depth + 1, stream, goesOn));
      }
      return scanned(begun.text() + text, new Place(begun.begin(), depth + 1, stream, goesOn));
    }

    private boolean scanned(String text, Place place) {
      boolean result = place.depth() <= MAX_DEPTH && scan(text, place);
      events |= result;
      return result;
    }

    @Override
    public void noEvent() {
      found.add(new Entry.Ignored(Entry.Ignored.Kind.LOG_LINE, position));
    }
  }

  private void record(String text, Position position) {
    found.add(
        switch (decoder.decode(text)) {
          case Decoded.Execution execution -> new Entry.Message(execution.message(), position);
          case Decoded.Ignored ignored ->
              new Entry.Ignored(Entry.Ignored.Kind.OTHER_RECORD, position);
          case Decoded.Broken broken ->
              new Entry.Defect("no record of Sysmon: " + broken.reason(), position);
        });
  }
}
