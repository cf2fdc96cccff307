package dev.atsharness.server.handshake;

import dev.atsharness.tls.TlsVersion;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A decoded ClientHello (RFC 8446 section 4.1.2, RFC 5246 section 7.4.1.2). Code points are given
 * as sent, GREASE (RFC 8701) included; lists of an absent extension are empty.
 *
 * @param serverName the SNI host name, as sent: hostile text, at most 65,535 Latin-1 characters
 * @param offer the lists that a server chooses from
 * @param extendedMasterSecret whether RFC 7627 was offered
 * @param secureRenegotiation whether RFC 5746 was offered, as extension or as signalling suite
 * @param raw the message as sent
 * @param omitted the parts left out of an {@linkplain #excerpt excerpt}; empty if it is complete
 */
public record ClientHello(
    Optional<String> serverName,
    Offer offer,
    boolean extendedMasterSecret,
    boolean secureRenegotiation,
    Raw raw,
    Optional<Omitted> omitted) {

  /**
   * The lists that a server chooses from, in the client's order.
   *
   * @param cipherSuites offered suites, signalling values included
   * @param supportedVersions {@code supported_versions}
   * @param signatureSchemes {@code signature_algorithms}
   * @param certificateSignatureSchemes {@code signature_algorithms_cert}
   * @param groups {@code supported_groups}
   * @param keyShareGroups groups that {@code key_share} has a share for
   * @param alpn offered protocols as sent: hostile Latin-1 text
   */
  public record Offer(
      List<Integer> cipherSuites,
      List<Integer> supportedVersions,
      List<Integer> signatureSchemes,
      List<Integer> certificateSignatureSchemes,
      List<Integer> groups,
      List<Integer> keyShareGroups,
      List<String> alpn) {

    public Offer {
      cipherSuites = Codes.of(cipherSuites);
      supportedVersions = Codes.of(supportedVersions);
      signatureSchemes = Codes.of(signatureSchemes);
      certificateSignatureSchemes = Codes.of(certificateSignatureSchemes);
      groups = Codes.of(groups);
      keyShareGroups = Codes.of(keyShareGroups);
      alpn = List.copyOf(alpn);
    }
  }

  /**
   * The message as sent.
   *
   * @param legacyVersion the {@code client_version} field
   * @param random 32 bytes in hex
   * @param sessionIdLength 0 to 32 bytes
   * @param extensions every extension in the client's order
   * @param message the handshake message, its 4-byte header included, in hex
   */
  public record Raw(
      int legacyVersion,
      String random,
      int sessionIdLength,
      List<Extension> extensions,
      String message) {

    public Raw {
      extensions = List.copyOf(extensions);
    }

    /** The handshake message, its 4-byte header included; of an excerpt, its beginning. */
    public byte[] messageBytes() {
      return HexFormat.of().parseHex(message);
    }
  }

  /**
   * The parts left out of an excerpt.
   *
   * @param ja4 the fingerprint of the whole ClientHello
   * @param counts the number of entries of a list, characters of the server name, or bytes of the
   *     message or of extensions that are left out, by the name of the part
   */
  public record Omitted(String ja4, Map<String, Integer> counts) {

    public Omitted {
      counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    }

    /** How much of this part is left out; 0 if nothing. */
    public int of(String part) {
      return counts.getOrDefault(part, 0);
    }
  }

  /**
   * One extension.
   *
   * @param type code point
   * @param data body in hex
   */
  public record Extension(int type, String data) {}

  /**
   * Decodes a handshake message.
   *
   * @param message the message with its 4-byte header, and nothing after it
   * @throws IllegalArgumentException if it is not exactly one well-formed ClientHello; the message
   *     says what is wrong, without quoting it
   */
  public static ClientHello parse(byte[] message) {
    return new ClientHelloParser(message).parse();
  }

  /** Whether the client offers this version. */
  public boolean offers(TlsVersion version) {
    if (offer.supportedVersions().isEmpty()) {
      return version != TlsVersion.TLS_1_3 && version.code() <= raw.legacyVersion();
    }
    return offer.supportedVersions().contains(version.code());
  }

  /**
   * The part that the journal keeps: lists of up to 256 code points, 128 extensions or 32
   * protocols, 255 characters of the server name, and up to 4 KiB of the message and of the
   * extensions' bodies. If a list, the message or the bodies exceed their limit, the first quarter
   * of the limit is kept. Returns this object if nothing is left out.
   */
  public ClientHello excerpt() {
    return omitted.isPresent() ? this : new ClientHelloExcerpt(this).make();
  }

  /** How much of this part was left out of an excerpt; see {@link Omitted}. */
  public int omitted(String part) {
    return omitted.map(some -> some.of(part)).orElse(0);
  }

  /**
   * The JA4 TLS client fingerprint (FoxIO), for example {@code t13d1516h2_8daaf6152771_...}; of an
   * excerpt, that of the whole ClientHello.
   */
  public String ja4() {
    return omitted.map(Omitted::ja4).orElseGet(() -> Ja4.of(this));
  }

  /** Whether a code point is one of RFC 8701's sixteen reserved values. */
  public static boolean isGrease(int code) {
    return (code & 0x0f0f) == 0x0a0a && (code >>> 8) == (code & 0xff);
  }

  @Override
  public String toString() {
    return "ClientHello " + ja4() + Arrays.toString(serverName.stream().toArray());
  }
}
