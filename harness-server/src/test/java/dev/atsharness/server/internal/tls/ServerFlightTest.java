package dev.atsharness.server.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.atsharness.scenario.internal.NetworkFault.Point;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Flights of records in the form of RFC 5246 section 6.2.1. */
class ServerFlightTest {

  private static final int CHANGE_CIPHER_SPEC = 20;
  private static final int ALERT = 21;
  private static final int HANDSHAKE = 22;
  private static final int APPLICATION_DATA = 23;

  private static final int SERVER_HELLO = 2;
  private static final int CERTIFICATE = 11;

  private static final byte[] RANDOM = new byte[32];

  /** SHA-256 of "HelloRetryRequest" (RFC 8446 section 4.1.3). */
  private static final byte[] RETRY =
      HexFormat.of().parseHex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");

  /** A record with this many bytes of content and this first byte. */
  private static byte[] record(int type, int first, int length) {
    return ByteBuffer.allocate(5 + length)
        .put((byte) type)
        .putShort((short) 0x0303)
        .putShort((short) length)
        .put((byte) first)
        .array();
  }

  private static byte[] serverHello(byte[] random) {
    byte[] record = record(HANDSHAKE, SERVER_HELLO, 80);
    System.arraycopy(random, 0, record, 11, random.length);
    return record;
  }

  private static ServerFlight flight(byte[]... records) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] record : records) {
      bytes.writeBytes(record);
    }
    return new ServerFlight(bytes.toByteArray());
  }

  @Test
  void theServerHelloEndsWithItsRecord() {
    ServerFlight flight = flight(serverHello(RANDOM), record(HANDSHAKE, CERTIFICATE, 1000));

    assertThat(flight.endOf(Point.SERVER_HELLO)).hasValue(85);
  }

  @Test
  void theCertificateIsCutInItsMiddle() {
    ServerFlight flight = flight(serverHello(RANDOM), record(HANDSHAKE, CERTIFICATE, 1000));

    assertThat(flight.endOf(Point.CERTIFICATE)).hasValue(85 + 1005 / 2);
  }

  @Test
  void lengthsAreUnsigned() {
    ServerFlight flight = flight(record(HANDSHAKE, 12, 40_000), serverHello(RANDOM));

    assertThat(flight.endOf(Point.SERVER_HELLO)).hasValue(40_005 + 85);
  }

  @Test
  void aHelloRetryRequestIsNoServerHelloYet() {
    assertThat(flight(serverHello(RETRY)).endOf(Point.SERVER_HELLO)).isEmpty();
    assertThat(
            flight(serverHello(RETRY), record(CHANGE_CIPHER_SPEC, 1, 1), serverHello(RANDOM))
                .endOf(Point.SERVER_HELLO))
        .hasValue(85 + 6 + 85);
  }

  @Test
  void onlyHandshakeRecordsHaveMessages() {
    ServerFlight flight =
        flight(
            record(ALERT, SERVER_HELLO, 2),
            record(CHANGE_CIPHER_SPEC, SERVER_HELLO, 1),
            record(APPLICATION_DATA, SERVER_HELLO, 60),
            record(APPLICATION_DATA, CERTIFICATE, 60));

    assertThat(flight.endOf(Point.SERVER_HELLO)).isEmpty();
    assertThat(flight.endOf(Point.CERTIFICATE)).isEmpty();
  }

  @Test
  void whatHasNotBeenSentHasNoEnd() {
    assertThat(flight().endOf(Point.SERVER_HELLO)).isEmpty();
    assertThat(flight(serverHello(RANDOM)).endOf(Point.CERTIFICATE)).isEmpty();
  }

  @Test
  void noServerSendsAClientHello() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> flight(serverHello(RANDOM)).endOf(Point.CLIENT_HELLO));
  }
}
