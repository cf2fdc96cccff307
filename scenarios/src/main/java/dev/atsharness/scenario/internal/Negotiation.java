package dev.atsharness.scenario.internal;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.certs.KeySpec;
import dev.atsharness.scenario.internal.CertificateSettings.Quirk;
import dev.atsharness.scenario.internal.TlsSettings.CipherOrder;
import dev.atsharness.tls.Alert;
import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.CipherSuite.KeyExchange;
import dev.atsharness.tls.NamedGroup;
import dev.atsharness.tls.SignatureScheme;
import dev.atsharness.tls.TlsVersion;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a server with these settings and this client agree on, or the server's alert when they have
 * nothing in common. Computed from the settings alone, as RFC 5246 and RFC 8446 prescribe.
 *
 * @param version the negotiated version; null if the server refused
 * @param cipherSuite the negotiated suite; null if the server refused
 * @param certificate the certificate that authenticates the server, or would if the suite were not
 *     anonymous; null if the server refused
 * @param handshakeSignature scheme of the server's handshake signature, empty if there is none
 * @param forcedGroup the curve that the server uses even if the client did not offer it; empty if
 *     it keeps to the offer
 * @param refusal the server's alert, empty if the handshake continued
 */
record Negotiation(
    TlsVersion version,
    CipherSuite cipherSuite,
    CertificateSettings certificate,
    Optional<SignatureScheme> handshakeSignature,
    Optional<NamedGroup> forcedGroup,
    Optional<Alert> refusal) {

  static Negotiation between(ServerSettings server, ClientProfile client) {
    TlsSettings tls = server.tls();
    Optional<TlsVersion> version = version(tls, client.offer().versions());
    if (version.isEmpty()) {
      return refused(Alert.PROTOCOL_VERSION);
    }
    if (Collections.disjoint(client.offer().alpn(), tls.alpn())
        && !client.offer().alpn().isEmpty()
        && !tls.alpn().isEmpty()) {
      return refused(Alert.NO_APPLICATION_PROTOCOL);
    }
    if (tls.extendedMasterSecretRequired()
        && version.get() != TlsVersion.TLS_1_3
        && !client.offer().extendedMasterSecret()) {
      return refused(Alert.HANDSHAKE_FAILURE);
    }
    List<CipherSuite> enabled =
        tls.misbehaviour()
            .flatMap(Misbehaviour::suite)
            .filter(client.offer().cipherSuites()::contains)
            .map(List::of)
            .orElseGet(() -> tls.cipherSuites(version.get()));
    List<CipherSuite> offered =
        tls.misbehaves(Misbehaviour.NO_COMMON_SUITE)
                && Collections.disjoint(enabled, client.offer().cipherSuites())
            ? enabled
            : client.offer().cipherSuites();
    boolean byServer = tls.cipherOrder() == CipherOrder.SERVER;
    List<CipherSuite> preferred = byServer ? enabled : offered;
    List<CipherSuite> other = byServer ? offered : enabled;
    for (CipherSuite suite : preferred) {
      if (!other.contains(suite) || !haveGroup(suite, version.get(), tls, client)) {
        continue;
      }
      List<CertificateSettings> fitting =
          server.certificates().stream().filter(one -> fits(suite, one.key())).toList();
      boolean signed = signs(suite, version.get());
      Optional<SignatureScheme> signature =
          signed ? signature(version.get(), tls, fitting, client) : Optional.empty();
      Optional<CertificateSettings> certificate =
          fitting.stream()
              .filter(one -> signature.stream().allMatch(s -> canUse(s, version.get(), one)))
              .findFirst();
      if (certificate.isPresent() && signature.isPresent() == signed) {
        Optional<NamedGroup> group =
            version.get() != TlsVersion.TLS_1_3 && suite.keyExchange() == KeyExchange.ECDHE
                ? tls.keyExchangeGroup()
                : Optional.empty();
        return new Negotiation(
            version.get(), suite, certificate.get(), signature, group, Optional.empty());
      }
    }
    return refused(Alert.HANDSHAKE_FAILURE);
  }

  /**
   * The server's order counts among the versions that a client lists (RFC 8446 section 4.2.1).
   * Before TLS 1.3 a client names its highest version only: it gets the best version up to that
   * one, and has to refuse a version that is too low for it (RFC 5246 appendix E.1). A server that
   * does not know the list takes a client of TLS 1.3 for one of TLS 1.2.
   */
  private static Optional<TlsVersion> version(TlsSettings server, List<TlsVersion> offered) {
    if (offered.contains(TlsVersion.TLS_1_3) && server.supportedVersions()) {
      return server.versions().stream().filter(offered::contains).findFirst();
    }
    TlsVersion highest =
        offered.contains(TlsVersion.TLS_1_3) ? TlsVersion.TLS_1_2 : Collections.max(offered);
    return server.versions().stream()
        .filter(candidate -> !highest.isBefore(candidate))
        .max(Comparator.naturalOrder());
  }

  /**
   * Whether the ServerKeyExchange has only what the client offered; a client has to refuse anything
   * else.
   */
  boolean withinOfferOf(ClientProfile client) {
    return handshakeSignature.stream().allMatch(client.offer().signatureSchemes()::contains)
        && forcedGroup.stream().allMatch(client.offer().groups()::contains);
  }

  /** Whether a certificate with this key can authenticate the suite. */
  static boolean fits(CipherSuite suite, KeySpec key) {
    if (suite.isTls13() || suite.keyExchange() == KeyExchange.ANON) {
      return true;
    }
    return switch (key.type()) {
      case RSA -> suite.authenticatesWithRsa();
      case RSA_PSS -> suite.authenticatesWithRsa() && suite.keyExchange() != KeyExchange.RSA;
      case EC, ED25519, ED448 -> suite.authenticatesWithEcdsa();
    };
  }

  private static boolean haveGroup(
      CipherSuite suite, TlsVersion version, TlsSettings tls, ClientProfile client) {
    boolean ecdhe = suite.isTls13() || suite.keyExchange() == KeyExchange.ECDHE;
    return !ecdhe
        || (version != TlsVersion.TLS_1_3 && tls.keyExchangeGroup().isPresent())
        || tls.groups().stream()
            .filter(group -> version == TlsVersion.TLS_1_3 || !group.isHybrid())
            .anyMatch(client.offer().groups()::contains);
  }

  /** Whether the server signs the handshake with a scheme that the client advertised. */
  private static boolean signs(CipherSuite suite, TlsVersion version) {
    return version == TlsVersion.TLS_1_3
        || (version == TlsVersion.TLS_1_2
            && (suite.keyExchange() == KeyExchange.ECDHE
                || suite.keyExchange() == KeyExchange.DHE));
  }

  private static Optional<SignatureScheme> signature(
      TlsVersion version,
      TlsSettings tls,
      List<CertificateSettings> certificates,
      ClientProfile client) {
    if (version == TlsVersion.TLS_1_2 && tls.handshakeSignature().isPresent()) {
      return tls.handshakeSignature();
    }
    List<SignatureScheme> offered = client.offer().signatureSchemes();
    List<SignatureScheme> preferred =
        tls.handshakeSignaturePreference().isEmpty() ? offered : tls.handshakeSignaturePreference();
    return preferred.stream()
        .filter(offered::contains)
        .filter(scheme -> certificates.stream().anyMatch(c -> canUse(scheme, version, c)))
        .findFirst();
  }

  /**
   * Whether a certificate's key can sign the handshake with the scheme. RFC 8446 section 4.2.3
   * binds an ECDSA scheme to a named curve; RFC 5246 does not.
   */
  static boolean canUse(
      SignatureScheme scheme, TlsVersion version, CertificateSettings certificate) {
    boolean tls13 = version == TlsVersion.TLS_1_3;
    KeySpec key = certificate.key();
    return switch (key.type()) {
      case RSA ->
          (scheme.label().startsWith("rsa_pss_rsae") && pssFits(key, scheme))
              || (!tls13 && scheme.label().startsWith("rsa_pkcs1"));
      case RSA_PSS -> scheme.label().startsWith("rsa_pss_pss") && pssFits(key, scheme);
      case EC ->
          tls13
              ? scheme.label().startsWith("ecdsa_" + key.curve())
                  && !certificate.quirks().contains(Quirk.EXPLICIT_CURVE)
              : scheme.label().startsWith("ecdsa_");
      case ED25519 -> scheme == SignatureScheme.ED25519;
      case ED448 -> scheme == SignatureScheme.ED448;
    };
  }

  /** Whether the digest and a salt of its length fit into the modulus (RFC 8017 section 9.1.1). */
  private static boolean pssFits(KeySpec key, SignatureScheme scheme) {
    String label = scheme.label();
    int digestBytes = Integer.parseInt(label.substring(label.length() - 3)) / Byte.SIZE;
    int encodedBytes = (key.bits() - 1 + Byte.SIZE - 1) / Byte.SIZE;
    return encodedBytes >= 2 * digestBytes + 2;
  }

  private static Negotiation refused(Alert alert) {
    return new Negotiation(
        null, null, null, Optional.empty(), Optional.empty(), Optional.of(alert));
  }
}
