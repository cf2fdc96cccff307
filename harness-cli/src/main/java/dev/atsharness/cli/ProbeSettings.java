package dev.atsharness.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The options that the result for a server depends on, as text. Results that were made with other
 * options are not mixed.
 */
final class ProbeSettings {

  private final ProbeOptions options;

  ProbeSettings(ProbeOptions options) {
    this.options = options;
  }

  /** The same for two runs whose results can be mixed. */
  String text() throws IOException {
    List<String> parts = new ArrayList<>();
    parts.add("as " + options.profileId());
    parts.add(
        options.ca().isPresent()
            ? "roots " + digest(Files.readAllBytes(options.ca().get()))
            : "roots of Java");
    options.role().ifPresent(role -> parts.add("role " + role.label()));
    if (!options.follow()) {
      parts.add("not followed");
    }
    if (!options.everyAddress()) {
      parts.add("one address");
    }
    if (options.hasIdentity()) {
      parts.add("with identity");
    }
    options.proxy().ifPresent(proxy -> parts.add("proxy " + proxy));
    options.resolve().forEach(entry -> parts.add("resolve " + entry));
    return String.join(", ", parts);
  }

  /** The first digits of a digest: enough to notice another file. */
  private static String digest(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
