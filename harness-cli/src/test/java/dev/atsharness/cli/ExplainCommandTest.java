package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.ats.Violation;
import dev.atsharness.scenario.internal.Product;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ExplainCommandTest {

  @Test
  void saysWhatACodeMeansWhatAppleWritesAndHowToConfigureServers() {
    assertThat(Cli.run("explain", "ciphersuite-not-in-ats").out())
        .startsWith("ciphersuite-not-in-ats (ATS): Cipher suite outside the ATS group")
        .contains(
            "26.4  Warning [ATS violation]: Ciphersuite(SUITE) not offered in ATS negotiated for"
                + " server: HOST")
        .contains("SUITE is the IANA name of the negotiated suite.")
        .contains("ciphersuite/static-rsa-aes256-gcm")
        .contains("ssl_prefer_server_ciphers on;")
        .contains("SSLHonorCipherOrder on")
        .contains("Enable-TlsCipherSuite");
  }

  @Test
  void showsOnlyTheReleasesThatHaveTheMessage() {
    assertThat(Cli.run("explain", "ciphersuite-not-in-fcp").out())
        .contains("26.5  Warning")
        .doesNotContain("26.4  Warning");
  }

  @Test
  void listsTheCodesWhenNoneIsGiven() {
    assertThat(Cli.run("explain").out().lines())
        .hasSize(Violation.values().length)
        .first()
        .asString()
        .matches("tls-not-used +Plain HTTP");
  }

  @Test
  void namesTheNearestCodesForAnUnknownOne() {
    Cli.Result result = Cli.run("explain", "ems");

    assertThat(result.status()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err())
        .contains("no violation code 'ems'; did you mean ems-not-negotiated?")
        .contains("'ats-harness explain' lists them");
  }

  @Test
  void namesNoCodesForWhatIsNearNone() {
    assertThat(Cli.run("explain", "frobnicate").err())
        .contains("no violation code 'frobnicate'")
        .doesNotContain("did you mean");
  }

  @ParameterizedTest
  @EnumSource(Violation.class)
  void writesJson(Violation violation) {
    JsonNode rule =
        JsonMapper.shared().readTree(Cli.run("explain", violation.code(), "--json").out());

    assertThat(rule.get("code").asString()).isEqualTo(violation.code());
    assertThat(rule.get("messages").get("27.0").asString()).endsWith("server: HOST");
    assertThat(rule.get("servers").propertyNames())
        .containsExactlyElementsOf(Product.all().stream().map(Product::label).toList());
    assertThat(rule.get("citations")).hasSameSizeAs(rule.get("sources"));
    assertThat(rule.at("/sources/0").asString())
        .startsWith(rule.at("/citations/0/title").asString());
  }

  @Test
  void namesASourceWithItsUrl() {
    String source = "Apple support article 126655, https://support.apple.com/en-us/126655";

    assertThat(Cli.run("explain", "ems-not-negotiated").out()).contains("source     " + source);
    assertThat(Cli.run("show", "handshake/no-ems").out())
        .contains("references  apple-126655, rfc7627")
        .contains("source      " + source);
  }
}
