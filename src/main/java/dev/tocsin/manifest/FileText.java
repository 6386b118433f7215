package dev.tocsin.manifest;

import java.util.ArrayList;
import java.util.List;

/** The text of a file, by lines and code points. */
final class FileText {
  private final int[] text;
  private final List<Integer> lineStarts = new ArrayList<>(List.of(0));

  FileText(String text) {
    this.text = text.codePoints().toArray();
    for (int i = 0; i < this.text.length; i++) {
      if (this.text[i] == '\n') {
        lineStarts.add(i + 1);
      }
    }
  }

  /** Where the n-th code point of a value stands, when the value begins at a mark. */
  Mark inScalar(Mark start, String value, int position) {
    int line = Math.min(start.line(), lineStarts.size());
    int offset = Math.min(lineStarts.get(line - 1) + start.column() - 1, text.length);
    return mark(new Scalar(text, offset).find(value.codePoints().toArray(), position));
  }

  private Mark mark(int offset) {
    int line = 1;
    while (line < lineStarts.size() && lineStarts.get(line) <= offset) {
      line++;
    }
    return new Mark(line, offset - lineStarts.get(line - 1) + 1);
  }
}
