package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.scenario.internal.Remedies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CatalogueCommandsTest {

  @Test
  void listsScenariosWithTheirViolations() {
    Cli.Result result = Cli.run("list", "--only", "handshake/*");

    assertThat(result.out().lines())
        .anySatisfy(
            line -> assertThat(line).startsWith("handshake/no-ems ").contains("ems-not-negotiated"))
        .allSatisfy(line -> assertThat(line).startsWith("handshake/"));
  }

  @Test
  void namesTheColumnsOnATerminal() {
    assertThat(Cli.runInteractively("list", "--only", "handshake/no-ems").out().lines())
        .hasSize(2)
        .first()
        .asString()
        .matches("SCENARIO +VIOLATIONS +TITLE");
  }

  @Test
  void listsTheScenariosWithAViolation() {
    Cli.Result result =
        Cli.run("list", "--code", "tls-not-used", "--code", "ems-not-negotiated", "--json");

    assertThat(JsonMapper.shared().readTree(result.out()))
        .isNotEmpty()
        .allSatisfy(
            scenario ->
                assertThat(scenario.path("violations").toString())
                    .containsAnyOf("tls-not-used", "ems-not-negotiated"))
        .anySatisfy(s -> assertThat(s.path("id").asString()).isEqualTo("handshake/no-ems"))
        .anySatisfy(s -> assertThat(s.path("id").asString()).isEqualTo("cleartext/plain-http"));
  }

  @Test
  void listsAsJson() {
    JsonNode list = JsonMapper.shared().readTree(Cli.run("list", "--json").out());

    assertThat(list.isArray()).isTrue();
    assertThat(list).anySatisfy(s -> assertThat(s.path("id").asString()).isEqualTo("key/p224"));
  }

  @Test
  void saysWhatEveryClientMustDo() {
    assertThat(Cli.run("show", "protocol/tls10-old-stack").out())
        .contains(
            "Every client must refuse after server-hello, with protocol_version (RFC 5246 appendix"
                + " E.1).");

    JsonNode list = JsonMapper.shared().readTree(Cli.run("list", "--json").out());
    assertThat(clientMust(list, "protocol/tls10-old-stack").asString()).isEqualTo("refuse");
    assertThat(clientMust(list, "baseline/tls13").asString()).isEqualTo("connect");
    assertThat(clientMust(list, "handshake/no-ems").isNull()).isTrue();
  }

  private static JsonNode clientMust(JsonNode list, String id) {
    return list.valueStream()
        .filter(one -> one.path("id").asString().equals(id))
        .findFirst()
        .orElseThrow()
        .path("clientMust");
  }

  @Test
  void showsTheExactMessagesOfEachRelease() {
    Cli.Result result = Cli.run("show", "handshake/no-ems");

    assertThat(result.out())
        .contains(
            "26.4  Warning [ATS FCPv2.1 violation]: TLS 1.2 negotiated without extended master"
                + " secret (EMS) for server: no-ems.ats-harness.test")
        .contains("27.0  Error [ATS FCPv2.1 violation]: TLS 1.2 negotiated without")
        .contains("How to fix such a server")
        .contains("RFC 7627");
  }

  @Test
  void showsTheConfigurationOfAProductOnceForEachFix() {
    assertThat(Cli.run("show", "protocol/tls11-only", "--product", "haproxy").out())
        .containsOnlyOnce("HAProxy, haproxy.cfg: Enable TLS 1.2 and TLS 1.3")
        .doesNotContain("--product NAME");
    assertThat(Cli.run("show", "protocol/tls11-only").out())
        .contains("--product NAME, one of\n" + ProductOption.names());
  }

  @ParameterizedTest
  @CsvSource({
    "preference/tls12-first-with-sentinel, downgrade",
    "handshake/ems-miscomputed, master-secret",
    "key/p521-tls13, certificate-key"
  })
  void showsTheRemedyOfProbeWhereNoCodeSaysWhyDevicesFail(String scenario, String cause) {
    assertThat(Cli.run("show", scenario).out())
        .contains(cause + ": " + Remedies.builtIn().ofRefusal(cause).orElseThrow());
  }

  @Test
  void showsTheMessagesOfTheServerToWhichOneLeads() {
    assertThat(Cli.run("show", "next-hop/redirect-to-no-ems").out())
        .contains(
            "refused by the client, alert unknown, at handshake/no-ems",
            "Apple's messages about the second server, handshake/no-ems",
            "extended master secret (EMS) for server: no-ems.ats-harness.test");
  }

  @Test
  void saysWhoWritesAMessageThatNoSystemProcessWrites() {
    assertThat(Cli.run("show", "protocol/tls10-only").out())
        .contains(
            "No iOS system process as known today writes this here; legacy-tls10 does (A 26.5"
                + " system process that still offers TLS 1.0 and 1.1, warning only).");
    assertThat(Cli.run("show", "handshake/no-ems").out()).doesNotContain("No iOS system process");
  }

  @Test
  void showsTheValueThatAMessageQuotes() {
    assertThat(Cli.run("show", "ciphersuite/static-rsa-aes256-gcm").out())
        .contains("Ciphersuite(TLS_RSA_WITH_AES_256_GCM_SHA384) not offered in ATS negotiated");
  }

  @Test
  void saysWhatADeviceDoesInsteadOfADocumentedMessageThatNoneReaches() {
    assertThat(Cli.run("show", "protocol/ssl3-only").out())
        .contains("26.4  Warning [ATS violation]: TLS version <1.2 negotiated for server:")
        .contains("No current device is known to write this for this server. Instead:")
        .contains("ios-26.5-system: refused by the server");
  }

  @Test
  void saysSoWhereTrustFailsBeforeTheMessageIsReached() {
    assertThat(Cli.run("show", "key/rsa-1024").out())
        .contains("RSA key size 1024 bits is less than minimum 2048 bits for server:")
        .contains("It is unknown whether a device writes this. What it does:")
        .doesNotContain("No current device is known to write this")
        .contains("may log rsa-key-below-2048");
  }

  @Test
  void showsWhatIsSetAndWhatTheControlHasOtherwise() {
    assertThat(Cli.run("show", "handshake/no-ems").out().lines())
        .anySatisfy(line -> assertThat(line).matches("tls\\.versions +TLSv1\\.2"))
        .anySatisfy(
            line ->
                assertThat(line)
                    .matches("tls\\.extended-master-secret +false +# the control differs"))
        .anySatisfy(
            line -> assertThat(line).matches("file +scenarios/catalog/handshake/no-ems\\.yaml"));
  }

  @Test
  void showsWhatTheControlSetsAndTheScenarioDoesNot() {
    assertThat(Cli.run("show", "handshake/ocsp-missing").out().lines())
        .anySatisfy(
            line ->
                assertThat(line)
                    .matches("tls\\.ocsp-stapling +\\(not set\\) +# the control differs"));
  }

  @Test
  void showsMessagesAndCureWhereADeviceMayLogOnly() {
    assertThat(Cli.run("show", "trust/revoked-by-crl").out())
        .contains("may log certificate-not-trusted, nothing else")
        .doesNotContain("logs nothing, may log")
        .contains("26.4  Warning [ATS Violation]: ATS certificate trust requirement not satisfied")
        .contains("It is unknown whether a device writes this.")
        .contains("How to fix such a server");
    assertThat(Cli.run("show", "cleartext/https-url-of-http-port").out())
        .contains("How to fix such a server");
    assertThat(Cli.run("show", "exempt/enrollment-anchor").out())
        .contains("may log certificate-not-trusted, nothing else")
        .contains("How to avoid the message (the server passes as it is)");
  }

  @Test
  void showsNoMessagesForACompliantServer() {
    assertThat(Cli.run("show", "baseline/tls13").out())
        .doesNotContain("Apple's messages")
        .doesNotContain("How to fix");
  }

  @Test
  void namesTheFileOfAScenarioOfOnesOwn(@TempDir Path directory) throws IOException {
    String own = directory.toString();
    Cli.run("scenario", "new", "own/mine", "--from", "handshake/no-ems", "--scenarios", own);
    Path file = directory.resolve("own/mine.yml");
    Files.move(directory.resolve("own/mine.yaml"), file);

    assertThat(Cli.run("show", "own/mine", "--scenarios", own).out()).contains(file.toString());
  }
}
