package dev.atsharness.conformance.checker.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.atsharness.conformance.CheckerOutput;
import dev.atsharness.conformance.checker.Checkers;
import dev.atsharness.conformance.checker.internal.Adapter.Format;
import dev.atsharness.testing.FuzzTests;
import dev.atsharness.yaml.BadFileException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any output of a program gives a result or a message, and so does any adapter file. */
class AdapterFuzzTest extends FuzzTests {

  private static final List<Adapter> ADAPTERS =
      Checkers.PROGRAMS.stream().map(AdapterReader::shipped).toList();

  /** How many times longer than the output the evidence for one violation may be. */
  private static final int MAX_GROWTH = 50;

  static Stream<byte[]> jsonRecordings() {
    return Stream.of("testssl.json", "sslyze.json", "tlsx.json").map(AdapterFuzzTest::recording);
  }

  static Stream<byte[]> xmlRecordings() {
    return Stream.of("nmap.xml", "sslscan.xml").map(AdapterFuzzTest::recording);
  }

  static Stream<byte[]> textRecordings() {
    return Stream.of(
            "audit-script.txt",
            "curl.txt",
            "gnutls-cli.txt",
            "jsse.txt",
            "nscurl.txt",
            "openssl.txt")
        .map(AdapterFuzzTest::recording);
  }

  static Stream<byte[]> contracts() {
    return Stream.of(
            "OK\n",
            "ems-not-negotiated it says so\n# a remark\n\ntls-version-below-1.2\n",
            "REFUSED no cipher suite in common\n",
            "UNSUPPORTED TLS 1.3 only\n")
        .map(text -> text.getBytes(UTF_8));
  }

  static Stream<byte[]> files() {
    return Checkers.PROGRAMS.stream().map(AdapterReader::shippedBytes);
  }

  @MethodSource("jsonRecordings")
  @FuzzTest
  void readsJson(byte[] input) {
    read(Set.of(Format.JSON, Format.JSON_LINES), input);
  }

  @MethodSource("xmlRecordings")
  @FuzzTest
  void readsXml(byte[] input) {
    read(Set.of(Format.XML), input);
  }

  @MethodSource("textRecordings")
  @FuzzTest
  void readsText(byte[] input) {
    read(Set.of(Format.TEXT), input);
  }

  @MethodSource("contracts")
  @FuzzTest
  void readsTheContract(byte[] input) {
    String text = new String(input, UTF_8);
    try {
      check(ContractOutput.read(input.length % 3, text, ""), text);
    } catch (IOException e) {
      assertThat(e).hasMessageMatching("(?s).+");
    }
  }

  @MethodSource("files")
  @FuzzTest
  void readsAdapterFilesOrNamesEachProblem(byte[] input) {
    try {
      Adapter adapter =
          AdapterReader.read(input, "a.yaml", "a", Path.of("").toAbsolutePath(), List.of());
      assertThat(adapter.name()).isEqualTo("a");
    } catch (BadFileException e) {
      assertThat(e.problems()).isNotEmpty();
      assertThat(e.getMessage()).startsWith("a.yaml").doesNotContain("Exception", "java.");
    }
  }

  private static void read(Set<Format> formats, byte[] input) {
    String text = new String(input, UTF_8);
    for (Adapter adapter : ADAPTERS) {
      if (formats.contains(adapter.output().format())) {
        try {
          check(AdapterChecker.read(adapter, input.length % 2, text, text), text);
        } catch (IOException e) {
          assertThat(e).hasMessageMatching("(?s).+");
        }
      }
    }
  }

  private static void check(CheckerOutput output, String text) {
    assertThat(output.findings())
        .allSatisfy(
            finding ->
                assertThat(finding.evidence().length())
                    .isLessThan(MAX_GROWTH * (text.length() + 1_000)));
  }

  private static byte[] recording(String name) {
    try (InputStream in = AdapterFuzzTest.class.getResourceAsStream("recordings/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }
}
