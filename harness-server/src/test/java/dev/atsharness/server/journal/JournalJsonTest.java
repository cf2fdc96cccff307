package dev.atsharness.server.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.scenario.ClientExpectation.Side;
import dev.atsharness.server.tls.ClientHello;
import dev.atsharness.server.tls.KnownClients;
import dev.atsharness.server.tls.Negotiated;
import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.NamedGroup;
import dev.atsharness.tls.SignatureScheme;
import dev.atsharness.tls.TlsVersion;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JournalJsonTest {

  private static final String HOSTILE = "\u001b[31m\"</script>\u202e\u0000";

  @Test
  void an_entry_has_names_for_what_the_registries_name_and_hex_for_the_rest() {
    JsonNode entry = json(full()).get("entries").get(0);

    assertThat(entry.get("sequence").asLong()).isEqualTo(7);
    assertThat(entry.get("scenario").asString()).isEqualTo("handshake/no-ems");
    assertThat(entry.get("client").asString()).isEqualTo("127.0.0.1");
    assertThat(entry.get("clientPort").asInt()).isEqualTo(50000);
    assertThat(entry.get("start").asString()).isEqualTo("2026-05-01T12:00:00Z");
    assertThat(entry.get("durationMicros").asLong()).isEqualTo(1500);
    assertThat(entry.get("outcome").asString()).isEqualTo("refused-by-client");
    assertThat(entry.at("/firstAlert/name").asString()).isEqualTo("unknown_ca");
    assertThat(entry.at("/firstAlert/sender").asString()).isEqualTo("client");
    assertThat(entry.at("/firstAlert/code").asInt()).isEqualTo(48);
    assertThat(entry.at("/negotiated/version").asString()).isEqualTo("TLSv1.2");
    assertThat(entry.at("/negotiated/resumed").asBoolean()).isTrue();
    assertThat(entry.at("/negotiated/extendedMasterSecret").asBoolean(true)).isFalse();
    assertThat(entry.at("/negotiated/group").asString()).isEqualTo("secp256r1");
    assertThat(entry.at("/negotiated/alpn").isNull()).isTrue();
    assertThat(entry.at("/clientHello/ja4").asString()).startsWith("t13d");
    assertThat(entry.at("/clientHello/supportedVersions").toString())
        .isEqualTo("[\"0x1A1A\",\"TLSv1.3\"]");
    assertThat(entry.at("/clientHello/cipherSuites/0").asString())
        .isEqualTo("TLS_AES_128_GCM_SHA256");
    assertThat(entry.at("/clientHello/groups").toString()).isEqualTo("[\"x25519\",\"0xABCD\"]");
    assertThat(entry.at("/clientHello/message").asString()).isEqualTo("01000000");
    assertThat(entry.at("/requests/0/status").asInt()).isEqualTo(200);
  }

  @Test
  void hostile_text_is_escaped_down_to_ascii_and_survives_the_round_trip() {
    String text = write(full(), 3);
    assertThat(text.chars()).allMatch(c -> c == '\n' || (c >= ' ' && c < 0x7f));
    JsonNode root = JsonMapper.shared().readTree(text);
    assertThat(root.at("/entries/0/clientHello/serverName").asString()).isEqualTo(HOSTILE);
    assertThat(root.at("/entries/0/requests/0/path").asString()).isEqualTo(HOSTILE);
    assertThat(root.get("dropped").asLong()).isEqualTo(3);
  }

  @Test
  void a_connection_that_said_nothing_has_nulls() {
    Handshake silent =
        new Handshake(
            1,
            Optional.empty(),
            9000,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
            Instant.EPOCH,
            Duration.ZERO,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            0,
            Outcome.CLOSED_EARLY);
    JsonNode entry = json(silent).get("entries").get(0);
    for (String field : List.of("scenario", "clientHello", "negotiated", "firstAlert", "reason")) {
      assertThat(entry.required(field).isNull()).as(field).isTrue();
    }
    assertThat(entry.get("requests").isEmpty()).isTrue();
  }

  private static JsonNode json(Handshake entry) {
    return JsonMapper.shared().readTree(write(entry, 0));
  }

  private static Handshake full() {
    ClientHello hello =
        new ClientHello(
            TlsVersion.TLS_1_2.code(),
            "00".repeat(32),
            32,
            List.of(0x1301, 0xc02b),
            List.of(new ClientHello.Extension(0, ""), new ClientHello.Extension(43, "")),
            Optional.of(HOSTILE),
            List.of(0x1a1a, TlsVersion.TLS_1_3.code()),
            List.of(SignatureScheme.RSA_PKCS1_SHA256.code()),
            List.of(),
            List.of(NamedGroup.X25519.code(), 0xabcd),
            List.of(),
            List.of("h2"),
            true,
            true,
            "01000000");
    return new Handshake(
        7,
        Optional.of("handshake/no-ems"),
        9000,
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 50000),
        Instant.parse("2026-05-01T12:00:00Z"),
        Duration.ofNanos(1_500_000),
        Optional.of(hello),
        Optional.of(
            new Negotiated(
                TlsVersion.TLS_1_2,
                CipherSuite.ofCode(0xc02b),
                true,
                false,
                Optional.of(SignatureScheme.ECDSA_SECP256R1_SHA256),
                Optional.of(NamedGroup.SECP256R1),
                Optional.empty())),
        Optional.of(new SeenAlert(Side.CLIENT, 2, 48)),
        Optional.empty(),
        List.of(new HttpExchange("GET", HOSTILE, "h", 200)),
        0,
        Outcome.REFUSED_BY_CLIENT);
  }

  private static String write(Handshake entry, long dropped) {
    return new JournalJson(new KnownClients(List.of()))
        .write(new Journal.Reading(List.of(entry), dropped, 7));
  }
}
