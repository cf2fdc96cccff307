package dev.atsharness.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Checks the accessibility of a page with axe-core by Deque Systems. */
public final class Axe {

  private static final List<String> SERIOUS = List.of("serious", "critical");

  private Axe() {}

  /** Returns the serious and critical problems of the page in the browser. */
  public static List<String> problems(Browser browser) throws IOException, InterruptedException {
    try (InputStream in = Axe.class.getResourceAsStream("/axe.min.js")) {
      String script =
          new String(
              Objects.requireNonNull(in, "axe.min.js").readAllBytes(), StandardCharsets.UTF_8);
      browser.evaluate("(() => {" + script + "\n})()");
    }
    JsonNode violations =
        JsonMapper.shared()
            .readTree(
                browser.evaluate(
                    "axe.run().then(found => JSON.stringify(found.violations.map(one => ({id:"
                        + " one.id, impact: one.impact, help: one.help, nodes: one.nodes.map(node"
                        + " => node.html + node.failureSummary)}))))"));
    return violations
        .valueStream()
        .filter(one -> SERIOUS.contains(one.path("impact").asString()))
        .map(JsonNode::toPrettyString)
        .toList();
  }
}
