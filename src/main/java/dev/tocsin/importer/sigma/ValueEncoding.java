package dev.tocsin.importer.sigma;

import dev.tocsin.importer.NotConvertibleException;
import dev.tocsin.importer.sigma.SigmaText.Piece;
import dev.tocsin.importer.sigma.SigmaText.Plain;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What modifiers make of a value before it is compared. One value can become several. */
final class ValueEncoding {
  private static final Pattern PLACEHOLDER = Pattern.compile("%([A-Za-z0-9_.-]+)%");
  private static final int MOST = 4096;
  private static final int[] START = {0, 2, 3};
  private static final int[] END = {0, 3, 2};

  private final Map<String, List<String>> lists;
  private final FieldKey key;

  /**
   * @param lists what placeholders stand for
   */
  ValueEncoding(Map<String, List<String>> lists, FieldKey key) {
    this.lists = lists;
    this.key = key;
  }

  /**
   * @param encodings in the order written
   */
  List<SigmaText> of(String text, List<String> encodings) throws NotConvertibleException {
    List<SigmaText> values = List.of(SigmaText.parse(text));
    byte[] bytes = {};
    for (String each : encodings) {
      if (bytes.length > 0 && !each.startsWith("base64")) {
        throw refused("'" + each + "' after an encoding that is no text: 'base64' is missing");
      }
      switch (each) {
        case "expand" -> values = expanded(values);
        case "windash" -> values = values.stream().map(SigmaText::withDashes).toList();
        case "contains" ->
            values = values.stream().map(v -> v.openedAtStart().openedAtEnd()).toList();
        case "startswith" -> values = values.stream().map(SigmaText::openedAtEnd).toList();
        case "endswith" -> values = values.stream().map(SigmaText::openedAtStart).toList();
        case "wide", "utf16le" -> bytes = single(values, each).getBytes(StandardCharsets.UTF_16LE);
        case "utf16be" -> bytes = single(values, each).getBytes(StandardCharsets.UTF_16BE);
        case "utf16" ->
            bytes = ("\uFEFF" + single(values, each)).getBytes(StandardCharsets.UTF_16LE);
        case "base64" -> {
          values = encoded(values, bytes, each);
          bytes = new byte[0];
        }
        case "base64offset" -> {
          values = shifted(values, bytes, each);
          bytes = new byte[0];
        }
        default -> throw refused("unknown modifier '" + each + "'");
      }
    }
    if (bytes.length > 0) {
      throw refused("an encoding with zero bytes, which no argument can have");
    }
    return values;
  }

  private String single(List<SigmaText> values, String modifier) throws NotConvertibleException {
    if (values.size() != 1) {
      throw refused("'" + modifier + "' of several values");
    }
    return plain(values.getFirst(), modifier);
  }

  private String plain(SigmaText value, String modifier) throws NotConvertibleException {
    if (!value.isPlain()) {
      throw refused("'" + modifier + "' of a value with wildcards");
    }
    return value.text();
  }

  private List<SigmaText> encoded(List<SigmaText> values, byte[] bytes, String modifier)
      throws NotConvertibleException {
    List<SigmaText> encoded = new ArrayList<>();
    for (byte[] each : bytesOf(values, bytes, modifier)) {
      encoded.add(SigmaText.plain(base64(each)));
    }
    return encoded;
  }

  /** What the value looks like behind 0, 1 and 2 other bytes, without what those decide. */
  private List<SigmaText> shifted(List<SigmaText> values, byte[] bytes, String modifier)
      throws NotConvertibleException {
    List<SigmaText> shifted = new ArrayList<>();
    for (byte[] each : bytesOf(values, bytes, modifier)) {
      for (int offset = 0; offset < START.length; offset++) {
        byte[] moved = new byte[offset + each.length];
        System.arraycopy(each, 0, moved, offset, each.length);
        String text = base64(moved);
        int end = text.length() - END[(each.length + offset) % END.length];
        if (START[offset] >= end) {
          throw refused("'base64offset' of a value that is too short");
        }
        shifted.add(SigmaText.plain(text.substring(START[offset], end)));
      }
    }
    return shifted;
  }

  private List<byte[]> bytesOf(List<SigmaText> values, byte[] bytes, String modifier)
      throws NotConvertibleException {
    if (bytes.length > 0) {
      return List.of(bytes);
    }
    List<byte[]> all = new ArrayList<>();
    Charset utf8 = StandardCharsets.UTF_8;
    for (SigmaText each : values) {
      all.add(plain(each, modifier).getBytes(utf8));
    }
    return all;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private List<SigmaText> expanded(List<SigmaText> values) throws NotConvertibleException {
    List<SigmaText> expanded = new ArrayList<>();
    for (SigmaText each : values) {
      List<List<Piece>> made = new ArrayList<>(List.of(List.of()));
      for (Piece piece : each.pieces()) {
        made =
            piece instanceof Plain plain ? filled(made, plain.text()) : with(made, List.of(piece));
      }
      made.forEach(pieces -> expanded.add(new SigmaText(pieces)));
    }
    return expanded;
  }

  private List<List<Piece>> filled(List<List<Piece>> before, String text)
      throws NotConvertibleException {
    List<List<Piece>> made = before;
    Matcher matcher = PLACEHOLDER.matcher(text);
    int from = 0;
    while (matcher.find()) {
      List<String> list = lists.get(matcher.group(1));
      if (list == null) {
        throw refused(
            "the list '"
                + matcher.group(1)
                + "' is not given: --list "
                + matcher.group(1)
                + "=FILE");
      }
      made = withText(made, List.of(text.substring(from, matcher.start())));
      made = withText(made, list);
      from = matcher.end();
    }
    return withText(made, List.of(text.substring(from)));
  }

  private List<List<Piece>> withText(List<List<Piece>> before, List<String> texts)
      throws NotConvertibleException {
    List<Piece> pieces = new ArrayList<>();
    texts.forEach(each -> pieces.add(new Plain(each)));
    return with(before, pieces);
  }

  /** Each of some beginnings with each of some pieces behind it. */
  private List<List<Piece>> with(List<List<Piece>> before, List<Piece> pieces)
      throws NotConvertibleException {
    if ((long) before.size() * pieces.size() > MOST) {
      throw refused("'expand' makes more than " + MOST + " values");
    }
    List<List<Piece>> made = new ArrayList<>();
    for (List<Piece> beginning : before) {
      for (Piece piece : pieces) {
        List<Piece> longer = new ArrayList<>(beginning);
        longer.add(piece);
        made.add(longer);
      }
    }
    return made;
  }

  private NotConvertibleException refused(String reason) {
    String field = key.field().isEmpty() ? "keywords" : key.field();
    return new NotConvertibleException(key.line(), field + ": " + reason);
  }
}
