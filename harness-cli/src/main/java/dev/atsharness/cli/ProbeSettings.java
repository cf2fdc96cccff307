package dev.atsharness.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What the result for a server depends on, as text: the version of the harness, the options, and
 * digests of the files that they name. Results that were made with other settings are not mixed.
 */
final class ProbeSettings {

  private final ProbeOptions options;

  ProbeSettings(ProbeOptions options) {
    this.options = options;
  }

  /** The same for two runs whose results can be mixed. */
  String text() throws IOException {
    List<String> parts = new ArrayList<>();
    parts.add("version " + AtsHarnessCommand.Version.current());
    parts.add("as " + options.profileId());
    parts.add((options.hasCa() ? "roots " : "roots of Java ") + digest(options.anchorBytes()));
    options.role().ifPresent(role -> parts.add("role " + role.label()));
    if (!options.follow()) {
      parts.add("not followed");
    }
    if (!options.everyAddress()) {
      parts.add("one address");
    }
    if (options.identityPath().isPresent()) {
      parts.add("identity " + digest(Files.readAllBytes(options.identityPath().get())));
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
