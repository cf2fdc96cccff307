package dev.atsharness.server.internal.tls;

import dev.atsharness.scenario.internal.NetworkFault.Point;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalInt;

/**
 * A server's flight as records (RFC 8446 section 5.1, RFC 5246 section 6.2.1); finds the
 * unencrypted messages in it. Bouncy Castle begins a new record for each handshake message.
 */
final class ServerFlight {

  private static final int HANDSHAKE = 22;
  private static final int RECORD_HEADER = 5;
  private static final int SERVER_HELLO = 2;
  private static final int CERTIFICATE = 11;

  /** Message header (4) and legacy version (2) precede the random of a ServerHello. */
  private static final int RANDOM = RECORD_HEADER + 6;

  /** The random that identifies a ServerHello as a HelloRetryRequest (RFC 8446 section 4.1.3). */
  private static final byte[] RETRY =
      HexFormat.of().parseHex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");

  private final byte[] records;

  ServerFlight(byte[] records) {
    this.records = records;
  }

  /**
   * The number of bytes of the flight up to this point; empty if the flight has not reached it yet.
   *
   * @throws IllegalArgumentException for {@link Point#CLIENT_HELLO}, which servers do not send
   */
  OptionalInt endOf(Point point) {
    ByteBuffer in = ByteBuffer.wrap(records);
    while (in.remaining() > RECORD_HEADER) {
      int start = in.position();
      int end = start + RECORD_HEADER + Short.toUnsignedInt(in.getShort(start + 3));
      int message = in.get(start) == HANDSHAKE ? in.get(start + RECORD_HEADER) : 0;
      switch (point) {
        case SERVER_HELLO -> {
          if (message == SERVER_HELLO && !isRetry(start)) {
            return OptionalInt.of(end);
          }
        }
        case CERTIFICATE -> {
          if (message == CERTIFICATE) {
            return OptionalInt.of((start + end) / 2);
          }
        }
        case CLIENT_HELLO ->
            throw new IllegalArgumentException("a server does not send a ClientHello");
      }
      in.position(end);
    }
    return OptionalInt.empty();
  }

  private boolean isRetry(int record) {
    int random = record + RANDOM;
    return Arrays.equals(records, random, random + RETRY.length, RETRY, 0, RETRY.length);
  }
}
