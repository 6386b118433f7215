package dev.tocsin.importer.sigma;

import dev.tocsin.importer.NotConvertibleException;
import dev.tocsin.importer.RuleCondition;
import dev.tocsin.importer.YamlValue;
import dev.tocsin.importer.YamlValue.YamlEntry;
import dev.tocsin.importer.YamlValue.YamlList;
import dev.tocsin.importer.YamlValue.YamlMap;
import dev.tocsin.importer.YamlValue.YamlScalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The detections of one rule, by name; one is read when the condition asks for it. */
final class SigmaDetections {
  private static final Set<String> NO_DETECTIONS = Set.of("condition", "timeframe");

  private final Map<String, YamlValue> detections = new LinkedHashMap<>();
  private final FieldTests tests;

  SigmaDetections(YamlMap detection, FieldTests tests) {
    this.tests = tests;
    for (YamlEntry each : detection.entries()) {
      if (!NO_DETECTIONS.contains(each.key())) {
        detections.put(each.key(), each.value());
      }
    }
  }

  Set<String> names() {
    return detections.keySet();
  }

  /**
   * What a detection asks.
   *
   * @throws NotConvertibleException names the field or modifier that has no meaning here
   */
  RuleCondition condition(String name) throws NotConvertibleException {
    YamlValue value = detections.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no detection " + name);
    }
    return detection(value);
  }

  private RuleCondition detection(YamlValue value) throws NotConvertibleException {
    return switch (value) {
      case YamlMap map -> fields(map);
      case YamlScalar scalar -> tests.test(new FieldKey("", List.of(), scalar.line()), value);
      case YamlList list -> {
        if (list.values().isEmpty()) {
          throw new NotConvertibleException(list.line(), "a detection that is an empty list");
        }
        List<RuleCondition> parts = new ArrayList<>();
        for (YamlValue each : list.values()) {
          if (each instanceof YamlList inner) {
            throw new NotConvertibleException(inner.line(), "a list in a list");
          }
          parts.add(detection(each));
        }
        yield RuleCondition.any(parts);
      }
    };
  }

  private RuleCondition fields(YamlMap map) throws NotConvertibleException {
    if (map.entries().isEmpty()) {
      throw new NotConvertibleException(map.line(), "a detection without fields");
    }
    List<RuleCondition> parts = new ArrayList<>();
    for (YamlEntry each : map.entries()) {
      parts.add(tests.test(FieldKey.read(each.key(), each.line()), each.value()));
    }
    return RuleCondition.all(parts);
  }
}
