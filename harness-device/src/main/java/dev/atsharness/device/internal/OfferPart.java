package dev.atsharness.device.internal;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.NamedGroup;
import dev.atsharness.tls.SignatureScheme;
import dev.atsharness.tls.TlsVersion;
import java.util.List;

/** A part of what a ClientHello offers, in which a server may find no value that it supports. */
enum OfferPart {
  APPLICATION_PROTOCOLS,
  VERSIONS,
  CIPHER_SUITES,
  SIGNATURE_SCHEMES,
  GROUPS;

  /** Returns the profile {@code to} with this part of the offer taken from the other profile. */
  ClientProfile copy(ClientProfile from, ClientProfile to) {
    boolean groups = this == GROUPS;
    return offering(
        to,
        this == VERSIONS ? from.versions() : to.versions(),
        this == CIPHER_SUITES ? from.cipherSuites() : to.cipherSuites(),
        this == SIGNATURE_SCHEMES ? from.signatureSchemes() : to.signatureSchemes(),
        groups ? from.groups() : to.groups(),
        groups ? from.keyShares() : to.keyShares(),
        this == APPLICATION_PROTOCOLS ? from.alpn() : to.alpn());
  }

  /** Returns the profile without an ALPN extension. */
  static ClientProfile withoutApplicationProtocols(ClientProfile profile) {
    return offering(
        profile,
        profile.versions(),
        profile.cipherSuites(),
        profile.signatureSchemes(),
        profile.groups(),
        profile.keyShares(),
        List.of());
  }

  /** Returns the profile without TLS 1.3. */
  static ClientProfile withoutTls13(ClientProfile profile) {
    return offering(
        profile,
        profile.versions().stream().filter(version -> version != TlsVersion.TLS_1_3).toList(),
        profile.cipherSuites().stream().filter(suite -> !suite.isTls13()).toList(),
        profile.signatureSchemes(),
        profile.groups(),
        profile.keyShares(),
        profile.alpn());
  }

  private static ClientProfile offering(
      ClientProfile profile,
      List<TlsVersion> versions,
      List<CipherSuite> cipherSuites,
      List<SignatureScheme> signatureSchemes,
      List<NamedGroup> groups,
      List<NamedGroup> keyShares,
      List<String> alpn) {
    return new ClientProfile(
        profile.id(),
        profile.title(),
        profile.sources(),
        profile.release(),
        profile.process(),
        profile.policy(),
        profile.mode(),
        profile.logs(),
        profile.excepted(),
        profile.like(),
        profile.verifiesTrust(),
        versions,
        cipherSuites,
        signatureSchemes,
        groups,
        keyShares,
        profile.extendedMasterSecret(),
        alpn,
        profile.fingerprint());
  }
}
