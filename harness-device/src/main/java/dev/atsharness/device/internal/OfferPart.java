package dev.atsharness.device.internal;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.ats.ClientProfile.Offer;
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
    Offer other = from.offer();
    Offer own = to.offer();
    return to.offering(
        new Offer(
            (this == VERSIONS ? other : own).versions(),
            (this == CIPHER_SUITES ? other : own).cipherSuites(),
            (this == SIGNATURE_SCHEMES ? other : own).signatureSchemes(),
            (this == GROUPS ? other : own).groups(),
            (this == GROUPS ? other : own).keyShares(),
            own.extendedMasterSecret(),
            (this == APPLICATION_PROTOCOLS ? other : own).alpn(),
            own.form()));
  }

  /** Returns the profile without an ALPN extension. */
  static ClientProfile withoutApplicationProtocols(ClientProfile profile) {
    return profile.offering(profile.offer().withAlpn(List.of()));
  }

  /** Returns the profile without extended master secret. */
  static ClientProfile withoutExtendedMasterSecret(ClientProfile profile) {
    Offer offer = profile.offer();
    return profile.offering(
        new Offer(
            offer.versions(),
            offer.cipherSuites(),
            offer.signatureSchemes(),
            offer.groups(),
            offer.keyShares(),
            false,
            offer.alpn(),
            offer.form()));
  }

  /** Returns the profile without TLS 1.3. */
  static ClientProfile withoutTls13(ClientProfile profile) {
    Offer offer = profile.offer();
    return profile.offering(
        new Offer(
            offer.versions().stream().filter(version -> version != TlsVersion.TLS_1_3).toList(),
            offer.cipherSuites().stream().filter(suite -> !suite.isTls13()).toList(),
            offer.signatureSchemes(),
            offer.groups(),
            offer.keyShares(),
            offer.extendedMasterSecret(),
            offer.alpn(),
            offer.form()));
  }
}
