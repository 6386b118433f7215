package dev.tocsin.transport.server;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Makes records with every component set at random, those inside too; so a component that is added
 * later is not forgotten.
 */
public final class RandomRecords {
  private static final List<String> TEXTS =
      List.of("", "a", "sh -c 'id'", "Grüße, 世界 🔔", "line\nbreak", "x".repeat(300));

  private final Random random;
  private final Map<Class<?>, Object> fixed = new LinkedHashMap<>();
  private boolean distinct;
  private int texts;

  public RandomRecords(long seed) {
    this.random = new Random(seed);
  }

  /** From now on no two texts are the same, so that one in another's place shows. */
  public RandomRecords distinct() {
    distinct = true;
    return this;
  }

  /** All of that type are this one. */
  public <T> RandomRecords with(Class<T> type, T value) {
    fixed.put(type, value);
    return this;
  }

  public <T> T next(Class<T> type) {
    return type.cast(value(type));
  }

  private Object value(Type type) {
    return switch (type) {
      case ParameterizedType p when p.getRawType() == List.class ->
          many(_ -> value(p.getActualTypeArguments()[0])).toList();
      case ParameterizedType p when p.getRawType() == Map.class -> {
        Map<Object, Object> map = new LinkedHashMap<>();
        many(i -> i).forEach(i -> map.put("key" + i, value(p.getActualTypeArguments()[1])));
        yield map;
      }
      case Class<?> c when fixed.containsKey(c) -> fixed.get(c);
      case Class<?> c when c == String.class ->
          distinct ? "text-" + texts++ : TEXTS.get(random.nextInt(TEXTS.size()));
      case Class<?> c when c == long.class || c == Long.class ->
          random.nextBoolean() ? random.nextLong() : random.nextInt(3);
      case Class<?> c when c == int.class -> random.nextInt();
      case Class<?> c when c == boolean.class || c == Boolean.class -> random.nextBoolean();
      case Class<?> c when c == Instant.class ->
          Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
      case Class<?> c when c.isEnum() ->
          c.getEnumConstants()[random.nextInt(c.getEnumConstants().length)];
      case Class<?> c when c.isRecord() -> record(c);
      default -> throw new IllegalArgumentException("no random value of " + type);
    };
  }

  private <T> Stream<T> many(Function<Integer, T> each) {
    return Stream.iterate(0, i -> i + 1).limit(random.nextInt(4)).map(each);
  }

  private Object record(Class<?> type) {
    List<Class<?>> types = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      types.add(component.getType());
      values.add(value(component.getGenericType()));
    }
    try {
      var constructor = type.getDeclaredConstructor(types.toArray(Class[]::new));
      constructor.setAccessible(true);
      return constructor.newInstance(values.toArray());
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(type + " does not take " + values, e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
