package dev.tocsin.engine.compile;

import dev.tocsin.engine.index.IndexCondition;
import dev.tocsin.engine.index.IndexedField;
import dev.tocsin.language.ast.ExpressionNode;
import dev.tocsin.language.text.RequiredTexts;
import java.util.Collection;
import java.util.List;

/**
 * A text of the index that an expression asks something of, and what an event must have for the
 * answer to be anything but no.
 *
 * @param lowered whether it is asked of the text in small letters
 * @param part whether it is asked of a part of the text: of what a pattern finds in it, or of one
 *     of the arguments
 */
record AskedText(IndexedField field, boolean lowered, boolean part) implements Asked {
  /** One that stands in an argument of one of all programs, or is several of them joined. */
  static final AskedText ARGUMENT = new AskedText(IndexedField.COMMAND_ARGUMENTS, false, true);

  /** What the index has not as it stands is looked for as a part of it. */
  @Override
  public Sides isOneOf(Collection<String> values) {
    return Sides.notWithout(part ? having(values) : whole(field, values));
  }

  @Override
  public Sides question(ExpressionNode.TextTest.Test test, String constant) {
    return Sides.notWithout(
        switch (test) {
          case STARTS_WITH -> startsWith(constant);
          case ENDS_WITH -> endsWith(constant);
          case CONTAINS -> having(List.of(constant));
          case MATCHES -> matches(constant);
        });
  }

  /** The field, one of the index that follows from this, is one of the values. */
  private IndexCondition whole(IndexedField other, Collection<String> values) {
    return lowered
        ? IndexCondition.ofSmallLetters(other, values)
        : IndexCondition.of(other, values);
  }

  @Override
  public AskedText inSmallLetters() {
    return new AskedText(field, true, part);
  }

  @Override
  public AskedText found() {
    return new AskedText(field, lowered, true);
  }

  /** A path that begins with {@code /a/b} has the first folder {@code /a/}. */
  private IndexCondition startsWith(String prefix) {
    IndexedField folder =
        switch (field) {
          case PROCESS_BINARY -> IndexedField.PROCESS_FOLDER;
          case FILE_PATH -> IndexedField.FILE_FOLDER;
          case COMMAND_PATH -> IndexedField.COMMAND_FOLDER;
          default -> null;
        };
    return part || lowered || folder == null || prefix.indexOf('/', 1) < 0
        ? having(List.of(prefix))
        : whole(folder, List.of(prefix.substring(0, prefix.indexOf('/', 1) + 1)));
  }

  /** A path that ends with {@code /a/b} has the base name {@code b}. */
  private IndexCondition endsWith(String suffix) {
    IndexedField name =
        switch (field) {
          case PROCESS_BINARY -> IndexedField.PROCESS_NAME;
          case PARENT_BINARY -> IndexedField.PARENT_NAME;
          case FILE_PATH -> IndexedField.FILE_NAME;
          default -> null;
        };
    return part || name == null || suffix.indexOf('/') < 0
        ? having(List.of(suffix))
        : whole(name, List.of(suffix.substring(suffix.lastIndexOf('/') + 1)));
  }

  private IndexCondition matches(String pattern) {
    RequiredTexts required = RequiredTexts.of(pattern).orElse(null);
    return required == null
        ? IndexCondition.ALWAYS
        : IndexCondition.searching(field, required.texts(), lowered || required.ignoreCase());
  }

  /** One of the texts stands somewhere in it. */
  private IndexCondition having(Collection<String> texts) {
    return IndexCondition.searching(field, texts, lowered);
  }
}
