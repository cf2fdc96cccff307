package dev.atsharness.yaml.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.atsharness.yaml.internal.SchemaFiles.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SchemaFaultTest {

  private static final String SCHEMA =
      """
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:test",
        "type": "object",
        "additionalProperties": false,
        "dependentRequired": {"days": ["from"]},
        "properties": {
          "days": {"type": "integer", "minimum": 1, "maximum": 9},
          "from": {"type": "string", "pattern": "^[0-9]+d$", "description": "Days from the start."},
          "number": {"type": ["integer", "string"]},
          "name": {"type": "string", "minLength": 2, "maxLength": 3},
          "list": {"type": "array", "minItems": 1, "maxItems": 2, "uniqueItems": true},
          "keys": {"minProperties": 1, "maxProperties": 1, "propertyNames": {"pattern": "^x"}},
          "versions": {"propertyNames": {"$ref": "#/$defs/version"}},
          "version": {"const": 1},
          "colour": {"enum": ["red", "green"]},
          "flag": {"type": "boolean"},
          "old": {"not": {"required": ["new"]}},
          "duty": {
            "oneOf": [
              {"required": ["connect"], "not": {"anyOf": [{"required": ["after"]}, {"required": ["alerts"]}]}},
              {"required": ["after", "alerts"]}
            ]
          },
          "either": {"anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
          "where": {"type": "object", "required": ["place"]}
        },
        "$defs": {"version": {"enum": ["TLSv1.2", "TLSv1.3"]}}
      }
      """;

  private static final Schema SMALL =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(SCHEMA, InputFormat.JSON);

  /** Keywords that only say something about a value, or lead to other keywords. */
  private static final Set<String> OTHERS =
      Set.of(
          "$schema",
          "$id",
          "$ref",
          "$defs",
          "title",
          "description",
          "default",
          "format",
          "items",
          "properties",
          "if",
          "then",
          "else",
          "dependentSchemas");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'dayz': 1} | unknown key 'dayz'; did you mean days?; known: [days, from,",
        "{'days': 0, 'from': '1d'} | days: must be at least 1, and is '0'",
        "{'days': 10, 'from': '1d'} | days: must be at most 9, and is '10'",
        "{'days': 'x', 'from': '1d'} | days: must be a whole number, and is 'x'; write a whole number",
        "{'days': 1} | key 'from' is missing; it is needed beside 'days'",
        "{'from': 'x'} | from: 'x' does not have the form that is needed (regular expression"
            + " ^[0-9]+d$); it means: Days from the start.",
        "{'number': []} | number: must be a whole number or a text, and is a list; write",
        "{'name': ''} | name: must have at least 2 characters, and has 0",
        "{'name': 'abcd'} | name: must have at most 3 characters, and has 4",
        "{'list': []} | list: must have at least 1 entry, and has 0",
        "{'list': [1, 2, 3]} | list: must have at most 2 entries, and has 3",
        "{'list': [1, 1]} | list: has '1' more than once; remove one of them",
        "{'list': 'mdm'} | list: must be a list, and is 'mdm'; write [mdm]",
        "{'keys': {}} | keys: must have at least 1 key, and has 0",
        "{'keys': {'x': 1, 'xx': 2}} | keys: must have at most 1 key, and has 2",
        "{'keys': {'y': 1}} | keys: key 'y' does not have the form that is needed",
        "{'versions': {'TLSv1.4': 1}} | versions: key 'TLSv1.4' is unknown; did you mean TLSv1.2, TLSv1.3?; known:",
        "{'version': 2} | version: must be 1, and is '2'",
        "{'colour': 'rod'} | colour: unknown value 'rod'; did you mean red?; known: [red, green]",
        "{'flag': null} | flag: must be true or false, and is empty; write true or false",
        "{'old': {'new': 1}} | old: must not have 'new'",
        "{'duty': {}} | duty: must fit one of 2 forms: 'connect' without 'after' or 'alerts'; or"
            + " 'after' and 'alerts'",
        "{'either': {}} | either: key 'a' is missing",
        "{'where': {}} | where: key 'place' is missing",
      })
  void eachFaultHasASentenceThatSaysWhatIsAllowed(String json, String sentence) {
    List<Error> errors = SMALL.validate(json.replace('\'', '"'), InputFormat.JSON);

    assertThat(errors).isNotEmpty();
    assertThat(errors)
        .extracting(error -> SchemaFault.text(error, SMALL))
        .first()
        .asString()
        .startsWith(sentence);
  }

  @Test
  void whatAnotherSchemaAllowsIsNamedToo() {
    String rule = "unreachable-over: {TLSv1.4: nobody can, NotAVersion: nobody can}";
    Document document =
        new SchemaFiles().read(rule.getBytes(StandardCharsets.UTF_8), "rule.yaml", Kind.RULE);

    assertThat(document.problems())
        .extracting(Problem::toString)
        .contains(
            "rule.yaml:1:29: unreachable-over: key 'TLSv1.4' is unknown; did you mean TLSv1.0,"
                + " TLSv1.1, TLSv1.2, TLSv1.3?; known: [SSLv3, TLSv1.0, TLSv1.1, TLSv1.2, TLSv1.3]",
            "rule.yaml:1:1: must fit one of 2 forms: 'boundary'; or 'no-boundary'")
        .doesNotContain("rule.yaml:1:1: key 'boundary' is missing");
  }

  /** No library's words reach a user, whatever the published schemas come to require. */
  @Test
  void everyKeywordOfThePublishedSchemasIsTested() throws IOException {
    Set<String> tested = new TreeSet<>(OTHERS);
    collect(JsonMapper.shared().readTree(SCHEMA), tested);
    Set<String> used = new TreeSet<>();
    try (Stream<Path> files = Files.list(Path.of("schema"))) {
      for (Path file : files.toList()) {
        collect(JsonMapper.shared().readTree(Files.readString(file)), used);
      }
    }

    assertThat(tested).containsAll(used);
  }

  private static void collect(JsonNode schema, Set<String> keywords) {
    if (schema.isArray()) {
      schema.forEach(one -> collect(one, keywords));
    }
    for (String keyword : schema.propertyNames()) {
      keywords.add(keyword);
      JsonNode below = schema.get(keyword);
      switch (keyword) {
        case "properties", "$defs", "dependentSchemas" ->
            below.forEach(one -> collect(one, keywords));
        case "default", "const", "dependentRequired" -> {}
        default -> collect(below, keywords);
      }
    }
  }
}
