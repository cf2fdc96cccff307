package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.atsharness.server.AtsHarness;
import dev.atsharness.server.Endpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The output and exit status of probe for servers that lead to other servers. */
class ProbeFollowIT {

  @TempDir static Path directory;
  private static AtsHarness harness;
  private static Path ca;
  private static Schema schema;

  @BeforeAll
  static void start() throws Exception {
    harness =
        AtsHarness.builder()
            .only(
                "baseline/tls13",
                "cleartext/redirect-to-http",
                "cleartext/discovery-with-http-url",
                "cleartext/manifest-with-http-url",
                "cleartext/profile-with-http-server",
                "exempt/scep-tls10",
                "key/p521",
                "network/client-certificate-required",
                "network/http-401",
                "network/reset-after-client-hello",
                "next-hop/*",
                "handshake/no-ems")
            .start();
    ca = Files.writeString(directory.resolve("ca.pem"), harness.caPem());
    schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(
                Files.readString(Path.of("..", "scenarios", "schema", "probe.schema.json")),
                InputFormat.JSON);
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  private static Cli.Result probe(String scenario, String... options) {
    Endpoint endpoint = harness.endpoint(scenario);
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("probe", "https://" + endpoint.host() + "/", "--ca", ca.toString()));
    arguments.addAll(List.of("--connect", endpoint.address() + ":" + endpoint.port()));
    arguments.addAll(List.of(options));
    return Cli.run(arguments.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cleartext/redirect-to-http         | redirect 302
          cleartext/discovery-with-http-url  | service discovery, Servers[0].BaseURL
          cleartext/manifest-with-http-url   | app manifest, items[0].assets[0].url
          cleartext/profile-with-http-server | profile, PayloadContent[0].ServerURL
          """)
  void theNextHopOverHttpIsNamedWithWhatLeadsThere(String scenario, String why) {
    Cli.Result result = probe(scenario);

    assertThat(result.status()).isEqualTo(ExitCode.DEVIATION);
    assertThat(result.out())
        .contains("2. http://")
        .contains("(from 1: " + why + ")")
        .contains("Did not use TLS when opening connection")
        .contains("tls-not-used: Serve the URL over HTTPS")
        .endsWith("FCP_v2.1: FAIL (see 2)" + System.lineSeparator());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          next-hop/redirect-to-no-ems      | redirect 302                            | no-ems
          next-hop/discovery-to-static-rsa | service discovery, Servers[0].BaseURL   | static-rsa-aes256-gcm
          next-hop/manifest-to-tls10       | app manifest, items[0].assets[0].url    | tls10-only
          next-hop/profile-to-expired      | profile, PayloadContent[0].ServerURL    | expired
          """)
  void theServerToWhichOneLeadsIsJudgedToo(String scenario, String why, String next) {
    Cli.Result result = probe(scenario, "--resolve", "*:127.0.0.1");

    assertThat(result.status()).isEqualTo(ExitCode.DEVIATION);
    assertThat(result.out())
        .contains("2. https://" + next + ".ats-harness.test:")
        .contains("(from 1: " + why + ")")
        .contains("FCP_v2.1: FAIL (see 2");
  }

  @Test
  void aServerThatLeadsToACompliantOneIsFine() {
    Cli.Result result = probe("next-hop/redirect-to-compliant", "--resolve", "*:127.0.0.1");

    assertThat(result.status()).isEqualTo(ExitCode.OK);
    assertThat(result.out()).contains("2. https://tls13-only.ats-harness.test:");
  }

  @Test
  void howADeviceAsksIsSaidWhereAProbeAsksOtherwise() {
    String note = "A device sends PUT here, but probe sent GET";

    assertThat(probe("cleartext/profile-with-http-server").out()).containsOnlyOnce(note);
    assertThat(probe("cleartext/profile-with-http-server", "--json").out()).contains("\"" + note);
    assertThat(probe("cleartext/manifest-with-http-url").out()).doesNotContain(note);
  }

  @Test
  void theFirstConnectionAloneIsSaidToBeThat() {
    Cli.Result result = probe("cleartext/redirect-to-http", "--no-follow");

    assertThat(result.status()).isEqualTo(ExitCode.OK);
    assertThat(result.out())
        .contains("not followed because of --no-follow:", "http://")
        .contains("FCP_v2.1: PASS of only this connection");
  }

  @Test
  void aServerThatLeadsNowhereHasAShortAnswer() {
    Cli.Result result = probe("baseline/tls13");

    assertThat(result.status()).isEqualTo(ExitCode.OK);
    assertThat(result.out().lines()).hasSize(4).last().isEqualTo("FCP_v2.1: PASS");
  }

  @Test
  void aServerThatDemandsACertificateGetsNoVerdict() {
    Cli.Result result = probe("network/client-certificate-required");

    assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(result.out())
        .contains("Negotiated: TLSv1.3")
        .contains("Cannot tell: the server demands a client certificate", "--identity FILE.p12")
        .contains("FCP_v2.1: NO VERDICT");
  }

  @Test
  void theLastLineSaysWhatTheStatusSays() {
    Cli.Result unreachable = probe("network/reset-after-client-hello", "--role", "scep");
    Cli.Result refused = probe("exempt/scep-tls10", "--role", "scep");
    Cli.Result exempt = probe("baseline/tls13", "--role", "scep");

    assertThat(unreachable.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(last(unreachable)).startsWith("FCP_v2.1: NO VERDICT");
    assertThat(refused.status()).isEqualTo(ExitCode.DEVIATION);
    assertThat(last(refused)).startsWith("FCP_v2.1: FAIL").contains("do not apply here");
    assertThat(exempt.status()).isEqualTo(ExitCode.OK);
    assertThat(last(exempt)).startsWith("FCP_v2.1: EXEMPT");
  }

  private static String last(Cli.Result result) {
    return result.out().lines().reduce((one, next) -> next).orElseThrow();
  }

  @Test
  void whatTheNetworkEndsHasACure() {
    Cli.Result result = probe("network/reset-after-client-hello");

    assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(result.out()).containsPattern("network (reset|closed): Find out in the logs");
  }

  @Test
  void aNameThatDoesNotResolveCannotBeJudged() {
    String host = "a".repeat(64) + ".test"; // too long for DNS, so no name server is asked

    Cli.Result result = Cli.run("probe", "https://" + host + "/");

    assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(result.out())
        .contains("the name " + host + " does not resolve; --resolve " + host + ":ADDRESS")
        .contains("unresolved: Correct the name");
    assertThat(last(result)).isEqualTo("FCP_v2.1: NO VERDICT");
  }

  @Test
  void whatWasNotSeenHasACure() {
    Endpoint endpoint = harness.endpoint("network/http-401");

    Cli.Result result =
        Cli.run(
            "probe",
            "https://" + endpoint.host() + "/a.mobileconfig",
            "--ca",
            ca.toString(),
            "--connect",
            endpoint.address() + ":" + endpoint.port());

    assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(result.out())
        .contains("the document with the next URLs (profile) was not seen: HTTP 401")
        .contains("no-document: Probe the URL at which the document is served.");
  }

  @Test
  void whatIsInferredIsSaid() {
    Cli.Result result = probe("key/p521");

    assertThat(result.status()).isEqualTo(ExitCode.OK);
    assertThat(result.out()).contains("P-521 with TLS 1.2 is inferred (scenario key/p521)");
  }

  @Test
  void jsonMeetsThePublishedSchema() {
    for (Endpoint endpoint : harness.endpoints()) {
      String json = probe(endpoint.scenario().id(), "--json").out();
      assertThat(schema.validate(json, InputFormat.JSON)).as(json).isEmpty();
    }
    String json = probe("handshake/no-ems", "--json").out();
    assertThat(schema.validate(json.replace("\"wrong\"", "\"bad\""), InputFormat.JSON))
        .isNotEmpty();
  }

  @Test
  void jsonHasTheHopsAsAList() {
    JsonNode json =
        JsonMapper.shared().readTree(probe("cleartext/manifest-with-http-url", "--json").out());

    assertThat(json.at("/verdict").asString()).isEqualTo("wrong");
    assertThat(json.at("/fcp").asString()).isEqualTo("fail");
    assertThat(json.at("/hops/0/verdict").asString()).isEqualTo("fine");
    assertThat(json.at("/hops/1/why/document").asString()).isEqualTo("app manifest");
    assertThat(json.at("/hops/1/why/key").asString()).isEqualTo("items[0].assets[0].url");
    assertThat(json.at("/hops/1/why/from").asInt()).isZero();
    assertThat(json.at("/hops/1/verdict").asString()).isEqualTo("wrong");
    assertThat(json.at("/hops/1/visits/0/clients")).hasSize(2);
    assertThat(json.at("/violations/0/code").asString()).isEqualTo("tls-not-used");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --identity /nowhere.p12   | --identity /nowhere.p12 cannot be used: the file does not exist
          --resolve x               | write HOST[:PORT]:ADDRESS[:PORT]
          """)
  void whatCannotBeUsedIsRefused(String option, String message) {
    Cli.Result result = probe("baseline/tls13", option.split(" "));

    assertThat(result.status()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err()).contains(message);
  }

  @Test
  void theProgressIsShownOnATerminal() {
    Endpoint endpoint = harness.endpoint("cleartext/redirect-to-http");

    Cli.Result result =
        Cli.runInteractively(
            "probe",
            "https://" + endpoint.host() + "/",
            "--connect",
            endpoint.address() + ":" + endpoint.port());

    assertThat(result.err()).contains("Visiting https://" + endpoint.host() + "/ ...");
  }
}
