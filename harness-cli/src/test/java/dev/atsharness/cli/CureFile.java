package dev.atsharness.cli;

import dev.atsharness.ats.Violation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * How a product is run, and how it is brought to each violation: a file of {@code cures/}. In the
 * texts, {@code @NAME@} stands for the text of a place; {@code @dir@} is the product's directory,
 * {@code @port@} and {@code @http-port@} are its ports.
 *
 * @param program what must be on the PATH
 * @param commands how it is run
 * @param environment variables of the environment
 * @param substitute what is replaced in a snippet, because the test has other paths and ports;
 *     nothing else in it is changed
 * @param files the files of its directory
 * @param places what stands in the places unless a case says otherwise
 * @param certificates the directory of the certificates in its directory; may be empty
 * @param cases how it is brought to the violations
 */
record CureFile(
    String program,
    Commands commands,
    Map<String, String> environment,
    Map<String, String> substitute,
    Map<String, String> files,
    Map<String, String> places,
    String certificates,
    List<Case> cases) {

  /**
   * The commands of a product.
   *
   * @param version prints its version
   * @param pattern finds the version in that, as its first group
   * @param prepare runs before each start; may be empty
   * @param start starts it in the foreground
   * @param ready a URL that answers 200 when it is ready; without one it is ready when it listens
   */
  record Commands(
      List<String> version,
      Pattern pattern,
      List<String> prepare,
      List<String> start,
      Optional<String> ready) {}

  /**
   * How a product is brought to a violation and back.
   *
   * @param violations the violations, all in the same way
   * @param notReachable why it cannot be brought there; empty if it can
   * @param stay what stands in the places before and after the cure
   * @param bad what stands in the places before the cure
   * @param cureAt the place at which the snippet is written
   * @param notEnough what stands in the places if the snippet is written elsewhere, or something is
   *     left that it says to remove, so that the violation stays: {@code @snippet@} is the snippet
   * @param refused the same if the product does not start then
   */
  record Case(
      List<Violation> violations,
      Optional<String> notReachable,
      Map<String, String> stay,
      Map<String, String> bad,
      String cureAt,
      List<Map<String, String>> notEnough,
      List<Map<String, String>> refused) {}

  /** Returns the file of this product; empty if there is none. */
  static Optional<CureFile> of(String product) {
    try (InputStream in = CureFile.class.getResourceAsStream("cures/" + product + ".yaml")) {
      return Optional.ofNullable(in).map(YAMLMapper.builder().build()::readTree).map(CureFile::of);
    } catch (IOException e) {
      throw new UncheckedIOException("cures/" + product + ".yaml", e);
    }
  }

  private static CureFile of(JsonNode file) {
    List<Case> cases = new ArrayList<>();
    file.get("cases").forEach(one -> cases.add(aCase(one)));
    return new CureFile(
        file.get("program").asString(),
        new Commands(
            list(file.get("version")),
            Pattern.compile(file.path("version-pattern").asString("(\\d+\\.\\d+(?:\\.\\d+)*)")),
            list(file.path("prepare")),
            list(file.get("start")),
            Optional.ofNullable(file.get("ready")).map(JsonNode::asString)),
        map(file.path("environment")),
        map(file.path("substitute")),
        map(file.get("files")),
        map(file.path("places")),
        file.path("certificates").asString(""),
        cases);
  }

  private static Case aCase(JsonNode one) {
    return new Case(
        list(one.get("violations")).stream().map(Violation::ofCode).toList(),
        Optional.ofNullable(one.get("not-reachable")).map(JsonNode::asString),
        map(one.path("stay")),
        map(one.path("bad")),
        one.path("cure-at").asString(""),
        one.path("not-enough").valueStream().map(CureFile::map).toList(),
        one.path("refused").valueStream().map(CureFile::map).toList());
  }

  /** Returns the case of a violation. */
  Case of(Violation violation) {
    return cases.stream()
        .filter(one -> one.violations().contains(violation))
        .findFirst()
        .orElseThrow(() -> new AssertionError(program + " has no case for " + violation));
  }

  private static List<String> list(JsonNode node) {
    return node.valueStream().map(JsonNode::asString).toList();
  }

  private static Map<String, String> map(JsonNode node) {
    Map<String, String> map = new LinkedHashMap<>();
    node.properties().forEach(entry -> map.put(entry.getKey(), text(entry.getValue())));
    return map;
  }

  private static String text(JsonNode node) {
    return Objects.requireNonNull(node.asString()).stripTrailing();
  }
}
