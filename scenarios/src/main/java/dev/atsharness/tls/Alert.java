package dev.atsharness.tls;

import dev.atsharness.tls.internal.Labels;
import java.util.Arrays;

/** A TLS alert description (RFC 8446 section 6, RFC 5246 section 7.2). */
public enum Alert {
  CLOSE_NOTIFY(0),
  UNEXPECTED_MESSAGE(10),
  BAD_RECORD_MAC(20),
  RECORD_OVERFLOW(22),
  DECOMPRESSION_FAILURE(30),
  HANDSHAKE_FAILURE(40),
  NO_CERTIFICATE(41),
  BAD_CERTIFICATE(42),
  UNSUPPORTED_CERTIFICATE(43),
  CERTIFICATE_REVOKED(44),
  CERTIFICATE_EXPIRED(45),
  CERTIFICATE_UNKNOWN(46),
  ILLEGAL_PARAMETER(47),
  UNKNOWN_CA(48),
  ACCESS_DENIED(49),
  DECODE_ERROR(50),
  DECRYPT_ERROR(51),
  PROTOCOL_VERSION(70),
  INSUFFICIENT_SECURITY(71),
  INTERNAL_ERROR(80),
  INAPPROPRIATE_FALLBACK(86),
  USER_CANCELED(90),
  NO_RENEGOTIATION(100),
  MISSING_EXTENSION(109),
  UNSUPPORTED_EXTENSION(110),
  UNRECOGNIZED_NAME(112),
  BAD_CERTIFICATE_STATUS_RESPONSE(113),
  UNKNOWN_PSK_IDENTITY(115),
  CERTIFICATE_REQUIRED(116),
  NO_APPLICATION_PROTOCOL(120);

  private final int code;

  Alert(int code) {
    this.code = code;
  }

  /** The one-byte description on the wire. */
  public int code() {
    return code;
  }

  /** The RFC's name, for example {@code handshake_failure}. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** The RFC's name of this description, or {@code alert_N} for a number we do not know. */
  public static String label(int code) {
    return Arrays.stream(values())
        .filter(a -> a.code == code)
        .findFirst()
        .map(Alert::label)
        .orElse("alert_" + code);
  }

  /**
   * The alert with this RFC name.
   *
   * @throws IllegalArgumentException if there is none; the message lists the known names
   */
  public static Alert ofLabel(String label) {
    return Labels.find(Alert.class, alert -> alert.label(), label, "alert");
  }

  @Override
  public String toString() {
    return label();
  }
}
