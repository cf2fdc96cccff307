package dev.atsharness.conformance.checker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atsharness.ats.Violation;
import dev.atsharness.conformance.CheckedEndpoint;
import dev.atsharness.conformance.CheckedEndpoints;
import dev.atsharness.conformance.CheckerOutput;
import dev.atsharness.conformance.CheckerOutput.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands are for a POSIX shell")
class ShellCommandTest {

  private static final CheckedEndpoint TARGET = CheckedEndpoints.clean("baseline/tls13");
  private static final Duration LONG = Duration.ofSeconds(30);

  @Test
  void takesACodeALineWithItsEvidence() throws Exception {
    CheckerOutput report =
        run(
            """
            echo '# what I think'
            echo 'rsa-key-below-2048 1024 bits'
            echo
            echo '  ems-not-negotiated'
            echo 'tls-not-used, or so' >&2
            """);

    assertThat(report.findings())
        .extracting(finding -> finding.violation().code() + "|" + finding.evidence())
        .containsExactly(
            "rsa-key-below-2048|rsa-key-below-2048 1024 bits",
            "ems-not-negotiated|ems-not-negotiated");
  }

  @Test
  void takesOkWhateverTheExitStatus() throws Exception {
    assertThat(run("echo OK; exit 7"))
        .isEqualTo(CheckerOutput.finished(List.of()).withOutput("OK\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"kill -9 $$", "kill -SEGV $$", "sh -c 'kill -PIPE $$'"})
  void takesNoAnswerFromOneThatASignalEnded(String end) throws Exception {
    CheckerOutput report = run("echo OK; " + end);

    assertThat(report.status()).as(report.note()).isEqualTo(Status.INCONCLUSIVE);
    assertThat(report.note()).contains("signal").contains("may be incomplete");
    assertThat(report.output()).startsWith("OK\n");
  }

  @Test
  void takesThatItCannotJudge() throws Exception {
    CheckerOutput report = run("echo UNSUPPORTED no SSLv3 in this library");

    assertThat(report.status()).isEqualTo(Status.UNSUPPORTED);
    assertThat(report.note()).isEqualTo("no SSLv3 in this library");
  }

  @Test
  void takesThatADeviceWouldBeRefused() throws Exception {
    CheckerOutput report = run("echo REFUSED no common group; echo ems-not-negotiated");

    assertThat(report.refused()).contains("no common group");
    assertThat(report.violations()).containsExactly(Violation.EMS_NOT_NEGOTIATED);
    assertThat(run("echo REFUSED").refused()).contains("it gives no reason");
    assertThat(run("echo OK").refused()).isEmpty();
  }

  @Test
  void tellsTheRole() throws Exception {
    assertThat(run("test $ATS_HARNESS_ROLE = mdm && test {role} = mdm && echo OK").status())
        .isEqualTo(Status.FINISHED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          echo OK; echo weak-key           | line 2 of its output begins with 'weak-key'
          echo OK; echo ems-not-negotiated | it says OK and ems-not-negotiated at once
          echo OK; echo REFUSED x          | it says OK and REFUSED at once
          echo OK; echo UNSUPPORTED x      | it says OK and UNSUPPORTED at once
          echo UNSUPPORTED; echo REFUSED x | it says UNSUPPORTED and REFUSED at once
          echo broken >&2; exit 3          | it printed nothing (exit status 3)
          echo broken >&2; exit 3          | last output: broken
          /nowhere/my-check                | there is no such program (exit status 127)
          /dev/null                        | cannot be run (exit status 126)
          """)
  void refusesWhatBreaksTheContractAndKeepsItsWords(String command, String message)
      throws Exception {
    CheckerOutput report = run(command);

    assertThat(report.status()).isEqualTo(Status.INCONCLUSIVE);
    assertThat(report.note()).startsWith("it failed: ").contains(message);
    assertThat(report.output()).isNotEmpty();
  }

  @Test
  void fillsInWhatBracesStandFor() throws Exception {
    CheckerOutput report =
        run("test {url} = https://127.0.0.1:9443/ -a {port} = 9443 -a -f {ca} && echo OK");

    assertThat(report.status()).isEqualTo(Status.FINISHED);
  }

  @Test
  void givesUrlsWithNamesWhereTheyResolve() throws Exception {
    CheckerOutput report =
        ProgramChecker.of(
                new ShellCommand("test {url} = https://tls13.ats-harness.test:9443/ && echo OK"),
                true,
                Optional.empty())
            .check(TARGET, LONG);

    assertThat(report.status()).isEqualTo(Status.FINISHED);
  }

  @Test
  void givesUrlsWithNamesOnAPortThatManyShare() throws Exception {
    CheckedEndpoint.Location there = TARGET.location();
    CheckedEndpoint shared =
        TARGET.at(
            new CheckedEndpoint.Location(
                there.host(), there.address(), 8443, true, there.url(), Optional.empty()));
    CheckerOutput report =
        ProgramChecker.of(
                new ShellCommand(
                    "test {url} = https://tls13.ats-harness.test:8443/ -a {port} = 8443 && echo"
                        + " OK"),
                false,
                Optional.empty())
            .check(shared, LONG);

    assertThat(report.status()).isEqualTo(Status.FINISHED);
  }

  @Test
  void tellsAllInTheEnvironmentToo() throws Exception {
    CheckerOutput report =
        run("echo \"ems-not-negotiated $ATS_HARNESS_HOST $ATS_HARNESS_ADDRESS\"");

    assertThat(report.findings().get(0).evidence())
        .isEqualTo("ems-not-negotiated tls13.ats-harness.test 127.0.0.1");
    assertThat(report.violations()).containsExactly(Violation.EMS_NOT_NEGOTIATED);
  }

  @Test
  void stopsOneThatHangs() throws Exception {
    CheckerOutput report =
        ProgramChecker.of(
                new ShellCommand("trap '' TERM; sleep 60 & sleep 60"), false, Optional.empty())
            .check(TARGET, Duration.ofMillis(500));

    assertThat(report.status()).isEqualTo(Status.TIMED_OUT);
  }

  @Test
  void saysThatItWroteTooMuch() throws Exception {
    CheckerOutput report = run("yes");

    assertThat(report.status()).isEqualTo(Status.INCONCLUSIVE);
    assertThat(report.note()).isEqualTo("yes wrote more than 4 MiB and was stopped");
    assertThat(report.output()).startsWith("y\ny\n");
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere an orphan is not found")
  void saysWhatItLeftBehind() throws Exception {
    CheckerOutput report = run("sleep 60 >/dev/null 2>&1 & echo OK");

    assertThat(report.status()).isEqualTo(Status.FINISHED);
    assertThat(report.note()).isEqualTo("it left 1 process behind");
  }

  @ParameterizedTest
  @CsvSource({"'', no command", "check {uri}, '{uri}; known: '"})
  void refusesACommandThatCannotBe(String command, String message) {
    assertThatThrownBy(() -> new ShellCommand(command))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"./bin/my-check {url}", "'/opt/my-check' {url}", "\"my-check\""})
  void isCalledAfterItsProgram(String command) {
    assertThat(new ShellCommand(command).name()).isEqualTo("my-check");
  }

  @Test
  void isNamedAfterTheScriptRatherThanItsInterpreter() {
    String command = "java 'examples/MyCheck.java' {url}";

    assertThat(new ShellCommand(command).name()).isEqualTo("MyCheck.java");
  }

  private static CheckerOutput run(String command) throws Exception {
    return ProgramChecker.of(new ShellCommand(command), false, Optional.empty())
        .check(TARGET, LONG);
  }
}
