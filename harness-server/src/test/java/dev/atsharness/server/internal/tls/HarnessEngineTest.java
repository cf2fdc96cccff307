package dev.atsharness.server.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atsharness.tls.TlsVersion;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The engine keeps the contract of SSLEngine; the JDK's client engine is the peer. */
class HarnessEngineTest {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private static EnginePair pair(TlsVersion version) throws Exception {
    return switch (version) {
      case TLS_1_2 ->
          new EnginePair(
              TestSettings.tls12("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
              TestIdentities.rsa(2048));
      case TLS_1_3 -> new EnginePair(TestSettings.tls13(), TestIdentities.ec("secp256r1"));
      default -> throw new IllegalArgumentException(version.label());
    };
  }

  private static byte[] random(int length) {
    byte[] data = new byte[length];
    new Random(length).nextBytes(data);
    return data;
  }

  @ParameterizedTest
  @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
  void handshakesAndSaysFinishedExactlyOnce(TlsVersion version) throws Exception {
    EnginePair pair = pair(version).clientOffers("h2", "http/1.1");
    assertThat(pair.server.getHandshakeStatus()).isEqualTo(HandshakeStatus.NOT_HANDSHAKING);
    pair.handshake();

    assertThat(pair.client.getSession().getProtocol()).isEqualTo(version.label());
    assertThat(pair.client.getApplicationProtocol()).isEqualTo("http/1.1");
    assertThat(pair.serverFinished).isEqualTo(1);
    assertThat(pair.server.getHandshakeStatus()).isEqualTo(HandshakeStatus.NOT_HANDSHAKING);
    assertThat(pair.server.getSession().getProtocol()).isEqualTo(version.label());
    assertThat(pair.server.getSession().getCipherSuite())
        .isEqualTo(pair.client.getSession().getCipherSuite());
    assertThat(pair.events.negotiated().alpn()).contains("http/1.1");
    assertThat(pair.events.lines()).endsWith("finished").doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
  void carriesMegabytesBothWays(TlsVersion version) throws Exception {
    EnginePair pair = pair(version).handshake();
    byte[] data = random(3_000_000);
    assertThat(pair.throughServer(data)).isEqualTo(data);
    assertThat(pair.throughClient(data)).isEqualTo(data);
  }

  @Test
  void takesTheClientHelloByteByByte() throws Exception {
    EnginePair pair = pair(TlsVersion.TLS_1_3);
    pair.client.beginHandshake();
    pair.clientWrap(NOTHING);
    while (pair.toServer.remaining() > 1) {
      ByteBuffer one = pair.toServer.slice(pair.toServer.position(), 1);
      SSLEngineResult result = pair.server.unwrap(one, NOTHING);
      assertThat(result.getStatus()).isEqualTo(Status.OK);
      assertThat(result.bytesConsumed()).isEqualTo(1);
      assertThat(result.getHandshakeStatus()).isEqualTo(HandshakeStatus.NEED_UNWRAP);
      pair.toServer.get();
    }
    pair.handshake();
    assertThat(pair.serverFinished).isEqualTo(1);
  }

  @Test
  void withoutBytesItUnderflows() throws Exception {
    EnginePair pair = pair(TlsVersion.TLS_1_2);
    SSLEngineResult before = pair.server.unwrap(NOTHING, NOTHING);
    assertThat(before.getStatus()).isEqualTo(Status.BUFFER_UNDERFLOW);
    assertThat(before.getHandshakeStatus()).isEqualTo(HandshakeStatus.NEED_UNWRAP);
  }

  @Test
  void aPartOfARecordUnderflowsAndIsLeftInTheBuffer() throws Exception {
    EnginePair pair = pair(TlsVersion.TLS_1_2).handshake();
    pair.clientWrap(ByteBuffer.wrap(random(100)));
    ByteBuffer into = ByteBuffer.allocate(20000);
    for (int length = 0; length < pair.toServer.remaining(); length++) {
      ByteBuffer part = pair.toServer.slice(pair.toServer.position(), length);
      SSLEngineResult result = pair.server.unwrap(part, into);
      assertThat(result.getStatus()).isEqualTo(Status.BUFFER_UNDERFLOW);
      assertThat(result.bytesConsumed()).isZero();
    }
    assertThat(pair.serverUnwrap(into).bytesProduced()).isEqualTo(100);
  }

  @ParameterizedTest
  @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
  void oneCallTakesOneRecordOfSeveral(TlsVersion version) throws Exception {
    EnginePair pair = pair(version).handshake();
    pair.clientWrap(ByteBuffer.wrap(random(100)));
    pair.clientWrap(ByteBuffer.wrap(random(200)));
    ByteBuffer into = ByteBuffer.allocate(20000);
    assertThat(pair.serverUnwrap(into).bytesProduced()).isEqualTo(100);
    assertThat(pair.serverUnwrap(into).bytesProduced()).isEqualTo(200);
    assertThat(pair.toServer.hasRemaining()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
  void aDestinationThatIsTooSmallOverflowsAndLosesNothing(TlsVersion version) throws Exception {
    EnginePair pair = pair(version).handshake();
    byte[] data = random(5000);
    pair.clientWrap(ByteBuffer.wrap(data));
    int before = pair.toServer.remaining();
    SSLEngineResult result = pair.serverUnwrap(ByteBuffer.allocate(4999));
    assertThat(result.getStatus()).isEqualTo(Status.BUFFER_OVERFLOW);
    assertThat(result.bytesConsumed() + result.bytesProduced()).isZero();
    assertThat(pair.toServer.remaining()).isEqualTo(before);

    ByteBuffer into = ByteBuffer.allocate(pair.server.getSession().getApplicationBufferSize());
    assertThat(pair.serverUnwrap(into).bytesProduced()).isEqualTo(5000);
    assertThat(into.flip()).isEqualTo(ByteBuffer.wrap(data));
  }

  @Test
  void scattersIntoSeveralBuffersAndGathersFromSeveral() throws Exception {
    EnginePair pair = pair(TlsVersion.TLS_1_3).handshake();
    byte[] data = random(1000);
    pair.clientWrap(ByteBuffer.wrap(data));
    ByteBuffer[] into = {
      ByteBuffer.allocate(5), ByteBuffer.allocate(300), ByteBuffer.allocate(20000)
    };
    assertThat(pair.server.unwrap(pair.toServer, into, 1, 2).bytesProduced()).isEqualTo(1000);
    assertThat(into[0].position()).isZero();
    assertThat(into[1].position()).isEqualTo(300);
    assertThat(into[2].position()).isEqualTo(700);

    ByteBuffer[] from = {ByteBuffer.wrap(data, 0, 400), ByteBuffer.wrap(data, 400, 600)};
    pair.toClient.compact();
    assertThat(pair.server.wrap(from, 0, 2, pair.toClient).bytesConsumed()).isEqualTo(1000);
    pair.toClient.flip();
    ByteBuffer out = ByteBuffer.allocate(20000);
    pair.clientUnwrap(out);
    assertThat(out.flip()).isEqualTo(ByteBuffer.wrap(data));
  }

  @ParameterizedTest
  @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
  void wrapOverflowsRatherThanSplitARecord(TlsVersion version) throws Exception {
    EnginePair pair = pair(version);
    pair.client.beginHandshake();
    pair.clientWrap(NOTHING);
    pair.serverUnwrap(NOTHING);
    assertThat(pair.server.wrap(NOTHING, ByteBuffer.allocate(10)).getStatus())
        .isEqualTo(Status.BUFFER_OVERFLOW);
    pair.handshake();

    ByteBuffer data = ByteBuffer.wrap(random(1000));
    SSLEngineResult tooSmall = pair.server.wrap(data, ByteBuffer.allocate(1000));
    assertThat(tooSmall.getStatus()).isEqualTo(Status.BUFFER_OVERFLOW);
    assertThat(data.remaining()).isEqualTo(1000);
    int packet = pair.server.getSession().getPacketBufferSize();
    assertThat(
            pair.server
                .wrap(ByteBuffer.wrap(random(20000)), ByteBuffer.allocate(packet))
                .getStatus())
        .isEqualTo(Status.OK);
  }

  @ParameterizedTest
  @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
  void theClientsCloseNotifyIsAnswered(TlsVersion version) throws Exception {
    EnginePair pair = pair(version).handshake();
    pair.client.closeOutbound();
    pair.clientWrap(NOTHING);
    SSLEngineResult closing = pair.serverUnwrap(ByteBuffer.allocate(20000));
    assertThat(closing.getStatus()).isEqualTo(Status.CLOSED);
    assertThat(closing.getHandshakeStatus()).isEqualTo(HandshakeStatus.NEED_WRAP);
    assertThat(pair.server.isInboundDone()).isTrue();
    assertThat(pair.server.isOutboundDone()).isFalse();

    assertThat(pair.serverWrap(NOTHING).getStatus()).isEqualTo(Status.CLOSED);
    assertThat(pair.server.isOutboundDone()).isTrue();
    pair.clientUnwrap(ByteBuffer.allocate(20000));
    assertThat(pair.client.isInboundDone()).isTrue();
    assertThat(pair.events.lines()).endsWith("received 1/0", "sent 1/0");
  }

  @ParameterizedTest
  @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
  void itsOwnCloseNotifyReachesTheClientAndLaterDataIsRefused(TlsVersion version) throws Exception {
    EnginePair pair = pair(version).handshake();
    pair.server.closeOutbound();
    pair.server.closeOutbound();
    assertThat(pair.server.getHandshakeStatus()).isEqualTo(HandshakeStatus.NEED_WRAP);
    SSLEngineResult closing = pair.serverWrap(ByteBuffer.wrap(random(10)));
    assertThat(closing.getStatus()).isEqualTo(Status.CLOSED);
    assertThat(closing.bytesConsumed()).isZero();
    pair.clientUnwrap(ByteBuffer.allocate(20000));
    assertThat(pair.client.isInboundDone()).isTrue();

    pair.clientWrap(ByteBuffer.wrap(random(10)));
    SSLEngineResult late = pair.serverUnwrap(ByteBuffer.allocate(20000));
    assertThat(late.getStatus()).isEqualTo(Status.CLOSED);
    assertThat(late.bytesProduced()).isZero();
    assertThat(pair.serverWrap(ByteBuffer.wrap(random(10))).bytesProduced()).isZero();
  }

  @Test
  void anEndWithoutCloseNotifyIsToldToTheCaller() throws Exception {
    EnginePair pair = pair(TlsVersion.TLS_1_3).handshake();
    assertThatThrownBy(pair.server::closeInbound)
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("without close_notify");
    pair.server.closeInbound();
    assertThat(pair.server.isInboundDone()).isTrue();
  }

  @Test
  void closingDuringTheHandshakeTellsTheClient() throws Exception {
    EnginePair pair = pair(TlsVersion.TLS_1_2);
    pair.client.beginHandshake();
    pair.clientWrap(NOTHING);
    pair.serverUnwrap(NOTHING);
    pair.server.closeOutbound();
    assertThat(pair.serverWrap(NOTHING).getStatus()).isEqualTo(Status.CLOSED);
    assertThat(pair.events.lines()).endsWith("sent 1/90", "sent 1/0");
  }

  @Test
  void closingBeforeTheClientHelloSendsNothing() throws Exception {
    EnginePair pair = pair(TlsVersion.TLS_1_2);
    pair.server.closeOutbound();
    SSLEngineResult result = pair.serverWrap(NOTHING);
    assertThat(result.getStatus()).isEqualTo(Status.CLOSED);
    assertThat(result.bytesProduced()).isZero();
    assertThat(pair.server.isOutboundDone()).isTrue();
    assertThat(pair.events.lines()).isEmpty();
  }

  @Test
  void aTamperedRecordIsAnsweredByAnAlert() throws Exception {
    EnginePair pair = pair(TlsVersion.TLS_1_3).handshake();
    pair.clientWrap(ByteBuffer.wrap(random(100)));
    int last = pair.toServer.limit() - 1;
    pair.toServer.put(last, (byte) (pair.toServer.get(last) ^ 1));
    assertThatThrownBy(() -> pair.serverUnwrap(ByteBuffer.allocate(20000)))
        .isInstanceOf(SSLException.class);
    assertThat(pair.server.getHandshakeStatus()).isEqualTo(HandshakeStatus.NEED_WRAP);
    assertThat(pair.serverWrap(NOTHING).getStatus()).isEqualTo(Status.CLOSED);
    assertThatThrownBy(() -> pair.clientUnwrap(ByteBuffer.allocate(20000)))
        .hasMessageContaining("bad_record_mac");
    assertThat(pair.events.lines()).endsWith("sent 2/20");
  }

  @Test
  void anUnknownNameIsRefused() throws Exception {
    EnginePair pair = new EnginePair(Router.byName(Map.of()));
    assertThatThrownBy(pair::handshake).isInstanceOf(SSLHandshakeException.class);
    assertThat(pair.serverWrap(NOTHING).getStatus()).isEqualTo(Status.CLOSED);
    assertThatThrownBy(() -> pair.clientUnwrap(ByteBuffer.allocate(20000)))
        .hasMessageContaining("unrecognized_name");
    assertThat(pair.events.lines()).containsExactly("hello", "routed UnknownName", "sent 2/112");
  }

  @Test
  void httpInsteadOfTlsIsAnsweredInHttp() throws Exception {
    EnginePair pair = pair(TlsVersion.TLS_1_2);
    ByteBuffer request =
        ByteBuffer.wrap("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    assertThatThrownBy(() -> pair.server.unwrap(request, NOTHING))
        .hasMessage("plain HTTP request on a TLS port");
    ByteBuffer answer = ByteBuffer.allocate(1000);
    while (!pair.server.isOutboundDone()) {
      ByteBuffer tiny = ByteBuffer.allocate(7);
      pair.server.wrap(NOTHING, tiny);
      answer.put(tiny.flip());
    }
    assertThat(StandardCharsets.US_ASCII.decode(answer.flip()).toString())
        .startsWith("HTTP/1.1 400 Bad Request\r\n")
        .endsWith("TLS port.\n");
  }

  @Test
  void renegotiationIsRefused() throws Exception {
    EnginePair pair = pair(TlsVersion.TLS_1_2).handshake();
    pair.client.beginHandshake();
    pair.clientWrap(NOTHING);
    pair.serverUnwrap(NOTHING);
    assertThat(pair.events.lines()).endsWith("sent 1/100");
  }
}
