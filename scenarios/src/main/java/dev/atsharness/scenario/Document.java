package dev.atsharness.scenario;

import com.networknt.schema.serialization.node.TokenStreamLocationAware;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A parsed file, read section by section. A value that cannot be used becomes a {@link Problem} at
 * its place, and reading goes on with the default: one run names all that is wrong.
 */
final class Document {
  private final String file;
  private final JsonNode root;
  private final List<Problem> problems = new ArrayList<>();

  Document(String file, JsonNode root) {
    this.file = file;
    this.root = root;
  }

  String file() {
    return file;
  }

  JsonNode root() {
    return root;
  }

  List<Problem> problems() {
    return problems;
  }

  Section section() {
    return new Section(root);
  }

  void problem(JsonNode at, String message) {
    problems.add(problemAt(file, at, message));
  }

  static Problem problemAt(String file, JsonNode at, String message) {
    if (at instanceof TokenStreamLocationAware located) {
      TokenStreamLocation place = located.tokenStreamLocation();
      return new Problem(file, place.getLineNr(), place.getColumnNr(), message);
    }
    return new Problem(file, 0, 0, message);
  }

  /** A mapping of the file; absent sections read as empty ones. */
  final class Section {
    private final JsonNode node;

    private Section(JsonNode node) {
      this.node = node;
    }

    boolean has(String key) {
      return node.has(key);
    }

    JsonNode at(String key) {
      JsonNode value = node.get(key);
      return value != null ? value : node;
    }

    Section section(String key) {
      JsonNode child = node.get(key);
      return new Section(child != null ? child : JsonNodeFactory.instance.objectNode());
    }

    Optional<Section> optional(String key) {
      return Optional.ofNullable(node.get(key)).map(Section::new);
    }

    /** The texts of a section by their keys, in order. */
    Map<String, String> texts(String key) {
      Section section = section(key);
      Map<String, String> texts = new LinkedHashMap<>();
      section.keys().forEach(name -> texts.put(name, section.text(name, "")));
      return Collections.unmodifiableMap(texts);
    }

    List<String> keys() {
      return List.copyOf(node.propertyNames());
    }

    <T> T value(String key, Function<String, T> parser, T absent) {
      JsonNode value = node.get(key);
      return value == null ? absent : parse(value, parser, absent);
    }

    String text(String key, String absent) {
      return value(key, Function.identity(), absent);
    }

    boolean flag(String key, boolean absent) {
      JsonNode value = node.get(key);
      return value == null ? absent : value.asBoolean();
    }

    int number(String key, int absent) {
      JsonNode value = node.get(key);
      return value == null ? absent : value.asInt();
    }

    <T> List<T> list(String key, Function<String, T> parser, List<T> absent) {
      JsonNode value = node.get(key);
      if (value == null) {
        return absent;
      }
      List<T> items = new ArrayList<>();
      for (JsonNode item : value) {
        T parsed = parse(item, parser, null);
        if (parsed != null) {
          items.add(parsed);
        }
      }
      return List.copyOf(items);
    }

    private <T> T parse(JsonNode value, Function<String, T> parser, T absent) {
      try {
        return parser.apply(value.asString());
      } catch (IllegalArgumentException e) {
        problem(value, e.getMessage());
        return absent;
      }
    }
  }
}
