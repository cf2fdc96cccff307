package dev.atsharness.server.tls;

import dev.atsharness.tls.TlsVersion;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A decoded ClientHello (RFC 8446 section 4.1.2, RFC 5246 section 7.4.1.2). Code points are given
 * as sent, GREASE (RFC 8701) included; lists of an absent extension are empty.
 *
 * @param legacyVersion the {@code client_version} field
 * @param random 32 bytes in hex
 * @param sessionIdLength 0 to 32 bytes
 * @param cipherSuites offered suites, signalling values included, in the client's order
 * @param extensions every extension in the client's order
 * @param serverName the SNI host name, as sent: hostile text, at most 65,535 Latin-1 characters
 * @param supportedVersions {@code supported_versions}
 * @param signatureSchemes {@code signature_algorithms}
 * @param certificateSignatureSchemes {@code signature_algorithms_cert}
 * @param groups {@code supported_groups}
 * @param keyShareGroups groups that {@code key_share} has a share for
 * @param alpn offered protocols as sent: hostile Latin-1 text
 * @param extendedMasterSecret whether RFC 7627 was offered
 * @param secureRenegotiation whether RFC 5746 was offered, as extension or as signalling suite
 * @param message the handshake message, its 4-byte header included, in hex
 */
public record ClientHello(
    int legacyVersion,
    String random,
    int sessionIdLength,
    List<Integer> cipherSuites,
    List<Extension> extensions,
    Optional<String> serverName,
    List<Integer> supportedVersions,
    List<Integer> signatureSchemes,
    List<Integer> certificateSignatureSchemes,
    List<Integer> groups,
    List<Integer> keyShareGroups,
    List<String> alpn,
    boolean extendedMasterSecret,
    boolean secureRenegotiation,
    String message) {

  /**
   * One extension.
   *
   * @param type code point
   * @param data body in hex
   */
  public record Extension(int type, String data) {}

  public ClientHello {
    cipherSuites = List.copyOf(cipherSuites);
    extensions = List.copyOf(extensions);
    supportedVersions = List.copyOf(supportedVersions);
    signatureSchemes = List.copyOf(signatureSchemes);
    certificateSignatureSchemes = List.copyOf(certificateSignatureSchemes);
    groups = List.copyOf(groups);
    keyShareGroups = List.copyOf(keyShareGroups);
    alpn = List.copyOf(alpn);
  }

  /**
   * Decodes a handshake message.
   *
   * @param message the message with its 4-byte header, and nothing after it
   * @throws IllegalArgumentException if it is not exactly one well-formed ClientHello; says what is
   *     wrong, without quoting it
   */
  public static ClientHello parse(byte[] message) {
    return new ClientHelloParser(message).parse();
  }

  /** Whether the client offers this version. */
  public boolean offers(TlsVersion version) {
    if (supportedVersions.isEmpty()) {
      return version != TlsVersion.TLS_1_3 && version.code() <= legacyVersion;
    }
    return supportedVersions.contains(version.code());
  }

  /** The handshake message, its 4-byte header included. */
  public byte[] messageBytes() {
    return HexFormat.of().parseHex(message);
  }

  /** The JA4 TLS client fingerprint (FoxIO), for example {@code t13d1516h2_8daaf6152771_...}. */
  public String ja4() {
    return Ja4.of(this);
  }

  /** Whether a code point is one of RFC 8701's sixteen reserved values. */
  static boolean isGrease(int code) {
    return (code & 0x0f0f) == 0x0a0a && (code >>> 8) == (code & 0xff);
  }

  @Override
  public String toString() {
    return "ClientHello " + ja4() + Arrays.toString(serverName.stream().toArray());
  }
}
