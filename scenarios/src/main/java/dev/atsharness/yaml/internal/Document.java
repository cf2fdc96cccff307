package dev.atsharness.yaml.internal;

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
 * its place, and reading continues with the default, so one run reports all problems.
 */
public final class Document {
  private final String file;
  private final JsonNode root;
  private final List<Problem> problems = new ArrayList<>();

  public Document(String file, JsonNode root) {
    this.file = file;
    this.root = root;
  }

  public String file() {
    return file;
  }

  public JsonNode root() {
    return root;
  }

  public List<Problem> problems() {
    return problems;
  }

  public Section section() {
    return new Section(root);
  }

  /** What is at a path such as {@code certificate.key}; empty if the file leaves it out. */
  public Optional<JsonNode> at(String path) {
    JsonNode node = root.at("/" + path.replace('.', '/'));
    return node.isMissingNode() ? Optional.empty() : Optional.of(node);
  }

  public void problem(JsonNode at, String message) {
    problems.add(problemAt(file, at, message));
  }

  public static Problem problemAt(String file, JsonNode at, String message) {
    if (at instanceof TokenStreamLocationAware located) {
      TokenStreamLocation place = located.tokenStreamLocation();
      return new Problem(file, place.getLineNr(), place.getColumnNr(), message);
    }
    return new Problem(file, 0, 0, message);
  }

  /** A mapping of the file; absent sections read as empty ones. */
  public final class Section {
    private final JsonNode node;

    private Section(JsonNode node) {
      this.node = node;
    }

    public boolean has(String key) {
      return node.has(key);
    }

    public JsonNode at(String key) {
      JsonNode value = node.get(key);
      return value != null ? value : node;
    }

    public Section section(String key) {
      JsonNode child = node.get(key);
      return new Section(child != null ? child : JsonNodeFactory.instance.objectNode());
    }

    public Optional<Section> optional(String key) {
      return Optional.ofNullable(node.get(key)).map(Section::new);
    }

    /** The sections of a list. */
    public List<Section> sections(String key) {
      List<Section> all = new ArrayList<>();
      node.path(key).forEach(item -> all.add(new Section(item)));
      return List.copyOf(all);
    }

    /** The node from which it was read, as the place of a problem. */
    public JsonNode node() {
      return node;
    }

    /** The texts of a section by their keys, in order. */
    public Map<String, String> texts(String key) {
      Section section = section(key);
      Map<String, String> texts = new LinkedHashMap<>();
      section.keys().forEach(name -> texts.put(name, section.text(name, "")));
      return Collections.unmodifiableMap(texts);
    }

    /** The values below these keys by their paths, as they are written. */
    public Map<String, String> written(List<String> keys) {
      Map<String, String> written = new LinkedHashMap<>();
      keys.stream().filter(this::has).forEach(key -> write(key, node.get(key), written));
      return Collections.unmodifiableMap(written);
    }

    private static void write(String path, JsonNode value, Map<String, String> written) {
      if (value.isObject()) {
        value.properties().forEach(p -> write(path + "." + p.getKey(), p.getValue(), written));
      } else if (value.isArray()) {
        List<String> items = value.valueStream().map(JsonNode::asString).toList();
        written.put(path, items.isEmpty() ? "none" : String.join(", ", items));
      } else {
        written.put(path, value.asString());
      }
    }

    public List<String> keys() {
      return List.copyOf(node.propertyNames());
    }

    public <T> T value(String key, Function<String, T> parser, T absent) {
      JsonNode value = node.get(key);
      return value == null ? absent : parse(value, parser, absent);
    }

    public String text(String key, String absent) {
      return value(key, Function.identity(), absent);
    }

    public boolean flag(String key, boolean absent) {
      JsonNode value = node.get(key);
      return value == null ? absent : value.asBoolean();
    }

    public int number(String key, int absent) {
      JsonNode value = node.get(key);
      return value == null ? absent : value.asInt();
    }

    public <T> List<T> list(String key, Function<String, T> parser, List<T> absent) {
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
