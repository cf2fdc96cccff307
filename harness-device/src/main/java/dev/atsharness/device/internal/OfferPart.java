package dev.atsharness.device.internal;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.ats.ClientProfile.HelloForm;
import dev.atsharness.ats.ClientProfile.Offer;
import dev.atsharness.tls.NamedGroup;
import dev.atsharness.tls.TlsVersion;
import java.util.List;

/**
 * A part of a ClientHello because of which a server may refuse it: a part of what it offers, in
 * which the server finds no value that it supports, or its form.
 */
enum OfferPart {
  APPLICATION_PROTOCOLS,
  VERSIONS,
  CIPHER_SUITES,
  SIGNATURE_SCHEMES,
  GROUPS,
  /** Not what they offer, which the groups say too, but how long they are. */
  KEY_SHARES,
  /** What no server chooses from. */
  FORM;

  /**
   * Returns the profile {@code to} with this part of the offer taken from the other profile. It
   * keeps those of its key shares that are of its groups.
   */
  ClientProfile copy(ClientProfile from, ClientProfile to) {
    Offer other = from.offer();
    Offer own = to.offer();
    return to.offering(
        new Offer(
            (this == VERSIONS ? other : own).versions(),
            (this == CIPHER_SUITES ? other : own).cipherSuites(),
            (this == SIGNATURE_SCHEMES ? other : own).signatureSchemes(),
            (this == GROUPS ? other : own).groups(),
            shares(other, own),
            own.extendedMasterSecret(),
            (this == APPLICATION_PROTOCOLS ? other : own).alpn(),
            (this == FORM ? other : own).form()));
  }

  private List<NamedGroup> shares(Offer other, Offer own) {
    return switch (this) {
      case KEY_SHARES -> other.keyShares();
      case GROUPS -> own.keyShares().stream().filter(other.groups()::contains).toList();
      default -> own.keyShares();
    };
  }

  /** Returns the profile without GREASE in its form. */
  static ClientProfile withoutGrease(ClientProfile profile) {
    Offer offer = profile.offer();
    return profile.offering(offer.withForm(offer.form().map(HelloForm::withoutGrease)));
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
