package dev.tocsin.language.function;

import static dev.cel.common.types.SimpleType.BOOL;
import static dev.cel.common.types.SimpleType.BYTES;
import static dev.cel.common.types.SimpleType.DOUBLE;
import static dev.cel.common.types.SimpleType.DURATION;
import static dev.cel.common.types.SimpleType.INT;
import static dev.cel.common.types.SimpleType.STRING;
import static dev.cel.common.types.SimpleType.TIMESTAMP;
import static dev.cel.common.types.SimpleType.UINT;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.exceptions.CelInvalidArgumentException;
import dev.cel.common.exceptions.CelNumericOverflowException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.TypeParamType;
import dev.cel.common.values.CelByteString;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** The list library of Kubernetes' CEL. */
@SuppressWarnings({"rawtypes", "unchecked"}) // the runtime hands over lists of what was checked
public final class ListFunctions {
  private static final List<CelType> COMPARABLE =
      List.of(INT, UINT, DOUBLE, BOOL, DURATION, TIMESTAMP, STRING, BYTES);

  private ListFunctions() {}

  public static FunctionLibrary library() {
    FunctionLibrary library = new FunctionLibrary();
    for (CelType element : COMPARABLE) {
      String name = shortName(element);
      CelType list = ListType.create(element);
      library
          .member(
              "isSorted",
              "list_" + name + "_is_sorted_bool",
              BOOL,
              list,
              List.class,
              ListFunctions::isSorted)
          .member(
              "min",
              "list_" + name + "_min_" + name,
              element,
              list,
              List.class,
              values -> extreme(values, -1, "min"))
          .member(
              "max",
              "list_" + name + "_max_" + name,
              element,
              list,
              List.class,
              values -> extreme(values, 1, "max"));
    }
    sum(library, INT, 0L);
    sum(library, UINT, UnsignedLong.ZERO);
    sum(library, DOUBLE, 0.0);
    sum(library, DURATION, Duration.ZERO);
    TypeParamType any = TypeParamType.create("A");
    return library
        .dynamic("isSorted", List.class, ListFunctions::isSorted)
        .dynamic("min", List.class, values -> extreme(values, -1, "min"))
        .dynamic("max", List.class, values -> extreme(values, 1, "max"))
        .dynamic("sum", List.class, values -> sum(values, 0L))
        .member(
            "indexOf",
            "list_a_index_of_int",
            INT,
            ListType.create(any),
            List.class,
            any,
            Object.class,
            (values, value) -> (long) values.indexOf(value))
        .member(
            "lastIndexOf",
            "list_a_last_index_of_int",
            INT,
            ListType.create(any),
            List.class,
            any,
            Object.class,
            (values, value) -> (long) values.lastIndexOf(value));
  }

  @SuppressWarnings("Immutable") // the zeros are
  private static void sum(FunctionLibrary library, CelType element, Object zero) {
    String name = shortName(element);
    library.member(
        "sum",
        "list_" + name + "_sum_" + name,
        element,
        ListType.create(element),
        List.class,
        values -> sum(values, zero));
  }

  private static String shortName(CelType type) {
    return type.name()
        .substring(type.name().lastIndexOf('.') + 1)
        .toLowerCase(java.util.Locale.ROOT);
  }

  private static boolean isSorted(List<?> values) {
    for (int i = 1; i < values.size(); i++) {
      if (compare(values.get(i - 1), values.get(i)) > 0) {
        return false;
      }
    }
    return true;
  }

  private static Object extreme(List<?> values, int sign, String name) {
    if (values.isEmpty()) {
      throw new CelInvalidArgumentException(name + " called on empty list");
    }
    Object best = values.getFirst();
    for (int i = 1; i < values.size(); i++) {
      if (Integer.signum(compare(values.get(i), best)) == sign) {
        best = values.get(i);
      }
    }
    return best;
  }

  private static Object sum(List<?> values, Object zero) {
    Object total = values.isEmpty() ? zero : values.getFirst();
    for (int i = 1; i < values.size(); i++) {
      total = add(total, values.get(i));
    }
    return total;
  }

  private static Object add(Object a, Object b) {
    try {
      if (a instanceof Long x && b instanceof Long y) {
        return Math.addExact(x, y);
      }
      if (a instanceof Double x && b instanceof Double y) {
        return x + y;
      }
      if (a instanceof Duration x && b instanceof Duration y) {
        return x.plus(y);
      }
    } catch (ArithmeticException e) {
      throw new CelNumericOverflowException(e);
    }
    if (a instanceof UnsignedLong x && b instanceof UnsignedLong y) {
      UnsignedLong sum = x.plus(y);
      if (sum.compareTo(x) < 0) {
        throw new CelNumericOverflowException("unsigned overflow");
      }
      return sum;
    }
    throw new CelInvalidArgumentException("sum of values that cannot be added");
  }

  private static int compare(Object a, Object b) {
    if (a instanceof CelByteString x && b instanceof CelByteString y) {
      return Arrays.compareUnsigned(x.toByteArray(), y.toByteArray());
    }
    if (a.getClass() == b.getClass() && a instanceof Comparable x) {
      return x.compareTo(b);
    }
    throw new CelInvalidArgumentException("values that cannot be compared");
  }
}
