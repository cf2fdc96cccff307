package dev.atsharness.server.journal.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.scenario.ClientExpectation.Side;
import dev.atsharness.server.handshake.ClientHello;
import dev.atsharness.server.handshake.Negotiated;
import dev.atsharness.server.internal.tls.ClientFingerprints;
import dev.atsharness.server.journal.ConnectionOutcome;
import dev.atsharness.server.journal.HttpExchange;
import dev.atsharness.server.journal.Journal;
import dev.atsharness.server.journal.JournalEntry;
import dev.atsharness.server.journal.SeenAlert;
import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.NamedGroup;
import dev.atsharness.tls.SignatureScheme;
import dev.atsharness.tls.TlsVersion;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JournalJsonTest {

  private static final String HOSTILE = "\u001b[31m\"</script>\u202e\u0000";

  @Test
  void anEntryHasNamesForWhatTheRegistriesNameAndHexForTheRest() {
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
    assertThat(entry.at("/lastClientMessage").asString()).isEqualTo("client-hello");
  }

  @Test
  void hostileTextIsEscapedDownToAsciiAndSurvivesTheRoundTrip() {
    String text = write(full(), 3);
    assertThat(text.chars()).allMatch(c -> c == '\n' || (c >= ' ' && c < 0x7f));
    JsonNode root = JsonMapper.shared().readTree(text);
    assertThat(root.at("/entries/0/clientHello/serverName").asString()).isEqualTo(HOSTILE);
    assertThat(root.at("/entries/0/requests/0/path").asString()).isEqualTo(HOSTILE);
    assertThat(root.get("dropped").asLong()).isEqualTo(3);
  }

  @Test
  void aConnectionThatSaidNothingHasNulls() {
    JournalEntry silent =
        new JournalEntry(
            1,
            Optional.empty(),
            new JournalEntry.Connection(
                9000,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                Instant.EPOCH,
                Duration.ZERO),
            new JournalEntry.Handshake(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            List.of(),
            0,
            ConnectionOutcome.CLOSED_EARLY);
    JsonNode entry = json(silent).get("entries").get(0);
    for (String field :
        List.of(
            "scenario", "clientHello", "negotiated", "lastClientMessage", "firstAlert", "reason")) {
      assertThat(entry.required(field).isNull()).as(field).isTrue();
    }
    assertThat(entry.get("requests").isEmpty()).isTrue();
  }

  @Test
  void whatIsCutSaysSoWhereItEnds() {
    ClientHello whole = full().handshake().clientHello().orElseThrow();
    ClientHello cut =
        new ClientHello(
            whole.serverName(),
            whole.offer(),
            true,
            true,
            whole.raw(),
            Optional.of(
                new ClientHello.Omitted(
                    "t13d_the_whole_one",
                    Map.of("cipherSuites", 15_744, "extensions", 1, "messageBytes", 28_672))));
    Recording connection = journal.open(9000, CLIENT);
    connection.clientHello(cut);
    connection.closed();
    JsonNode hello = pieces(0, 0).at("/entries/0/clientHello");

    assertThat(hello.get("ja4").asString()).isEqualTo("t13d_the_whole_one");
    assertThat(hello.get("cipherSuites").toString()).endsWith("\"... and 15,744 more\"]");
    assertThat(hello.get("extensions").toString()).isEqualTo("[0,43,\"... and 1 more\"]");
    assertThat(hello.get("groups").toString()).doesNotContain("more");
    assertThat(hello.get("message").asString()).isEqualTo("01000000... and 28,672 more bytes");
    assertThat(hello.at("/omitted/cipherSuites").asInt()).isEqualTo(15_744);
    assertThat(json(full()).at("/entries/0/clientHello").has("omitted")).isFalse();
  }

  private static final InetSocketAddress CLIENT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 50000);

  private final Journal journal = new Journal(200, Clock.systemUTC());

  private void connect(int times) {
    for (int i = 0; i < times; i++) {
      Recording connection = journal.open(9000, CLIENT);
      connection.routed(i % 2 == 0 ? "a/even" : "a/odd");
      connection.request(new HttpExchange("GET", "/" + "x".repeat(1000), "h", 200));
    }
  }

  @Test
  void inPiecesItIsTheSameDocument() {
    connect(100);
    Iterator<ByteBuffer> pieces = json().pieces(journal, 0, 0, Optional.empty());
    List<Integer> sizes = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    while (pieces.hasNext()) {
      ByteBuffer piece = pieces.next();
      sizes.add(piece.remaining());
      text.append(StandardCharsets.US_ASCII.decode(piece));
    }
    assertThat(text).hasToString(json().write(journal.changedSince(0)));
    assertThat(sizes).hasSizeGreaterThan(2).allMatch(size -> size < JournalPieces.PIECE + 4000);
  }

  @Test
  void piecesCanBeCutByScenarioSequenceAndRevision() {
    connect(100);
    assertThat(pieces(0, 0).get("entries")).hasSize(100);
    assertThat(pieces(0, 90).get("entries")).hasSize(10);
    assertThat(pieces(pieces(0, 0).get("revision").asLong(), 0).get("entries")).isEmpty();
    JsonNode odd = read(json().pieces(journal, 0, 50, Optional.of("a/odd")));
    assertThat(odd.get("entries")).hasSize(25);
    assertThat(odd.at("/entries/24/sequence").asLong()).isEqualTo(100);
    assertThat(read(json().pieces(journal, 0, 0, Optional.of("a/none"))).get("entries")).isEmpty();
  }

  @Test
  void entriesThatGoWhileItIsWrittenAreLeftOutAndCounted() {
    connect(200);
    Iterator<ByteBuffer> pieces = json().pieces(journal, 0, 0, Optional.empty());
    StringBuilder text = new StringBuilder(StandardCharsets.US_ASCII.decode(pieces.next()));
    connect(150);
    pieces.forEachRemaining(piece -> text.append(StandardCharsets.US_ASCII.decode(piece)));

    JsonNode root = JsonMapper.shared().readTree(text.toString());
    List<Long> sequences =
        root.get("entries").valueStream().map(one -> one.get("sequence").asLong()).toList();
    assertThat(sequences)
        .startsWith(1L)
        .isSorted()
        .doesNotContain(149L)
        .endsWith(200L)
        .as("what came later is for the next reading")
        .noneMatch(one -> one > 200);
    assertThat(root.get("dropped").asLong()).isEqualTo(150);
  }

  private static JournalJson json() {
    return new JournalJson(new ClientFingerprints(List.of()));
  }

  private JsonNode pieces(long revision, long sequence) {
    return read(json().pieces(journal, revision, sequence, Optional.empty()));
  }

  private static JsonNode read(Iterator<ByteBuffer> pieces) {
    StringBuilder text = new StringBuilder();
    pieces.forEachRemaining(piece -> text.append(StandardCharsets.US_ASCII.decode(piece)));
    return JsonMapper.shared().readTree(text.toString());
  }

  private static JsonNode json(JournalEntry entry) {
    return JsonMapper.shared().readTree(write(entry, 0));
  }

  private static JournalEntry full() {
    ClientHello hello =
        new ClientHello(
            Optional.of(HOSTILE),
            new ClientHello.Offer(
                List.of(0x1301, 0xc02b),
                List.of(0x1a1a, TlsVersion.TLS_1_3.code()),
                List.of(SignatureScheme.RSA_PKCS1_SHA256.code()),
                List.of(),
                List.of(NamedGroup.X25519.code(), 0xabcd),
                List.of(),
                List.of("h2")),
            true,
            true,
            new ClientHello.Raw(
                TlsVersion.TLS_1_2.code(),
                "00".repeat(32),
                32,
                List.of(new ClientHello.Extension(0, ""), new ClientHello.Extension(43, "")),
                "01000000"),
            Optional.empty());
    return new JournalEntry(
        7,
        Optional.of("handshake/no-ems"),
        new JournalEntry.Connection(
            9000,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 50000),
            Instant.parse("2026-05-01T12:00:00Z"),
            Duration.ofNanos(1_500_000)),
        new JournalEntry.Handshake(
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
            Optional.of("client-hello"),
            Optional.empty()),
        List.of(new HttpExchange("GET", HOSTILE, "h", 200)),
        0,
        ConnectionOutcome.REFUSED_BY_CLIENT);
  }

  private static String write(JournalEntry entry, long dropped) {
    return new JournalJson(new ClientFingerprints(List.of()))
        .write(new Journal.Reading(List.of(entry), dropped, 7));
  }
}
