package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.server.AtsHarness;
import dev.atsharness.server.Endpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeCommandIT {

  @TempDir static Path directory;
  private static AtsHarness harness;
  private static Path ca;

  @BeforeAll
  static void start() throws Exception {
    harness =
        AtsHarness.builder()
            .only("protocol/tls10-only", "key/rsa-1024", "handshake/*-intolerant")
            .start();
    ca = Files.writeString(directory.resolve("ca.pem"), harness.caPem());
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  @Test
  void aServerThatOffersOnlyOldVersionsGetsACure() {
    Endpoint old = harness.endpoint("protocol/tls10-only");

    assertThat(probe(old, old.host(), "--ca", ca.toString()))
        .contains("refused by the server at client-hello, alert protocol_version")
        .doesNotContain("protocol_version: ", "protocol_version(70)")
        .contains("the server speaks TLSv1.0", "Enable TLS 1.2 or");
  }

  @Test
  void theConfigurationOfAProductIsPrintedOnRequest() {
    Endpoint old = harness.endpoint("protocol/tls10-only");

    assertThat(probe(old, old.host(), "--ca", ca.toString()))
        .contains("What to write into the server's configuration: --product NAME")
        .doesNotContain("ssl-min-ver");
    assertThat(probe(old, old.host(), "--ca", ca.toString(), "--product", "haproxy"))
        .containsOnlyOnce("HAProxy, haproxy.cfg: Enable TLS 1.2 and TLS 1.3")
        .contains("    ssl-default-bind-options ssl-min-ver TLSv1.2\n")
        .doesNotContain("--product NAME");
  }

  @Test
  void theConfigurationOfAProductIsNotInTheJson() {
    Cli.Result result = Cli.run("probe", "https://a.test/", "--product", "nginx", "--json");

    assertThat(result.status()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err()).contains("'explain CODE --json' has the configurations as JSON");
  }

  @Test
  void theCureForDistrustFitsItsReason() {
    Endpoint small = harness.endpoint("key/rsa-1024");

    assertThat(probe(small, small.host(), "--ca", ca.toString()))
        .contains("Not trusted: CN=rsa-1024.ats-harness.test has an RSA key of 1024 bits")
        .contains("certificate-not-trusted: Get certificates")
        .doesNotContain("TrustFailure[", "--ca FILE");
  }

  @Test
  void anUnknownRootBringsUpTheOptionForPrivateOnes() {
    Endpoint small = harness.endpoint("key/rsa-1024");

    assertThat(probe(small, small.host())).contains("For a private CA use --ca FILE.");
  }

  @Test
  void saysWhyAnUnqualifiedNameLogsNothing() {
    Endpoint small = harness.endpoint("key/rsa-1024");

    assertThat(probe(small, "mdm", "--ca", ca.toString()))
        .startsWith("mdm is an unqualified name; a device does not apply ATS to it");
  }

  @Test
  void aServerThatRefusesGreaseIsToldFromOthers() {
    Endpoint intolerant = harness.endpoint("handshake/grease-intolerant");

    assertThat(probe(intolerant, intolerant.host(), "--ca", ca.toString()))
        .contains("the reserved values of RFC 8701 (GREASE)", "accepts the same one without them")
        .contains("grease: Update the server's TLS software")
        .doesNotContain("cipher suite that", "too long");
  }

  @Test
  void aServerThatRefusesALongClientHelloIsToldFromOthers() {
    Endpoint intolerant = harness.endpoint("handshake/long-hello-intolerant");

    assertThat(probe(intolerant, intolerant.host(), "--ca", ca.toString()))
        .contains("the connection was reset")
        .contains("too long for one TCP segment, and accepts a shorter one")
        .contains("long-client-hello: Update the server's TLS software")
        .doesNotContain("no group that", "GREASE");
  }

  @Test
  void theAnswerSaysHowFarTheClientHelloIsKnown() {
    Endpoint small = harness.endpoint("key/rsa-1024");

    assertThat(probe(small, small.host(), "--as", "ios-27-system"))
        .contains("ClientHello of ios-27-system: inferred, because nobody has published")
        .contains("  Not sent: pre_shared_key: on a second connection");
    assertThat(probe(small, small.host(), "--as", "safari-26"))
        .contains("ClientHello of safari-26: published\n");
    assertThat(probe(small, small.host())).doesNotContain("ClientHello of");
  }

  private static String probe(Endpoint endpoint, String host, String... options) {
    String[] arguments = new String[options.length + 4];
    arguments[0] = "probe";
    arguments[1] = "https://" + host + "/";
    arguments[2] = "--connect";
    arguments[3] = endpoint.address() + ":" + endpoint.port();
    System.arraycopy(options, 0, arguments, 4, options.length);
    Cli.Result result = Cli.run(arguments);
    assertThat(result.status()).as(result.err()).isEqualTo(ExitCode.DEVIATION);
    return result.out();
  }
}
