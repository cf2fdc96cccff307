package dev.atsharness.server.internal.tls;

import dev.atsharness.server.handshake.ClientHello;
import dev.atsharness.tls.Alert;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Gathers the bytes of a new connection until they are a complete ClientHello or cannot become one.
 * It keeps the message, for the TLS library, but not its records: records of one byte each are six
 * times as long. It reads at most one handshake message, up to the length limit. Not thread-safe.
 *
 * <p>Few clients send more than {@value #FREE_BYTES} bytes. Longer messages share a budget, and a
 * message that exceeds it is refused.
 */
final class ClientHelloReader {

  /** The state of the reading. */
  sealed interface Progress {}

  /** More bytes are needed. */
  record NeedMore() implements Progress {}

  /**
   * The whole ClientHello.
   *
   * @param records its message, in the smallest number of records
   */
  record Complete(ClientHello hello, ByteBuffer records) implements Progress {}

  /**
   * The bytes are not an acceptable ClientHello.
   *
   * @param reason the reason, for people
   * @param answer the fatal alert to send; empty sends none
   * @param answerInClear whether to answer in HTTP instead
   * @param malformed whether the client is at fault; if false, the server's budget was exhausted
   */
  record Rejected(String reason, Optional<Alert> answer, boolean answerInClear, boolean malformed)
      implements Progress {

    static Rejected with(Alert answer, String reason) {
      return new Rejected(reason, Optional.of(answer), false, true);
    }

    static Rejected silently(String reason) {
      return new Rejected(reason, Optional.empty(), false, true);
    }
  }

  /** The client began with an alert. */
  record AlertFirst(int level, int description) implements Progress {}

  /** The length up to which a ClientHello does not need the budget; post-quantum key shares fit. */
  static final int FREE_BYTES = 4 * 1024;

  private static final Progress NEED_MORE = new NeedMore();
  private static final int RECORD_HEADER = 5;
  private static final int MESSAGE_HEADER = 4;
  private static final int MAX_FRAGMENT = 1 << 14; // RFC 8446 section 5.1
  private static final int ALERT = 21;
  private static final int HANDSHAKE = 22;
  private static final int CLIENT_HELLO = 1;
  private static final List<String> METHODS =
      List.of("GET ", "HEAD", "POST", "PUT ", "DELE", "CONN", "OPTI", "TRAC", "PATC", "PRI ");

  private final int maxMessageBytes;
  private final ByteBudget budget;
  private ByteArrayOutputStream message = new ByteArrayOutputStream(512);
  private final byte[] header = new byte[RECORD_HEADER];
  private int headerBytes;
  private int fragmentBytesLeft;

  /** The length of the whole message, once its header is known; else 0. */
  private int messageBytes;

  private boolean begun;
  private byte[] firstVersion = {3, 1};
  private int taken;
  private boolean released;

  /**
   * @param maxMessageBytes the longest handshake message body
   * @param budget the budget for messages longer than {@value #FREE_BYTES} bytes
   */
  ClientHelloReader(int maxMessageBytes, ByteBudget budget) {
    this.maxMessageBytes = maxMessageBytes;
    this.budget = budget;
  }

  /** Gives back its part of the budget, and takes no more; may be called by any thread. */
  synchronized void release() {
    released = true;
    budget.give(taken);
    taken = 0;
  }

  private synchronized boolean take(int bytes) {
    if (released || !budget.take(bytes)) {
      return false;
    }
    taken = bytes;
    return true;
  }

  /** Consumes the bytes it needs from the buffer, never beyond the end of a record. */
  Progress read(ByteBuffer in) {
    while (in.hasRemaining()) {
      Progress progress = fragmentBytesLeft == 0 ? readHeader(in) : readFragment(in);
      if (progress != NEED_MORE) {
        return progress;
      }
    }
    return NEED_MORE;
  }

  /** A message in the smallest number of records, with the version of the client's first record. */
  private byte[] records(byte[] whole) {
    ByteArrayOutputStream records = new ByteArrayOutputStream(whole.length + 3 * RECORD_HEADER);
    for (int start = 0; start < whole.length; start += MAX_FRAGMENT) {
      int length = Math.min(MAX_FRAGMENT, whole.length - start);
      records.write(HANDSHAKE);
      records.writeBytes(firstVersion);
      records.write(length >>> 8);
      records.write(length);
      records.write(whole, start, length);
    }
    return records.toByteArray();
  }

  private Progress readHeader(ByteBuffer in) {
    header[headerBytes++] = in.get();
    if (!begun) {
      Progress unlikeTls = recogniseOtherProtocols();
      if (unlikeTls != NEED_MORE) {
        return unlikeTls;
      }
    }
    if (headerBytes < RECORD_HEADER) {
      return NEED_MORE;
    }
    if (header[0] != HANDSHAKE && (header[0] != ALERT || message.size() > 0)) {
      return Rejected.with(
          Alert.UNEXPECTED_MESSAGE,
          "record of type " + (header[0] & 0xff) + " where a ClientHello belongs");
    }
    if (header[1] != 3) {
      return Rejected.with(
          Alert.PROTOCOL_VERSION, "record with major version " + (header[1] & 0xff));
    }
    int length = (header[3] & 0xff) << 8 | (header[4] & 0xff);
    if (length == 0) {
      return Rejected.with(Alert.UNEXPECTED_MESSAGE, "empty record where a ClientHello belongs");
    }
    if (length > MAX_FRAGMENT) {
      return Rejected.with(Alert.RECORD_OVERFLOW, "record of " + length + " bytes");
    }
    if (!begun) {
      begun = true;
      firstVersion = new byte[] {header[1], header[2]};
    }
    headerBytes = 0;
    fragmentBytesLeft = length;
    return NEED_MORE;
  }

  private Progress recogniseOtherProtocols() {
    int first = header[0] & 0xff;
    if (first >= 'A' && first <= 'Z') {
      if (headerBytes < 4) {
        return NEED_MORE;
      }
      return METHODS.contains(new String(header, 0, 4, StandardCharsets.US_ASCII))
          ? new Rejected("plain HTTP request on a TLS port", Optional.empty(), true, true)
          : Rejected.silently("neither TLS nor HTTP");
    }
    if ((first & 0x80) != 0) {
      if (headerBytes < 3) {
        return NEED_MORE;
      }
      return Rejected.silently(
          header[2] == CLIENT_HELLO ? "SSLv2-framed ClientHello" : "neither TLS nor HTTP");
    }
    return first == HANDSHAKE || first == ALERT
        ? NEED_MORE
        : Rejected.silently("neither TLS nor HTTP");
  }

  private Progress readFragment(ByteBuffer in) {
    byte[] part = new byte[Math.min(fragmentBytesLeft, in.remaining())];
    in.get(part);
    message.write(part, 0, part.length);
    fragmentBytesLeft -= part.length;
    return header[0] == ALERT ? readAlert() : readMessage();
  }

  private Progress readAlert() {
    if (message.size() < 2) {
      return NEED_MORE;
    }
    byte[] alert = message.toByteArray();
    return new AlertFirst(alert[0] & 0xff, alert[1] & 0xff);
  }

  private Progress readMessage() {
    if (message.size() < MESSAGE_HEADER) {
      return NEED_MORE;
    }
    if (messageBytes == 0) {
      int start = ByteBuffer.wrap(message.toByteArray()).getInt();
      if (start >>> 24 != CLIENT_HELLO) {
        return Rejected.with(
            Alert.UNEXPECTED_MESSAGE,
            "handshake message of type " + (start >>> 24) + " where a ClientHello belongs");
      }
      int length = start & 0xffffff;
      if (length > maxMessageBytes) {
        return Rejected.with(
            Alert.DECODE_ERROR,
            "ClientHello of " + length + " bytes, more than the limit of " + maxMessageBytes);
      }
      if (length > FREE_BYTES && !take(length)) {
        return new Rejected(
            "too many ClientHellos of more than " + FREE_BYTES + " bytes at one time",
            Optional.of(Alert.INTERNAL_ERROR),
            false,
            false);
      }
      messageBytes = MESSAGE_HEADER + length;
    }
    if (message.size() < messageBytes || fragmentBytesLeft > 0) {
      return NEED_MORE;
    }
    if (message.size() > messageBytes) {
      return Rejected.with(Alert.UNEXPECTED_MESSAGE, "bytes after the ClientHello in its record");
    }
    try {
      byte[] whole = message.toByteArray();
      message = new ByteArrayOutputStream(0);
      return new Complete(ClientHello.parse(whole), ByteBuffer.wrap(records(whole)));
    } catch (IllegalArgumentException e) {
      return Rejected.with(Alert.DECODE_ERROR, e.getMessage());
    }
  }
}
