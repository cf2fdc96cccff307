package dev.atsharness.conformance.checker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.ats.Violation;
import dev.atsharness.conformance.CheckedEndpoint;
import dev.atsharness.conformance.CheckedEndpoints;
import dev.atsharness.conformance.Checker;
import dev.atsharness.conformance.CheckerOutput;
import dev.atsharness.conformance.CheckerOutput.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests how a program is called and contained, with scripts instead of testssl. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the programs are shell scripts")
class ProgramCheckerTest {

  private static final Adapter TESTSSL = AdapterReader.shipped("testssl");
  private static final CheckedEndpoint TARGET = CheckedEndpoints.clean("baseline/tls13");
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path bin;

  @Test
  void isAbsentWhereNothingIsInstalled() throws Exception {
    assertThat(TESTSSL.executable().program(bin.toString())).isEmpty();
  }

  @Test
  void tellsTheVersionOfTheProgram() throws Exception {
    assertThat(testssl("exit 1").version()).isEqualTo("3.0.8");
  }

  @Test
  void readsTheReportThatTheProgramWrites() throws Exception {
    Checker testssl =
        testssl(
            """
            for a in "$@"; do case "$a" in --jsonfile=*) out="${a#*=}";; esac; done
            echo '[{"id":"protocol_negotiated","finding":"Default protocol TLS1.0"}]' > "$out"
            exit 3
            """);

    CheckerOutput report = testssl.check(TARGET, LONG);

    assertThat(report.violations()).containsExactly(Violation.TLS_VERSION_BELOW_1_2);
    assertThat(report.output()).startsWith("[{\"id\":\"protocol_negotiated\"");
  }

  @Test
  void scansTheDedicatedPortUnderTheHostName() throws Exception {
    Path arguments = bin.resolve("arguments");
    Checker testssl = testssl("printf '%s\\n' \"$@\" > " + arguments + "; exit 1");

    assertThat(testssl.check(TARGET, LONG).status()).isEqualTo(Status.INCONCLUSIVE);
    assertThat(Files.readAllLines(arguments))
        .contains("--ip=127.0.0.1")
        .endsWith("tls13.ats-harness.test:9443");
  }

  @Test
  void saysWhyThereIsNoReport() throws Exception {
    Checker testssl = testssl("echo; printf 'Fatal error: \\033[1mno openssl\\033[m\\n'; exit 250");

    CheckerOutput report = testssl.check(TARGET, LONG);

    assertThat(report.status()).isEqualTo(Status.INCONCLUSIVE);
    assertThat(report.note())
        .isEqualTo(
            "it failed: testssl wrote no report, exit status 250; its last output: Fatal error: no"
                + " openssl");
    assertThat(report.output()).contains("no openssl");
  }

  @Test
  void takesNoAnswerFromAProgramThatCrashed() throws Exception {
    Checker testssl =
        testssl(
            """
            for a in "$@"; do case "$a" in --jsonfile=*) out="${a#*=}";; esac; done
            echo '[{"id":"protocol_negotiated","finding":"Default protocol TLS1.3"}]' > "$out"
            echo "line 7: bad array subscript" >&2
            exit 139
            """);

    CheckerOutput report = testssl.check(TARGET, LONG);

    assertThat(report.status()).isEqualTo(Status.INCONCLUSIVE);
    assertThat(report.note())
        .isEqualTo(
            "exit status 139, which the adapter of testssl does not list as normal; its last"
                + " output: line 7: bad array subscript");
  }

  @Test
  void tellsAProgramAllInItsEnvironment() throws Exception {
    Path seen = bin.resolve("seen");
    Checker testssl =
        testssl("echo $ATS_HARNESS_PORT $ATS_HARNESS_ROLE $TERM > " + seen + "; exit 1");

    assertThat(testssl.check(TARGET, LONG).status()).isEqualTo(Status.INCONCLUSIVE);
    assertThat(Files.readString(seen)).isEqualTo("9443 mdm dumb\n"); // TERM is the adapter's
  }

  @ParameterizedTest
  @CsvSource({
    "echo OK, true, https://127.0.0.1:9443/",
    "echo REFUSED no, true, https://127.0.0.1:9443/",
    "echo nonsense, false, https://127.0.0.1:9443/",
  })
  void readsCodesAndRunsWhereTheAdapterSays(String script, boolean finished, String url)
      throws Exception {
    Path adapter = bin.resolve("mine.yaml");
    Path work = Files.createDirectory(bin.resolve("work"));
    Files.writeString(
        adapter,
        """
        title: mine
        programs: [/bin/sh]
        arguments: [-c, '%s; echo $ATS_HARNESS_URL >seen; exit 7']
        directory: work
        output: {format: contract}
        """
            .formatted(script));
    Adapter mine = AdapterReader.read(adapter, List.of());

    CheckerOutput report =
        ProgramChecker.of(mine, Path.of("/bin/sh"), false, Optional.empty()).check(TARGET, LONG);

    assertThat(report.status() == Status.FINISHED).as(report.note()).isEqualTo(finished);
    assertThat(work.resolve("seen")).hasContent(url);
  }

  @Test
  void isStoppedWhenItTakesTooLong() throws Exception {
    CheckerOutput report = testssl("sleep 60").check(TARGET, Duration.ofSeconds(1));

    assertThat(report.status()).isEqualTo(Status.TIMED_OUT);
  }

  @Test
  void removesItsFiles() throws Exception {
    Path place = bin.resolve("place");
    Checker testssl = testssl("pwd > " + place + "; exit 1");

    assertThat(testssl.check(TARGET, LONG).status()).isEqualTo(Status.INCONCLUSIVE);
    assertThat(Path.of(Files.readString(place).strip())).doesNotExist();
  }

  @Test
  void declaresItsLimitsWithReasons() throws Exception {
    assertThat(testssl("exit 1").limits().cannotSee())
        .containsKey(Violation.RSA_PKCS1_SHA1_NEGOTIATED)
        .allSatisfy((code, reason) -> assertThat(reason).isNotBlank());
  }

  /** Returns a checker for a script with the version banner of 3.0.8. */
  private Checker testssl(String script) throws Exception {
    Path file = bin.resolve("testssl");
    Files.writeString(
        file,
        """
        #!/bin/sh
        if [ "$*" = --version ]; then
          printf '\\n####\\n    testssl       3.0.8 from \\033[mhttps://testssl.sh/\\n'
          exit 0
        fi
        """
            + script);
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return ProgramChecker.of(
        TESTSSL,
        TESTSSL.executable().program(bin.toString()).orElseThrow(),
        false,
        Optional.empty());
  }
}
