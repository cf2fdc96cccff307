package dev.atsharness.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import dev.atsharness.ats.Violation;
import dev.atsharness.scenario.ClientDuty;
import dev.atsharness.scenario.ClientExpectation;
import dev.atsharness.scenario.ClientExpectation.Connects;
import dev.atsharness.scenario.ClientExpectation.Side;
import dev.atsharness.scenario.Expectation.Verdict;
import dev.atsharness.scenario.Role;
import dev.atsharness.scenario.Scenario.Evidence;
import dev.atsharness.yaml.internal.SchemaFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest {
  private static final ClientDuty REFUSES =
      new ClientDuty(
          Optional.of("server-hello"),
          List.of("illegal_parameter"),
          Optional.empty(),
          "RFC 8446 section 4.1.3",
          List.of("TLSv1.3"),
          List.of("secp224r1"));

  @TempDir Path directory;

  @Test
  void whatIsWrittenIsReadBack() {
    assertThat(Manifest.parse(manifest().toJson())).isEqualTo(manifest());
  }

  @Test
  void whatIsWrittenMeetsThePublishedSchema() {
    assertThat(SchemaFiles.published("manifest").validate(manifest().toJson(), InputFormat.JSON))
        .isEmpty();
  }

  @Test
  void theSchemaRefusesWhatIsNoManifest() throws IOException {
    String good = manifest().toJson();
    assertThat(
            List.of(
                good.replace("\"version\" : 1", "\"version\" : 2"),
                good.replace("ems-not-negotiated", "ems-not-there"),
                good.replace("\"refusedBy\" : \"client\"", "\"refusedBy\" : \"nobody\""),
                good.replace("\"domain\"", "\"Domain\"")))
        .allSatisfy(
            bad -> {
              assertThat(bad).isNotEqualTo(good);
              assertThat(SchemaFiles.published("manifest").validate(bad, InputFormat.JSON))
                  .isNotEmpty();
            });
  }

  @Test
  void unknownFieldsArePassedOver() {
    String newer =
        manifest()
            .toJson()
            .replace("\"domain\"", "\"colour\" : {\"of\" : [1]}, \"domain\"")
            .replace("\"implied\"", "\"shade\" : 3, \"implied\"");
    assertThat(newer).contains("colour", "shade");
    assertThat(Manifest.parse(newer)).isEqualTo(manifest());
  }

  @Test
  void anotherVersionIsRefusedWithARemedy() {
    String json = manifest().toJson().replace("\"version\" : 1", "\"version\" : 2");
    assertThatThrownBy(() -> Manifest.parse(json))
        .isInstanceOf(HarnessException.class)
        .hasMessageContaining("version 2")
        .hasMessageContaining("reads version 1")
        .hasMessageContaining("same release");
  }

  @Test
  void whatIsNoManifestIsRefusedWithTheReason() {
    String good = manifest().toJson();
    Map<String, String> badAndWhy = new LinkedHashMap<>();
    badAndWhy.put("", "is not a manifest");
    badAndWhy.put("[]", "is not a manifest");
    badAndWhy.put("null", "is not a manifest");
    badAndWhy.put("{\"version\":1", "is not a manifest");
    badAndWhy.put("{}", "version");
    badAndWhy.put("{\"version\":1}", "harnessVersion");
    badAndWhy.put(good.replace("ems-not-negotiated", "ems-not-there"), "ems-not-there");
    badAndWhy.put(good.replace("\"ats\" : \"pass\"", "\"ats\" : \"maybe\""), "maybe");
    badAndWhy.put(good.replace("\"violations\" : [", "\"violations\" : 3, \"x\" : ["), "list");
    badAndWhy.put(good.replace("\"startedAt\" : \"", "\"startedAt\" : \"x"), "x2026");
    badAndWhy.put(good.replace("\"port\" : 9001", "\"port\" : \"nine\""), "nine");
    badAndWhy.forEach(
        (bad, why) ->
            assertThatThrownBy(() -> Manifest.parse(bad))
                .as(bad)
                .isInstanceOf(HarnessException.class)
                .hasMessageContaining(why));
  }

  @Test
  void anAnchorWithoutItsCertificateIsRefused() {
    String json = manifest().toJson().replace("\"anchorPem\"", "\"anchor-pem\"");
    assertThatThrownBy(() -> Manifest.parse(json))
        .isInstanceOf(HarnessException.class)
        .hasMessageContaining("anchorPem");
    assertThat(SchemaFiles.published("manifest").validate(json, InputFormat.JSON)).isNotEmpty();
  }

  @Test
  void aFileIsWrittenWholeAndLeavesNothingBesideIt() throws IOException {
    Path file = directory.resolve("ready.json");
    Files.writeString(file, "an older one");

    manifest().write(file);

    assertThat(Manifest.read(file)).isEqualTo(manifest());
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aFileThatCannotBeWrittenOrReadIsNamed() {
    Path nowhere = directory.resolve("missing").resolve("ready.json");
    assertThatThrownBy(() -> manifest().write(nowhere))
        .isInstanceOf(HarnessException.class)
        .hasMessageContaining(nowhere.toString())
        .hasMessageContaining("directory that exists");
    assertThatThrownBy(() -> Manifest.read(nowhere))
        .isInstanceOf(HarnessException.class)
        .hasMessageContaining(nowhere.toString());
  }

  @Test
  void anUnknownEndpointIsAnsweredWithSimilarOnes() {
    assertThat(manifest().endpoint("handshake/no-ems").location().port()).isEqualTo(9001);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> manifest().endpoint("handshake/noems"))
        .withMessageContaining("handshake/noems")
        .withMessageContaining("handshake/no-ems");
  }

  private static Manifest manifest() {
    Map<String, ClientExpectation> clients = new LinkedHashMap<>();
    clients.put(
        "ios-26.5-system", ClientExpectation.connects(List.of(Violation.EMS_NOT_NEGOTIATED)));
    clients.put(
        "ios-27-system",
        new ClientExpectation(
            Connects.FALSE,
            Optional.of(Side.CLIENT),
            Optional.empty(),
            Optional.of("unknown"),
            List.of(Violation.EMS_NOT_NEGOTIATED),
            List.of(Violation.CERTIFICATE_NOT_TRUSTED)));
    clients.put(
        "lab",
        new ClientExpectation(
            Connects.UNKNOWN,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of()));
    return new Manifest(
        "1.2.3",
        "ab".repeat(32),
        Instant.parse("2026-05-01T12:00:00.123Z"),
        "ats-harness.test",
        new Manifest.Ca(
            "-----BEGIN CERTIFICATE-----\nMII=\n-----END CERTIFICATE-----\n", "cd".repeat(32)),
        new Manifest.Listeners(
            new Manifest.Listener("127.0.0.1", 8443),
            new Manifest.Listener("127.0.0.1", 8080),
            Optional.of(new Manifest.Listener("127.0.0.1", 5353))),
        URI.create("http://127.0.0.1:8090/"),
        List.of(
            target(
                "handshake/no-ems",
                Optional.of("baseline/tls12"),
                clients,
                Violation.EMS_NOT_NEGOTIATED),
            target("baseline/tls12", Optional.empty(), Map.of())));
  }

  private static Manifest.Endpoint target(
      String id,
      Optional<String> control,
      Map<String, ClientExpectation> clients,
      Violation... violations) {
    String host = id.replaceAll(".*/", "") + ".ats-harness.test";
    return new Manifest.Endpoint(
        id,
        "A \"title\" with \u00fcmlaut",
        "Why it matters.",
        Role.SOFTWARE_UPDATE,
        control,
        new Manifest.Location(
            host, "127.0.0.1", 9001, URI.create("https://" + host + ":8443/"), Optional.empty()),
        control.map(
            needed ->
                new Manifest.Anchor(
                    URI.create("http://127.0.0.1:8090/anchors/" + id + ".pem"),
                    "-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n")),
        new Manifest.Truth(
            List.of(violations),
            List.of(),
            Verdict.PASS,
            Verdict.INCONCLUSIVE,
            clients,
            control.map(needed -> REFUSES),
            Evidence.SOURCE_READ));
  }
}
