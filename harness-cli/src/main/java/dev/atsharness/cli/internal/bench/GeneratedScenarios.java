package dev.atsharness.cli.internal.bench;

import dev.atsharness.io.internal.TemporaryFiles;
import dev.atsharness.scenario.internal.OwnScenarios;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A directory of scenarios {@code bench/...} that exist only for a measurement. */
public final class GeneratedScenarios implements AutoCloseable {

  /** The pattern that selects all of them and no scenario of the catalogue. */
  static final String GLOB = "bench/*";

  private static final List<String> VERSIONS = List.of("TLSv1.2", "TLSv1.3, TLSv1.2");
  private static final List<String> KEYS = List.of("rsa-2048", "p-256", "p-384", "rsa-3072");

  /** Scenarios of the catalogue that are wrong in different ways. */
  public static final List<String> WRONG =
      List.of(
          "handshake/no-ems",
          "protocol/tls10-only",
          "ciphersuite/static-rsa-aes256-gcm",
          "ciphersuite/ecdhe-chacha20-tls12",
          "handshake/sha1-server-key-exchange",
          "signature/sha224-leaf",
          "key/rsa-1024",
          "trust/expired",
          "trust/self-signed",
          "handshake/grease-intolerant",
          "handshake/long-hello-intolerant");

  private static final int ONE_WRONG_IN = 10;

  private final Path directory;

  private GeneratedScenarios(Path directory) {
    this.directory = directory;
  }

  /** Creates this number of scenarios, which differ in version and key. */
  static GeneratedScenarios many(int count) throws IOException {
    GeneratedScenarios scenarios = empty();
    for (int i = 0; i < count; i++) {
      scenarios.write(
          name(i), VERSIONS.get(i % VERSIONS.size()), KEYS.get(i / VERSIONS.size() % KEYS.size()));
    }
    return scenarios;
  }

  /**
   * Creates this number of scenarios, of which every tenth is wrong in one of {@code 11} ways and
   * the others are compliant.
   */
  static GeneratedScenarios audited(int count) throws IOException {
    GeneratedScenarios scenarios = empty();
    OwnScenarios copies = new OwnScenarios(scenarios.directory);
    for (int i = 0; i < count; i++) {
      if (i % ONE_WRONG_IN == 0) {
        copies.begin("bench/" + name(i), WRONG.get(i / ONE_WRONG_IN % WRONG.size()));
      } else {
        scenarios.write(name(i), VERSIONS.get(i % VERSIONS.size()), KEYS.get(i % 2));
      }
    }
    return scenarios;
  }

  /** A name that sorts like its number. */
  private static String name(int number) {
    return String.format(Locale.ROOT, "endpoint-%05d", number);
  }

  static GeneratedScenarios empty() throws IOException {
    Path directory = TemporaryFiles.directory("ats-harness-bench", "the benchmark");
    Files.createDirectory(directory.resolve("bench"));
    return new GeneratedScenarios(directory);
  }

  /** Creates one scenario, {@code bench/NAME}. */
  void write(String name, String versions, String key) throws IOException {
    Files.writeString(
        directory.resolve("bench").resolve(name + ".yaml"),
        """
        title: Compliant server made by the benchmark
        why: Made by the benchmark, because the catalogue has no such scenario or not enough of them.
        role: mdm
        tls:
          versions: [%s]
        certificate:
          key: %s
        expect: {violations: [], implied: [], ats: pass, fcp: pass}
        evidence: documented
        references: [harness]
        """
            .formatted(versions, key));
  }

  Path directory() {
    return directory;
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
