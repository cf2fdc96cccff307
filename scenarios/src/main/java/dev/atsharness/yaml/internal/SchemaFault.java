package dev.atsharness.yaml.internal;

import static java.util.stream.Collectors.joining;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Says what is wrong with a value that does not fit a JSON Schema, and what would be right. */
public final class SchemaFault {

  /** Keys and values that files of earlier versions may have, with their names of today. */
  private static final Map<String, String> RENAMED =
      Map.of(
          "stranger", "unrelated",
          "enrollment-self", "self-signed-enrollment-anchor",
          "mostly-waits", "io-bound",
          "by-chance", "flaky");

  private static final String ONE_OF = "oneOf";

  /** The maximum number of faults in one message. */
  private static final int SHOWN = 3;

  private final Error error;
  private final JsonNode schema;
  private final JsonNode value;

  /** What the keyword of the schema requires. */
  private final JsonNode rule;

  private SchemaFault(Error error, JsonNode schema) {
    this.error = error;
    this.schema = schema;
    this.value = error.getInstanceNode();
    this.rule = error.getSchemaNode();
  }

  /** The place in the file, unless it is the whole file, and the fault. */
  public static String text(Error error, Schema schema) {
    String path = error.getInstanceLocation().toString();
    String place = path.startsWith("/") ? path.substring(1).replace('/', '.') : path;
    String words = new SchemaFault(error, schema.getSchemaNode()).words();
    return place.isEmpty() ? words : place + ": " + words;
  }

  /** The first faults of a document, in one line. */
  public static String first(List<Error> errors, Schema schema) {
    return errors.stream().limit(SHOWN).map(error -> text(error, schema)).collect(joining("; "));
  }

  /** Returns the errors of a value without those that another one explains better. */
  public static List<Error> essential(List<Error> errors, Schema schema) {
    List<String> forms =
        errors.stream()
            .filter(error -> error.getKeyword().equals(ONE_OF))
            .filter(error -> new SchemaFault(error, schema.getSchemaNode()).forms().isPresent())
            .map(error -> error.getEvaluationPath() + "/")
            .toList();
    return errors.stream()
        .filter(error -> forms.stream().noneMatch(error.getEvaluationPath().toString()::startsWith))
        .toList();
  }

  private String words() {
    return switch (error.getKeyword()) {
      case "additionalProperties" -> unknown("key", error.getProperty(), knownKeys());
      case "enum" -> unknown("value", value.asString(value.toString()), names(rule));
      case "const" -> "must be " + rule.asString(rule.toString()) + ", and is " + found();
      case "required" -> "key '" + error.getProperty() + "' is missing";
      case "dependentRequired" ->
          "key '"
              + error.getArguments()[0]
              + "' is missing; it is needed beside '"
              + error.getProperty()
              + "'";
      case "type" -> "must be " + type(rule) + ", and is " + found() + "; write " + example();
      case "pattern" -> "'" + value.asString() + "' " + wrongForm(rule) + meaning();
      case "propertyNames" -> "key '" + error.getProperty() + "' " + wrongName();
      case "minItems" -> atLeast("entry", "entries", value.size());
      case "maxItems" -> atMost("entry", "entries", value.size());
      case "minProperties" -> atLeast("key", "keys", value.size());
      case "maxProperties" -> atMost("key", "keys", value.size());
      case "minLength" -> atLeast("character", "characters", characters());
      case "maxLength" -> atMost("character", "characters", characters());
      case "minimum" -> "must be at least " + rule + ", and is " + found();
      case "maximum" -> "must be at most " + rule + ", and is " + found();
      case "uniqueItems" -> "has " + repeated() + " more than once; remove one of them";
      case "not" -> "must not have " + keys(rule, " or ");
      case ONE_OF -> "must fit one of " + rule.size() + " forms" + forms().orElse("");
      default -> "does not fit the schema (" + error.getKeyword() + ")";
    };
  }

  private static String unknown(String what, String name, List<String> known) {
    String now = RENAMED.get(name);
    if (now != null && known.contains(now)) {
      return what + " '" + name + "' is called '" + now + "' now";
    }
    return "unknown "
        + what
        + " '"
        + name
        + "'"
        + NearNames.hint(name, known)
        + "; known: "
        + known;
  }

  private String wrongName() {
    JsonNode names = rule.has("$ref") ? referred(rule.get("$ref").asString()) : rule;
    return names.has("pattern")
        ? wrongForm(names.get("pattern"))
        : "is unknown"
            + NearNames.hint(error.getProperty(), names(names.path("enum")))
            + "; known: "
            + names(names.path("enum"));
  }

  /** The part of a schema to which a "$ref" leads. */
  private JsonNode referred(String reference) {
    int fragment = reference.indexOf('#');
    return document(reference.substring(0, fragment)).at(reference.substring(fragment + 1));
  }

  /** The published schema with this id; an empty id is that of the same document. */
  private JsonNode document(String id) {
    return id.isEmpty() || id.equals(schema.path("$id").asString(""))
        ? schema
        : JsonMapper.shared().readTree(SchemaFiles.ofId(id));
  }

  private static String wrongForm(JsonNode pattern) {
    return "does not have the form that is needed (regular expression " + pattern.asString() + ")";
  }

  /** The schema's own words about the value, if it has any. */
  private String meaning() {
    String description = beside("description").asString("");
    return description.isEmpty() ? "" : "; it means: " + description;
  }

  /** What the schema has beside the keyword. */
  private JsonNode beside(String keyword) {
    String place = error.getSchemaLocation().toString();
    return referred(place.substring(0, place.lastIndexOf('/')) + "/" + keyword);
  }

  private String found() {
    return value.isNull()
        ? "empty"
        : value.isObject()
            ? "a group of keys"
            : value.isArray() ? "a list" : "'" + value.asString() + "'";
  }

  private static String type(JsonNode rule) {
    return rule.isArray()
        ? rule.valueStream().map(SchemaFault::type).collect(joining(" or "))
        : switch (rule.asString()) {
          case "array" -> "a list";
          case "boolean" -> "true or false";
          case "integer" -> "a whole number";
          case "number" -> "a number";
          case "null" -> "empty";
          case "object" -> "a group of keys";
          default -> "a text";
        };
  }

  /** An example of the type that the schema requires, made of the wrong value if possible. */
  private String example() {
    String type = rule.isArray() ? rule.path(0).asString() : rule.asString();
    return switch (type) {
      case "array" -> value.isValueNode() && !value.isNull() ? "[" + value.asString() + "]" : "[]";
      case "boolean" -> "true or false";
      case "integer" -> "a whole number";
      case "object" -> "its keys below it, each on its own line and indented";
      case "string" -> value.isValueNode() ? "'" + value.asString() + "', in quotes" : "one text";
      default -> type(rule);
    };
  }

  private String atLeast(String one, String several, int found) {
    return "must have at least " + count(rule.asInt(), one, several) + ", and has " + found;
  }

  private String atMost(String one, String several, int found) {
    return "must have at most " + count(rule.asInt(), one, several) + ", and has " + found;
  }

  private static String count(int number, String one, String several) {
    return number + " " + (number == 1 ? one : several);
  }

  private int characters() {
    String text = value.asString();
    return text.codePointCount(0, text.length());
  }

  private String repeated() {
    Set<JsonNode> seen = new HashSet<>();
    return value
        .valueStream()
        .filter(one -> !seen.add(one))
        .findFirst()
        .map(one -> "'" + one.asString(one.toString()) + "'")
        .orElse("an entry");
  }

  /** The forms of which a value may have one, if they differ in their keys. */
  private Optional<String> forms() {
    return rule.valueStream().allMatch(form -> form.has("required"))
        ? Optional.of(
            rule.valueStream()
                .map(
                    form ->
                        keys(form, " and ")
                            + (form.has("not") ? " without " + keys(form.get("not"), " or ") : ""))
                .collect(joining("; or ", ": ", "")))
        : Optional.empty();
  }

  /** The keys that a schema requires. */
  private static String keys(JsonNode form, String between) {
    List<String> names = new ArrayList<>(names(form.path("required")));
    form.path("anyOf").forEach(one -> names.addAll(names(one.path("required"))));
    return names.stream().map(name -> "'" + name + "'").collect(joining(between));
  }

  /** The property names beside the violated "additionalProperties" in the schema. */
  private List<String> knownKeys() {
    return List.copyOf(beside("properties").propertyNames());
  }

  private static List<String> names(JsonNode list) {
    return list.valueStream().map(one -> one.asString(one.toString())).toList();
  }
}
