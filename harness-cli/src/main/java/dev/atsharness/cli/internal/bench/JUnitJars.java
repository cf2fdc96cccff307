package dev.atsharness.cli.internal.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * JUnit in the local Maven repository. The jar of the harness does not contain it, because only
 * users who write tests need it.
 */
final class JUnitJars {

  private JUnitJars() {}

  /** Returns the jars of JUnit, whether they are there or not. */
  static List<Path> in(Path repository) throws IOException {
    return resource("junit.txt").lines().map(repository::resolve).toList();
  }

  /** Returns what is missing. */
  static List<Path> missing(List<Path> jars) {
    return jars.stream().filter(jar -> !Files.isRegularFile(jar)).toList();
  }

  static String resource(String name) throws IOException {
    try (InputStream in = JUnitJars.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
