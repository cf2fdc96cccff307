package dev.atsharness.server.tls;

import dev.atsharness.tls.Alert;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Gathers the bytes of a new connection until the ClientHello is whole or cannot become one. Keeps
 * the message, so that the TLS library can be given it, and not its records: in records of one byte
 * they are six times as long. Takes at most one handshake message that is no longer than the limit;
 * not thread-safe.
 *
 * <p>Few clients send more than {@value #FREE_BYTES} bytes. Longer messages share a budget, and one
 * for which nothing is left is refused.
 */
final class ClientHelloReader {

  /** What has arrived so far. */
  sealed interface Progress {}

  /** Not enough to tell. */
  record NeedMore() implements Progress {}

  /**
   * The whole ClientHello.
   *
   * @param records its message in as few records as it fits in
   */
  record Complete(ClientHello hello, ByteBuffer records) implements Progress {}

  /**
   * No acceptable ClientHello.
   *
   * @param reason for people
   * @param answer the fatal alert to send; empty sends none
   * @param answerInClear whether to answer in HTTP instead
   * @param malformed whether the client did something wrong; else it came at a bad time
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

  /** A ClientHello of up to this length always finds room; post-quantum key shares fit. */
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

  /** Length of the whole message, once its header is known; else 0. */
  private int messageBytes;

  private boolean begun;
  private byte[] firstVersion = {3, 1};
  private int taken;
  private boolean released;

  /**
   * @param maxMessageBytes the longest handshake message body
   * @param budget for messages longer than {@value #FREE_BYTES} bytes
   */
  ClientHelloReader(int maxMessageBytes, ByteBudget budget) {
    this.maxMessageBytes = maxMessageBytes;
    this.budget = budget;
  }

  /** Gives back what it took of the budget, for good; may be called by any thread. */
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

  /** Takes what it needs from the buffer, never more than up to the end of a record. */
  Progress read(ByteBuffer in) {
    while (in.hasRemaining()) {
      Progress progress = fragmentBytesLeft == 0 ? readHeader(in) : readFragment(in);
      if (progress != NEED_MORE) {
        return progress;
      }
    }
    return NEED_MORE;
  }

  /** A message in as few records as it fits in, of the version of the client's first one. */
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
