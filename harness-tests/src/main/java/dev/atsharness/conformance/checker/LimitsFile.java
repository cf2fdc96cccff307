package dev.atsharness.conformance.checker;

import dev.atsharness.ats.Violation;
import dev.atsharness.conformance.Limits;
import dev.atsharness.conformance.Limits.KnownGap;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads what a checker is known not to do.
 *
 * <pre>{@code
 * knows-role: false
 * cannot-see:
 *   rsa-pkcs1-sha1-negotiated: it reports no handshake signatures
 * known-gaps:
 *   - scenario: key/p224           # or violation: CODE, or both
 *     reason: ...
 *     issue: https://...           # optional
 * }</pre>
 */
final class LimitsFile {

  private LimitsFile() {}

  /** The limits in a file beside this class. */
  static Limits resource(String name) {
    try (InputStream in = LimitsFile.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + name);
      }
      return parse(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }

  /**
   * Parses a file.
   *
   * @throws IllegalArgumentException if it says something that is not understood
   */
  static Limits parse(byte[] yaml) {
    JsonNode root;
    try {
      root = new YAMLMapper().readTree(yaml);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not YAML: " + e.getOriginalMessage(), e);
    }
    require(root, List.of("knows-role", "cannot-see", "known-gaps"));
    Map<Violation, String> cannotSee = new EnumMap<>(Violation.class);
    for (Map.Entry<String, JsonNode> entry : root.path("cannot-see").properties()) {
      cannotSee.put(Violation.ofCode(entry.getKey()), entry.getValue().asString());
    }
    List<KnownGap> gaps = new ArrayList<>();
    for (JsonNode gap : root.path("known-gaps")) {
      require(gap, List.of("scenario", "violation", "reason", "issue"));
      gaps.add(
          new KnownGap(
              text(gap, "scenario"),
              text(gap, "violation").map(Violation::ofCode),
              text(gap, "reason")
                  .orElseThrow(
                      () -> new IllegalArgumentException("a known gap without reason: " + gap)),
              text(gap, "issue")));
    }
    return new Limits(root.path("knows-role").asBoolean(false), cannotSee, gaps);
  }

  private static Optional<String> text(JsonNode node, String key) {
    return Optional.ofNullable(node.get(key)).map(JsonNode::asString);
  }

  private static void require(JsonNode node, List<String> known) {
    for (String key : node.propertyNames()) {
      if (!known.contains(key)) {
        throw new IllegalArgumentException("unknown key '" + key + "'; known: " + known);
      }
    }
  }
}
