package dev.atsharness.tls;

import dev.atsharness.tls.internal.Labels;

/**
 * A protocol version with its two-byte wire value, oldest first (RFC 6101, 2246, 4346, 5246, 8446).
 */
public enum TlsVersion {
  SSL_3_0("SSLv3", 0x0300),
  TLS_1_0("TLSv1.0", 0x0301),
  TLS_1_1("TLSv1.1", 0x0302),
  TLS_1_2("TLSv1.2", 0x0303),
  TLS_1_3("TLSv1.3", 0x0304);

  private final String label;
  private final int code;

  TlsVersion(String label, int code) {
    this.label = label;
    this.code = code;
  }

  /** The name used in scenario files and reports, for example {@code TLSv1.2}. */
  public String label() {
    return label;
  }

  /** The value of {@code ProtocolVersion} on the wire, 0x0300 to 0x0304. */
  public int code() {
    return code;
  }

  /** Whether this version is older than {@code other}. */
  public boolean isBefore(TlsVersion other) {
    return compareTo(other) < 0;
  }

  /**
   * The version with this {@linkplain #label() label}.
   *
   * @throws IllegalArgumentException if there is none; the message lists the known labels
   */
  public static TlsVersion ofLabel(String label) {
    return Labels.find(TlsVersion.class, TlsVersion::label, label, "TLS version");
  }

  @Override
  public String toString() {
    return label;
  }
}
