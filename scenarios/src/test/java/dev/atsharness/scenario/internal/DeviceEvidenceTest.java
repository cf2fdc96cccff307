package dev.atsharness.scenario.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atsharness.ats.Violation;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.ClientExpectation.Side;
import dev.atsharness.scenario.Scenario;
import dev.atsharness.scenario.Scenario.Evidence;
import dev.atsharness.scenario.internal.DeviceResult.Line;
import dev.atsharness.scenario.internal.DeviceResult.Outcome;
import dev.atsharness.yaml.BadFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All results here are made up; the catalogue's own directory has none of them. */
class DeviceEvidenceTest {

  private static final Catalogue CATALOGUE = Catalogue.builtIn();
  private static final String NO_EMS = "handshake/no-ems";
  private static final String WORDS =
      " [ATS FCPv2.1 violation]: TLS 1.2 negotiated without extended master secret (EMS) for"
          + " server: {server}";
  private static final TestedDevice OF_26 = device("26.5.1");
  private static final TestedDevice OF_27 = device("27.0.1");

  @TempDir Path directory;

  @Test
  void aDeviceThatDoesWhatTheFileStatesConfirmsIt() throws IOException {
    write("one.yaml", OF_26, warned("Warning" + WORDS));
    write("two.yaml", OF_27, refused("Error" + WORDS, Side.CLIENT, "handshake_failure"));

    DeviceEvidence evidence = DeviceEvidence.read(directory, CATALOGUE);
    Scenario.Grounds grounds = evidence.graded(CATALOGUE).scenario(NO_EMS).grounds();

    assertThat(grounds.evidence()).isEqualTo(Evidence.DEVICE_VERIFIED);
    assertThat(grounds.devices())
        .containsExactly(
            "iOS 26.5.1 (23F79), iPhone17,2, on 2026-12-01",
            "iOS 27.0.1 (23F79), iPhone17,2, on 2026-12-01");
    assertThat(grounds.references()).isEqualTo(CATALOGUE.scenario(NO_EMS).grounds().references());
    assertThat(evidence.graded(CATALOGUE).scenario("baseline/tls13").grounds())
        .isEqualTo(CATALOGUE.scenario("baseline/tls13").grounds());
  }

  @Test
  void anAlertThatNoSourceNamesIsNewsAndStillConfirmsTheRest() throws IOException {
    write("one.yaml", OF_27, refused("Error" + WORDS, Side.CLIENT, "handshake_failure"));

    assertThat(DeviceEvidence.read(directory, CATALOGUE).news())
        .singleElement()
        .asString()
        .contains("one.yaml: catalog/handshake/no-ems.yaml states that the alert is unknown")
        .endsWith("ended with handshake_failure.");
  }

  @Test
  void aDeviceThatConnectsWhereItShouldRefuseFailsTheBuild() throws IOException {
    write("one.yaml", OF_27, warned("Error" + WORDS));

    assertThatThrownBy(() -> DeviceEvidence.read(directory, CATALOGUE))
        .isInstanceOf(BadFileException.class)
        .hasMessageContaining("one.yaml:11:5: ")
        .hasMessageContaining("a device contradicts the catalogue")
        .hasMessageContaining(
            "catalog/handshake/no-ems.yaml states that ios-27.0.1-system does not connect; the"
                + " device (iOS 27.0.1 (23F79), iPhone17,2, on 2026-12-01) connected.");
  }

  @Test
  void otherCodesThanTheFileStatesAreAContradiction() throws IOException {
    write(
        "silent.yaml",
        OF_26,
        new DeviceResult(
            NO_EMS, Optional.of(Outcome.CONNECTED), Optional.empty(), Optional.empty(), List.of()));
    assertThatThrownBy(() -> DeviceEvidence.read(directory, CATALOGUE))
        .hasMessageContaining("logs ems-not-negotiated")
        .hasMessageContaining("did not log that");

    Files.delete(directory.resolve("silent.yaml"));
    write(
        "other.yaml",
        OF_26,
        new DeviceResult(
            "baseline/tls13",
            Optional.of(Outcome.WARNED),
            Optional.empty(),
            Optional.empty(),
            List.of(line("Warning" + WORDS))));
    assertThatThrownBy(() -> DeviceEvidence.read(directory, CATALOGUE))
        .hasMessageContaining("does not log ems-not-negotiated")
        .hasMessageContaining("logged it");
  }

  @Test
  void otherWordsThanTheRuleHasAreAContradiction() throws IOException {
    write("one.yaml", OF_27, refused("Warning" + WORDS, Side.CLIENT, "handshake_failure"));

    assertThatThrownBy(() -> DeviceEvidence.read(directory, CATALOGUE))
        .hasMessageContaining("rules/ems-not-negotiated.yaml says for release 27.0.1: Error [ATS")
        .hasMessageContaining("wrote: Warning [ATS");
  }

  @Test
  void aValueThatTheMessageQuotesMayBeAny() {
    DeviceResult rsa =
        new DeviceResult(
            "anchored/rsa-1024-anchored",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(
                new Line(
                    Optional.of(Violation.RSA_KEY_BELOW_2048),
                    "Warning [ATS violation]: RSA key size 1024 bits is less than minimum 2048 bits"
                        + " for server: {server}",
                    List.of())));

    assertThat(EvidenceCheck.of(rsa, OF_26, CATALOGUE).contradictions()).isEmpty();
  }

  @Test
  void wordsThatNoRuleHasAreAContradiction() throws IOException {
    write(
        "one.yaml",
        OF_26,
        new DeviceResult(
            NO_EMS,
            Optional.of(Outcome.WARNED),
            Optional.empty(),
            Optional.empty(),
            List.of(
                line("Warning" + WORDS),
                new Line(
                    Optional.empty(),
                    "Warning [ATS violation]: Something new for server: {server}",
                    List.of()))));

    assertThatThrownBy(() -> DeviceEvidence.read(directory, CATALOGUE))
        .hasMessageContaining("no rule has the words of this message")
        .hasMessageContaining("Something new");
  }

  @Test
  void unknownScenariosReleasesAndProcessesAreNamed() throws IOException {
    write("a.yaml", device("18.1"), warned("Warning" + WORDS));
    String text = DeviceEvidence.text(OF_26, List.of(warned("Warning" + WORDS)));
    Files.writeString(directory.resolve("b.yaml"), text.replace(NO_EMS, "handshake/no-emz"));
    Files.writeString(directory.resolve("c.yaml"), text.replace("[\"mdmd\"]", "[\"nsurld\"]"));

    assertThatThrownBy(() -> DeviceEvidence.read(directory, CATALOGUE))
        .hasMessageContaining("a.yaml:4:12: release: release 18.1 is older")
        .hasMessageContaining("there is no scenario 'handshake/no-emz'")
        .hasMessageContaining("processes.yaml has no process 'nsurld'");
  }

  @Test
  void anEntryThatShowsNothingAndADayThatDoesNotExistAreRefused() throws IOException {
    String text = DeviceEvidence.text(OF_26, List.of(warned("Warning" + WORDS)));
    Files.writeString(directory.resolve("a.yaml"), text.replace("12-01", "02-30"));
    Files.writeString(
        directory.resolve("b.yaml"),
        text.substring(0, text.indexOf("    outcome")) + "    logs: []\n");

    assertThatThrownBy(() -> DeviceEvidence.read(directory, CATALOGUE))
        .hasMessageContaining("date: there is no day 2026-02-30")
        .hasMessageContaining("needs an outcome or a message");
  }

  @Test
  void aDirectoryThatIsAbsentHasNoResults() throws IOException {
    DeviceEvidence evidence = DeviceEvidence.read(directory.resolve("absent"), CATALOGUE);

    assertThat(evidence.confirmed()).isEmpty();
    assertThat(evidence.news()).isEmpty();
  }

  @Test
  void theCataloguePageNamesTheDevices() throws IOException {
    write("one.yaml", OF_26, warned("Warning" + WORDS));
    Catalogue graded = DeviceEvidence.read(directory, CATALOGUE).graded(CATALOGUE);

    assertThat(CataloguePage.renewed(Path.of(""), graded, Rules.builtIn()))
        .contains(
            "| [handshake/no-ems](catalog/handshake/no-ems.yaml) | iOS 26.5.1 (23F79), iPhone17,2,"
                + " on 2026-12-01 |");
  }

  private void write(String name, TestedDevice device, DeviceResult result) throws IOException {
    Files.writeString(directory.resolve(name), DeviceEvidence.text(device, List.of(result)));
  }

  private static TestedDevice device(String release) {
    return new TestedDevice(
        "iOS",
        release,
        Optional.of("23F79"),
        Optional.of("iPhone17,2"),
        "2026-12-01",
        "sysdiagnose");
  }

  private static DeviceResult warned(String message) {
    return new DeviceResult(
        NO_EMS,
        Optional.of(Outcome.WARNED),
        Optional.empty(),
        Optional.empty(),
        List.of(line(message)));
  }

  private static DeviceResult refused(String message, Side side, String alert) {
    return new DeviceResult(
        NO_EMS,
        Optional.of(Outcome.REFUSED),
        Optional.of(side),
        Optional.of(alert),
        List.of(line(message)));
  }

  private static Line line(String message) {
    return new Line(Optional.of(Violation.EMS_NOT_NEGOTIATED), message, List.of("mdmd"));
  }
}
