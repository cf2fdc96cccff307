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

/** What probe says of servers that lead on, and how it exits. */
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
                "network/client-certificate-required",
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
        .contains("(" + why + ", of 1)")
        .contains("Did not use TLS when opening connection")
        .contains("tls-not-used: Serve the URL over HTTPS")
        .endsWith("FCP_v2.1: FAIL (see 2)" + System.lineSeparator());
  }

  @Test
  void theFirstConnectionAloneIsSaidToBeThat() {
    Cli.Result result = probe("cleartext/redirect-to-http", "--no-follow");

    assertThat(result.status()).isEqualTo(ExitCode.OK);
    assertThat(result.out())
        .contains("was not followed because of --no-follow:", "http://")
        .contains("FCP_v2.1: PASS of this connection alone");
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
          --identity /nowhere.p12   | --identity /nowhere.p12 cannot be used: there is no such file
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
