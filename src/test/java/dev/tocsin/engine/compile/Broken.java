package dev.tocsin.engine.compile;

import dev.tocsin.engine.compile.CompiledPolicy.CompiledExceptionRule;
import dev.tocsin.engine.compile.CompiledPolicy.CompiledStep;
import dev.tocsin.engine.compile.CompiledPolicy.CompiledWindow;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.language.PlaceCondition;
import dev.tocsin.language.Predicate;
import dev.tocsin.language.TextExpression;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Compiled policies in which one place throws what no expression should. */
public enum Broken {
  PLACE {
    @Override
    CompiledPolicy in(CompiledPolicy sound, Predicate test, TextExpression text) {
      return new CompiledPolicy(
          sound.policy(),
          sound.conditions(),
          new PlaceCondition(List.of(test)),
          sound.match(),
          sound.exceptions(),
          sound.window(),
          sound.alertGroup(),
          sound.message());
    }
  },
  MATCH {
    @Override
    CompiledPolicy in(CompiledPolicy sound, Predicate test, TextExpression text) {
      return with(
          sound, test, sound.exceptions(), sound.window(), sound.alertGroup(), sound.message());
    }
  },
  EXCEPTION {
    @Override
    CompiledPolicy in(CompiledPolicy sound, Predicate test, TextExpression text) {
      Policy.ExceptionRule exception = sound.exceptions().getFirst().exception();
      return with(
          sound,
          sound.match(),
          List.of(new CompiledExceptionRule(exception, test)),
          sound.window(),
          sound.alertGroup(),
          sound.message());
    }
  },
  WINDOW_FIELD {
    @Override
    CompiledPolicy in(CompiledPolicy sound, Predicate test, TextExpression text) {
      CompiledWindow window = Objects.requireNonNull(sound.window());
      return withWindow(
          sound,
          new CompiledWindow(
              window.window(), text, window.groupBy(), window.locality(), window.steps()));
    }
  },
  WINDOW_GROUP {
    @Override
    CompiledPolicy in(CompiledPolicy sound, Predicate test, TextExpression text) {
      CompiledWindow window = Objects.requireNonNull(sound.window());
      return withWindow(
          sound,
          new CompiledWindow(
              window.window(), window.field(), group(text), window.locality(), window.steps()));
    }
  },
  STEP {
    @Override
    CompiledPolicy in(CompiledPolicy sound, Predicate test, TextExpression text) {
      CompiledWindow window = Objects.requireNonNull(sound.window());
      return withWindow(
          sound,
          new CompiledWindow(
              window.window(),
              window.field(),
              window.groupBy(),
              window.locality(),
              window.steps().stream().map(each -> new CompiledStep(each.step(), test)).toList()));
    }
  },
  ALERT_GROUP {
    @Override
    CompiledPolicy in(CompiledPolicy sound, Predicate test, TextExpression text) {
      return with(
          sound, sound.match(), sound.exceptions(), sound.window(), group(text), sound.message());
    }
  },
  MESSAGE {
    @Override
    CompiledPolicy in(CompiledPolicy sound, Predicate test, TextExpression text) {
      return with(
          sound,
          sound.match(),
          sound.exceptions(),
          sound.window(),
          sound.alertGroup(),
          new MessageTemplate(List.of(new MessageTemplate.Hole(text))));
    }
  };

  /** The policy, whose place throws something new each time. */
  public CompiledPolicy in(CompiledPolicy sound, Supplier<? extends Throwable> thrown) {
    return in(
        sound,
        context -> {
          throw unchecked(thrown.get());
        },
        context -> {
          throw unchecked(thrown.get());
        });
  }

  abstract CompiledPolicy in(CompiledPolicy sound, Predicate test, TextExpression text);

  private static RuntimeException unchecked(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return (RuntimeException) thrown;
  }

  private static Grouping group(TextExpression text) {
    return Grouping.by(List.of(new Grouping.Key("broken", text)));
  }

  private static CompiledPolicy withWindow(CompiledPolicy sound, CompiledWindow window) {
    return with(
        sound, sound.match(), sound.exceptions(), window, sound.alertGroup(), sound.message());
  }

  private static CompiledPolicy with(
      CompiledPolicy sound,
      Predicate match,
      List<CompiledExceptionRule> exceptions,
      @Nullable CompiledWindow window,
      Grouping alertGroup,
      MessageTemplate message) {
    return new CompiledPolicy(
        sound.policy(),
        sound.conditions(),
        sound.place(),
        match,
        exceptions,
        window,
        alertGroup,
        message);
  }
}
