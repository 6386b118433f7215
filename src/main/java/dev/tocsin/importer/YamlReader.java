package dev.tocsin.importer;

import dev.tocsin.importer.YamlValue.YamlEntry;
import dev.tocsin.importer.YamlValue.YamlList;
import dev.tocsin.importer.YamlValue.YamlMap;
import dev.tocsin.importer.YamlValue.YamlScalar;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads YAML as a tree with lines; nothing of it is run, and aliases cannot make it grow. */
public final class YamlReader {
  private static final int DEEPEST = 50;
  private static final int MOST_VALUES = 200_000;
  private static final int MOST_CHARACTERS = 20_000_000;

  private int values;

  private YamlReader() {}

  /**
   * All documents of a text; empty ones are left out.
   *
   * @throws NotConvertibleException for what is no YAML, with the line
   */
  public static List<YamlValue> read(String text) throws NotConvertibleException {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MOST_CHARACTERS);
    options.setNestingDepthLimit(DEEPEST);
    YamlReader reader = new YamlReader();
    List<YamlValue> documents = new ArrayList<>();
    try {
      for (Node node : new Yaml(new SafeConstructor(options)).composeAll(new StringReader(text))) {
        YamlValue document = reader.value(node, 0);
        if (!(document instanceof YamlScalar scalar && scalar.isNull())) {
          documents.add(document);
        }
      }
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw new NotConvertibleException(line, "no YAML: " + e.getProblem());
    } catch (YAMLException e) {
      throw new NotConvertibleException(1, "no YAML: " + e.getMessage());
    }
    return documents;
  }

  private YamlValue value(Node node, int depth) throws NotConvertibleException {
    int line = node.getStartMark().getLine() + 1;
    values++;
    if (depth > DEEPEST || values > MOST_VALUES) {
      throw new NotConvertibleException(line, "the document is too deep or too large");
    }
    return switch (node) {
      case MappingNode mapping -> map(mapping, line, depth);
      case SequenceNode sequence -> {
        List<YamlValue> list = new ArrayList<>();
        for (Node each : sequence.getValue()) {
          list.add(value(each, depth + 1));
        }
        yield new YamlList(List.copyOf(list), line);
      }
      case ScalarNode scalar -> new YamlScalar(scalar.getValue(), kind(scalar.getTag()), line);
      default -> throw new NotConvertibleException(line, "an alias of what is not there");
    };
  }

  private YamlMap map(MappingNode mapping, int line, int depth) throws NotConvertibleException {
    List<YamlEntry> entries = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    for (NodeTuple tuple : mapping.getValue()) {
      int at = tuple.getKeyNode().getStartMark().getLine() + 1;
      if (!(tuple.getKeyNode() instanceof ScalarNode key) || key.getTag().equals(Tag.MERGE)) {
        throw new NotConvertibleException(at, "a key that is no text");
      }
      if (!keys.add(key.getValue())) {
        throw new NotConvertibleException(at, "'" + key.getValue() + "' is there twice");
      }
      entries.add(new YamlEntry(key.getValue(), at, value(tuple.getValueNode(), depth + 1)));
    }
    return new YamlMap(List.copyOf(entries), line);
  }

  private static YamlScalar.Kind kind(Tag tag) {
    if (tag.equals(Tag.INT)) {
      return YamlScalar.Kind.INTEGER;
    }
    if (tag.equals(Tag.FLOAT)) {
      return YamlScalar.Kind.DECIMAL;
    }
    if (tag.equals(Tag.BOOL)) {
      return YamlScalar.Kind.FLAG;
    }
    return tag.equals(Tag.NULL) ? YamlScalar.Kind.NULL : YamlScalar.Kind.TEXT;
  }
}
