package dev.tocsin.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is made of a list of texts, without the interpreter. */
record TextList(ListOperand.Reading<String> list) {
  /** Empty when it is one of objects. */
  @SuppressWarnings("unchecked") // without a schema it is one of texts
  static Optional<TextList> of(ListOperand<?> list) {
    return list.elements() == null
        ? Optional.of(new TextList((ListOperand.Reading<String>) list.list()))
        : Optional.empty();
  }

  /** {@code [first, second]}. */
  static TextList of(List<TextExpression> elements) {
    return new TextList(
        context -> {
          List<String> texts = new ArrayList<>(elements.size());
          for (TextExpression element : elements) {
            texts.add(element.text(context));
          }
          return texts;
        });
  }

  ListOperand<String> operand() {
    return ListOperand.ofTexts(list);
  }

  Predicate contains(TextExpression text) {
    return context -> {
      List<String> texts = list.of(context);
      Charge.values(texts.size());
      return texts.contains(text.text(context));
    };
  }

  /** {@code list.join(separator)}. */
  TextExpression join(String separator) {
    return context -> {
      List<String> texts = list.of(context);
      long length = 0;
      for (String text : texts) {
        length += text.length() + separator.length();
      }
      Charge.text(length);
      return String.join(separator, texts);
    };
  }

  /** {@code list[index]}. */
  TextExpression at(NumberExpression index) {
    return context -> {
      List<String> texts = list.of(context);
      long at = index.number(context);
      if (at < 0 || at >= texts.size()) {
        throw new EvaluationException(
            EvaluationException.Cause.ABSENT, "Index out of bounds: " + at);
      }
      return texts.get((int) at);
    };
  }
}
