package dev.atsharness.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The version of this build, read from a resource that the build writes. */
final class HarnessVersion {

  private HarnessVersion() {}

  static String read() {
    try (InputStream in = HarnessVersion.class.getResourceAsStream("version.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the version", e);
    }
  }
}
