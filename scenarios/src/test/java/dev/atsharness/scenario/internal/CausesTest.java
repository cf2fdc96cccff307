package dev.atsharness.scenario.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.yaml.internal.SchemaFiles;
import dev.atsharness.yaml.internal.SchemaFiles.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CausesTest {

  @Test
  void aScenarioCanStateEachCauseThatHasARemedyAndNoOther() throws Exception {
    JsonNode causes =
        JsonMapper.shared()
            .readTree(SchemaFiles.schema(Kind.SCENARIO))
            .at("/properties/expect/properties/causes/items/enum");
    List<String> stated = causes.valueStream().map(JsonNode::asString).toList();

    byte[] remedies = Files.readAllBytes(Path.of("remedies.yaml"));
    assertThat(stated)
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(
            new SchemaFiles()
                .read(remedies, "remedies.yaml", Kind.REMEDIES)
                .section()
                .section("refusals")
                .keys());
  }
}
