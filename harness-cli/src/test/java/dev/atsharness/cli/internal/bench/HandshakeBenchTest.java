package dev.atsharness.cli.internal.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atsharness.cli.internal.bench.Figure.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the comparison with nginx makes of the words of OpenSSL and of the system. */
class HandshakeBenchTest {

  private static final String SAID =
      """
      Peer signature type: RSA-PSS
      Server Temp Key: X25519, 253 bits
      ---
      New, TLSv1.3, Cipher is TLS_AES_128_GCM_SHA256
      Server public key is 2048 bit
      """;

  private static final Figure OURS = Figure.of("cpu", "ms", Samples.of(0.6)).goal(Goal.atMost(1.4));
  private static final Figure NGINX = Figure.of("cpu", "ms", Samples.of(0.5));

  @ParameterizedTest
  @ValueSource(strings = {"Server Temp Key", "Peer Temp Key"})
  void readsWhatWasNegotiated(String words) throws IOException {
    assertThat(Negotiated.parse(SAID.replace("Server Temp Key", words)))
        .isEqualTo(
            new Negotiated(
                "TLSv1.3, Cipher is TLS_AES_128_GCM_SHA256", "X25519, 253 bits", "2048 bit"));
  }

  @Test
  void aHandshakeThatFailedNegotiatedNothing() {
    assertThatThrownBy(() -> Negotiated.parse("New, (NONE), Cipher is (NONE)\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not say what was negotiated");
  }

  @Test
  void onlyEqualHandshakesAreCompared() throws IOException {
    Negotiated one = Negotiated.parse(SAID);
    Negotiated other = Negotiated.parse(SAID.replace("2048", "3072"));

    assertThat(HandshakeBench.obstacle(one, one, 20_000)).isEmpty();
    assertThat(HandshakeBench.obstacle(one, one, 19_999)).contains("had only 19,999 handshakes");
    assertThat(HandshakeBench.obstacle(one, other, 20_000))
        .contains("key of 2048 bit, and nginx TLSv1.3", "key of 3072 bit");
  }

  @Test
  void theRatioIsJudgedIfNothingStandsInTheWay() {
    assertThat(HandshakeBench.compare(OURS, NGINX, "").verdict()).isEqualTo(Verdict.MET);
    assertThat(HandshakeBench.compare(OURS, NGINX, "too cold").line(0))
        .contains("ratio 1.20")
        .endsWith("cannot tell, because too cold");
    assertThat(HandshakeBench.compare(OURS, Figure.notMeasured("cpu", "unknown"), "").line(0))
        .contains("0.60 ms")
        .endsWith("cannot tell, because unknown");
  }

  @Test
  void readsHowManyConnectionsWereMade() throws IOException {
    assertThat(
            HandshakeLoad.connections(
                """
                371 connections in 0.55s; 674.55 connections/user sec, bytes read 0
                371 connections in 2 real seconds, 0 bytes read per connection
                """))
        .isEqualTo(371);
    assertThatThrownBy(() -> HandshakeLoad.connections("connect: Connection refused"))
        .hasMessageContaining("Connection refused");
  }

  @Test
  void theWorkersOfAServerCount() {
    assertThat(
            ProcessorTime.sum(
                Stream.of(Optional.of(Duration.ofMillis(10)), Optional.of(Duration.ofMillis(250)))))
        .contains(260.0);
  }

  @Test
  void aProcessOfWhichNothingIsToldLeavesTheSumOpen() {
    assertThat(ProcessorTime.sum(Stream.of(Optional.of(Duration.ofMillis(10)), Optional.empty())))
        .isEmpty();
  }
}
