package dev.atsharness.scenario.internal;

import dev.atsharness.yaml.internal.SchemaFiles;
import dev.atsharness.yaml.internal.SchemaFiles.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A key of a scenario file, as the JSON Schema describes it.
 *
 * @param path its own key after the keys that lead to it; {@code *} for a key that the file chooses
 * @param values the values that it takes, if they can be listed; otherwise their type
 * @param absent the value of a file that leaves it out; empty if the schema names none
 * @param meaning its description
 */
record SchemaKey(String path, String values, String absent, String meaning) {

  /** All keys in the order of the schema; the keys of a shared definition occur once. */
  static List<SchemaKey> ofScenarios() {
    return new Walk(JsonMapper.shared().readTree(SchemaFiles.schema(Kind.SCENARIO))).keys();
  }

  private static final class Walk {
    private final JsonNode root;
    private final Set<String> seen = new HashSet<>();
    private final List<SchemaKey> keys = new ArrayList<>();

    Walk(JsonNode root) {
      this.root = root;
    }

    List<SchemaKey> keys() {
      below("", root);
      return List.copyOf(keys);
    }

    private void below(String prefix, JsonNode schema) {
      if (schema.has("$ref") && !seen.add(schema.get("$ref").asString())) {
        return;
      }
      JsonNode object = resolved(schema);
      object
          .path("properties")
          .properties()
          .forEach(property -> key(prefix + property.getKey(), property.getValue()));
      if (object.path("additionalProperties").isObject()) {
        below(prefix + "*.", object.get("additionalProperties"));
      }
    }

    private void key(String path, JsonNode schema) {
      String own = schema.path("description").asString("");
      keys.add(
          new SchemaKey(
              path,
              values(schema),
              words(schema.path("default")),
              own.isEmpty() ? resolved(schema).path("description").asString("") : own));
      below(path + ".", schema);
    }

    private String values(JsonNode schema) {
      JsonNode type = resolved(schema);
      if (type.has("enum")) {
        return words(type.get("enum"));
      }
      return switch (type.path("type").asString("")) {
        case "array" -> "list of " + values(type.get("items"));
        case "boolean" -> "true, false";
        case "integer" -> type.get("minimum") + " to " + type.get("maximum");
        case "object" -> "";
        default -> "text";
      };
    }

    private JsonNode resolved(JsonNode schema) {
      return schema.has("$ref") ? root.at(schema.get("$ref").asString().substring(1)) : schema;
    }

    private static String words(JsonNode value) {
      if (value.isMissingNode()) {
        return "";
      }
      if (value.isArray()) {
        return value.isEmpty()
            ? "[]"
            : value.valueStream().map(Walk::words).collect(Collectors.joining(", "));
      }
      return value.isObject() ? value.toString().replace("\"", "") : value.asString();
    }
  }
}
