package dev.atsharness.cli.internal.servers;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import dev.atsharness.yaml.internal.SchemaFault;
import dev.atsharness.yaml.internal.SchemaFiles;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the lines of {@code probe --json} about many servers. What a line says in several places
 * has to agree: a result is never believed alone.
 */
final class AnsweredLines {

  static final int VERSION = 1;
  private static final String FINE = "fine";

  /** From best to worst. */
  private static final List<String> VERDICTS = List.of(FINE, "cannot-tell", "wrong");

  /** From best to worst. */
  private static final List<String> FCP = List.of("exempt", "pass", "inconclusive", "fail");

  private final Schema schema = SchemaFiles.published("probe");

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException if it is not one, or of another version
   */
  static JsonNode read(String line) {
    JsonNode node;
    try {
      node = JsonMapper.shared().readTree(line);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("it is not JSON", e);
    }
    boolean listed = node.path("server").path("listed").isString();
    if (!listed && !isUnread(node)) {
      throw new IllegalArgumentException("it is not a line of 'probe --json' about many servers");
    }
    if (node.has("version") && !node.path("version").equals(version())) {
      throw new IllegalArgumentException(
          "its version is " + node.path("version") + ", and this release reads version " + VERSION);
    }
    if (listed) {
      ServerUrl.of(node.path("server").path("listed").asString());
    }
    return node;
  }

  private static JsonNode version() {
    return JsonMapper.shared().getNodeFactory().numberNode(VERSION);
  }

  /** True if the line is about a line of the list that could not be read. */
  static boolean isUnread(JsonNode node) {
    return node.path("unread").isObject();
  }

  /** True if the line is about a server that was not visited, because the run was stopped. */
  static boolean isUnvisited(JsonNode node) {
    return node.path("unvisited").isObject();
  }

  /**
   * Checks that a line is whole, and that its result is that of its parts.
   *
   * @throws IllegalArgumentException if not
   */
  void require(JsonNode node) {
    List<Error> errors = schema.validate(node);
    if (!errors.isEmpty()) {
      throw new IllegalArgumentException(
          "it is not a whole result: " + SchemaFault.first(errors, schema));
    }
    int number = 0;
    for (JsonNode hop : node.path("hops")) {
      number++;
      requireHop(number, hop);
    }
    requireSame("verdict", text(node, "verdict"), worst(node.path("hops"), "verdict", VERDICTS));
    requireSame("fcp", text(node, "fcp"), worst(node.path("hops"), "fcp", FCP));
    ServerResult result = AnsweredServer.result(node);
    requireSame("result", text(node, "result"), result.label());
    requireSame("group", text(node, "group"), ServerGroup.of(result, text(node, "fcp")).label());
  }

  /** A URL is fine only if something was seen there, unless it is exempt, and all of that is. */
  private static void requireHop(int number, JsonNode hop) {
    if (!text(hop, "verdict").equals(FINE)) {
      return;
    }
    boolean fine =
        hop.path("notSeen").isEmpty()
            && FCP.indexOf(text(hop, "fcp")) <= FCP.indexOf("pass")
            && (text(hop, "fcp").equals("exempt") || !hop.path("visits").isEmpty())
            && worst(hop.path("visits"), "verdict", VERDICTS).equals(FINE)
            && hop.path("visits")
                .valueStream()
                .flatMap(visit -> visit.path("clients").valueStream())
                .allMatch(client -> client.path("violations").isEmpty());
    if (!fine) {
      throw new IllegalArgumentException(
          "its URL " + number + " is 'fine', but not all that was seen there is");
    }
  }

  private static String worst(JsonNode parts, String key, List<String> order) {
    return parts
        .valueStream()
        .map(part -> text(part, key))
        .max((one, other) -> order.indexOf(one) - order.indexOf(other))
        .orElse(order.get(0));
  }

  private static void requireSame(String key, String said, String computed) {
    if (!said.equals(computed)) {
      throw new IllegalArgumentException(
          "its " + key + " is '" + said + "', but its parts make '" + computed + "'");
    }
  }

  private static String text(JsonNode node, String key) {
    return node.path(key).asString("");
  }
}
