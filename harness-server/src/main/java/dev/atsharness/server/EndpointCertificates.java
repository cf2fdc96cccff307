package dev.atsharness.server;

import dev.atsharness.certs.CertificateBuilder;
import dev.atsharness.certs.CertifiedKey;
import dev.atsharness.certs.HarnessCa;
import dev.atsharness.certs.HarnessKey;
import dev.atsharness.certs.Identity;
import dev.atsharness.certs.KeyPool;
import dev.atsharness.certs.KeySpec;
import dev.atsharness.certs.KeyUse;
import dev.atsharness.certs.SignatureAlgorithm;
import dev.atsharness.certs.internal.Lazy;
import dev.atsharness.certs.internal.Revocations;
import dev.atsharness.certs.internal.Times;
import dev.atsharness.scenario.internal.CertificateSettings;
import dev.atsharness.scenario.internal.CertificateSettings.Authority;
import dev.atsharness.scenario.internal.CertificateSettings.Issuer;
import dev.atsharness.scenario.internal.CertificateSettings.Link;
import dev.atsharness.scenario.internal.CertificateSettings.OlderRoot;
import dev.atsharness.scenario.internal.CertificateSettings.Pointer;
import dev.atsharness.scenario.internal.CertificateSettings.Quirk;
import dev.atsharness.scenario.internal.CertificateSettings.Revocation;
import dev.atsharness.scenario.internal.CertificateSettings.Validity;
import dev.atsharness.server.internal.http.RevocationPages;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.util.IPAddress;

/**
 * Makes the endpoints' certificates as their scenarios specify. Leaves share one key per kind, and
 * so do the anchors besides the harness root; an issuing CA that belongs to one endpoint has a
 * separate key.
 *
 * @param ca the authority of this run
 * @param keys source of the leaf keys
 * @param anchorKeys source of the keys of anchors; it does not store them
 * @param start the instant that validity periods are relative to
 * @param revocations receives every leaf whose revocation status can be looked up
 * @param lookups gives the base URLs for looking up the status of a host's leaf, best first
 */
record EndpointCertificates(
    HarnessCa ca,
    KeyPool keys,
    KeyPool anchorKeys,
    Instant start,
    Revocations revocations,
    Function<String, List<URI>> lookups) {

  /** X.520's upper bound of a common name (RFC 5280 appendix A.1). */
  private static final int MAX_COMMON_NAME = 64;

  /** An extension unknown to all clients: 2.999 is the arc for examples (ITU-T X.660). */
  private static final String UNKNOWN_EXTENSION = "2.999.1";

  private static final List<String> LOOPBACK = List.of("127.0.0.1", "::1");

  private static final byte[] ASN1_NULL = {5, 0};

  /** A key identifier as long as a SHA-1 digest, which is that of no key. */
  private static final byte[] OTHER_KEY_IDENTIFIER = new byte[20];

  /**
   * The certificates and key made for an endpoint. The two chains differ in the leaf alone, and the
   * two leaves in their names and serial numbers; with an equal serial number they have different
   * issuing CAs.
   *
   * @param identity the chain and key it presents to a client that sends its name
   * @param withoutServerName the chain and key it presents to a client that sends no server name,
   *     made on first use; the same object if the names are the same
   * @param path the certificates from the leaf to the anchor, whether it presents them or not
   */
  record Issued(
      Identity identity, Supplier<Identity> withoutServerName, List<X509CertificateHolder> path) {

    /** The certificate at the true end of the chain, to be installed on a device. */
    X509CertificateHolder anchor() {
      return path.get(path.size() - 1);
    }
  }

  /**
   * Makes the chain and key of an endpoint; takes as long as generating its keys.
   *
   * @param host the endpoint's host name, or its address if it has none
   */
  Issued issue(CertificateSettings settings, String host) {
    HarnessCa authority = settings.issuer() == Issuer.UNTRUSTED_ROOT ? ca.untrusted() : ca;
    Leaves leaves = leaves(authority, settings, host);
    List<String> names = names(settings, host, true);
    CertifiedKey leaf = leaves.signed(names);
    Lazy<CertifiedKey> olderRoot = new Lazy<>(() -> olderRoot(settings.olderRoot()));
    Function<CertifiedKey, Identity> presented =
        one ->
            new Identity(
                settings.chain().stream()
                    .flatMap(link -> sent(link, one, authority, settings, olderRoot))
                    .toList(),
                one.key());
    Identity identity = presented.apply(leaf);
    List<String> otherNames = names(settings, host, false);
    Lazy<Identity> other =
        new Lazy<>(
            () -> {
              if (otherNames.equals(names)) {
                return identity;
              }
              CertifiedKey otherLeaf = leaves.signed(otherNames);
              return hasIssuingCaForEachLeaf(settings)
                  ? presented.apply(otherLeaf)
                  : withLeaf(identity, leaf, otherLeaf);
            });
    if (!settings.revocation().pointers().isEmpty()) {
      other.get(); // a client may keep the CRL, so its first edition knows both leaves
    }
    return new Issued(identity, other, leaf.path());
  }

  /**
   * Whether the two leaves need different issuing CAs, because both have the serial number 0: an
   * issuer may give each number once (RFC 5280 section 4.1.2.2).
   */
  private static boolean hasIssuingCaForEachLeaf(CertificateSettings settings) {
    return settings.issuer().hasOwnIssuingCa() && settings.quirks().contains(Quirk.SERIAL_ZERO);
  }

  private static Identity withLeaf(Identity identity, CertifiedKey leaf, CertifiedKey other) {
    return identity.withChain(
        identity.chain().stream()
            .map(one -> one.equals(leaf.certificate()) ? other.certificate() : one)
            .toList());
  }

  /** The leaves of an endpoint, which differ in their names and serial numbers alone. */
  private final class Leaves {
    private final CertificateBuilder builder;
    private final Optional<Supplier<CertifiedKey>> issuers;
    private final CertificateSettings settings;
    private final String host;

    /**
     * Starts the leaves of an endpoint.
     *
     * @param issuers the issuing CA of each leaf, which may be the same; empty if the leaves are
     *     self-signed
     */
    Leaves(
        CertificateBuilder builder,
        Optional<Supplier<CertifiedKey>> issuers,
        CertificateSettings settings,
        String host) {
      this.builder = builder;
      this.issuers = issuers;
      this.settings = settings;
      this.host = host;
    }

    CertifiedKey signed(List<String> names) {
      builder.subject(subject(names)).names(names);
      if (issuers.isEmpty()) {
        return builder.selfSigned();
      }
      CertifiedKey issuer = issuers.get().get();
      Revocation revocation = settings.revocation();
      point(builder, issuer, revocation, host);
      CertifiedKey issued = builder.signedBy(issuer);
      if (!revocation.pointers().isEmpty()) {
        revocations.add(issued, revocation.revoked());
      }
      return issued;
    }

    private String subject(List<String> names) {
      return settings
          .commonName()
          .map(name -> filled(name, host))
          .orElseGet(() -> commonName(names, host));
    }
  }

  private Leaves leaves(HarnessCa authority, CertificateSettings settings, String host) {
    Issuer issuer = settings.issuer();
    HarnessKey key = (issuer.isOwnAnchor() ? anchorKeys : keys).shared(settings.key());
    CertificateBuilder leaf =
        authority
            .leaf(key)
            .notBefore(settings.validity().from(start))
            .validity(length(authority, settings))
            .extendedKeyUsage(settings.extendedKeyUsage())
            .signature(settings.signature());
    settings.quirks().forEach(quirk -> apply(quirk, leaf));
    if (issuer.isSelf()) {
      return new Leaves(leaf, Optional.empty(), settings, host);
    }
    Supplier<CertifiedKey> issuers =
        issuer.hasOwnIssuingCa()
            ? ownIssuingCas(settings, host)
            : () -> authority.issuingCaFor(settings.signature());
    return new Leaves(
        leaf,
        Optional.of(hasIssuingCaForEachLeaf(settings) ? issuers : new Lazy<>(issuers)),
        settings,
        host);
  }

  /** The length of a leaf's validity. Unless the scenario states it, it ends with the authority. */
  private Duration length(HarnessCa authority, CertificateSettings settings) {
    Validity validity = settings.validity();
    Duration stated = validity.length(start);
    if (settings.issuer().isSelf() || !validity.equals(CertificateSettings.DEFAULT.validity())) {
      return stated;
    }
    Instant end = Times.instant(authority.root().certificate().toASN1Structure().getEndDate());
    Duration longest =
        Duration.between(validity.from(start).truncatedTo(ChronoUnit.SECONDS), end).plusSeconds(1);
    return stated.compareTo(longest) < 0 ? stated : longest;
  }

  /** Makes another issuing CA at each call, all below the same CA. */
  private Supplier<CertifiedKey> ownIssuingCas(CertificateSettings settings, String host) {
    Authority ours = settings.issuingCa();
    boolean belowOtherRoot = settings.issuer() == Issuer.INSTALLED_ROOT;
    CertifiedKey signer =
        belowOtherRoot
            ? installedRoot(settings.root(), host)
            : settings
                .intermediatePathLength()
                .map(length -> intermediate(ours.signature(), length))
                .orElseGet(() -> ca.issuerOf(ours.signature()));
    return () -> {
      HarnessKey key = keys.fresh(ours.key());
      CertificateBuilder issuingCa =
          (belowOtherRoot ? ca.issuingCaBelow(signer, key) : ca.issuingCa(key))
              .signature(ours.signature())
              .extendedKeyUsage(ours.extendedKeyUsage());
      ours.validity().ifPresent(v -> issuingCa.notBefore(v.from(start)).validity(v.length(start)));
      ours.quirks().forEach(quirk -> apply(quirk, issuingCa));
      return issuingCa.signedBy(signer);
    };
  }

  private CertifiedKey installedRoot(Authority root, String host) {
    CertificateBuilder builder =
        ca.rootFor(host, anchorKeys.shared(root.key())).signature(root.signature());
    root.validity().ifPresent(v -> builder.notBefore(v.from(start)).validity(v.length(start)));
    root.quirks().forEach(quirk -> apply(quirk, builder));
    return builder.selfSigned();
  }

  private CertifiedKey intermediate(SignatureAlgorithm signature, int pathLength) {
    boolean ecdsa = signature.family() == SignatureAlgorithm.Family.ECDSA;
    KeySpec kind = ecdsa ? KeySpec.ec("p-256") : KeySpec.rsa(2048);
    return ca.issuingCa(keys.fresh(kind)).pathLength(pathLength).signedBy(ca.root());
  }

  private static void apply(Quirk quirk, CertificateBuilder certificate) {
    switch (quirk) {
      case VERSION_1 -> certificate.version1();
      case CA ->
          certificate
              .basicConstraints(true)
              .keyUsage(KeyUse.DIGITAL_SIGNATURE, KeyUse.KEY_ENCIPHERMENT, KeyUse.KEY_CERT_SIGN);
      case NOT_A_CA -> certificate.basicConstraints(false);
      case NO_CERT_SIGN -> certificate.keyUsage(KeyUse.CRL_SIGN);
      case EXPLICIT_CURVE -> certificate.explicitCurve();
      case UNKNOWN_EXTENSION -> certificate.extension(UNKNOWN_EXTENSION, false, ASN1_NULL);
      case UNKNOWN_CRITICAL_EXTENSION -> certificate.extension(UNKNOWN_EXTENSION, true, ASN1_NULL);
      case OTHER_AUTHORITY_KEY_IDENTIFIER ->
          certificate.authorityKeyIdentifier(OTHER_KEY_IDENTIFIER.clone());
      case SERIAL_ZERO -> certificate.serial(BigInteger.ZERO);
      case TAMPERED_SIGNATURE -> certificate.tamperedSignature();
    }
  }

  /** Adds the pointers to the leaf's revocation status. */
  private void point(
      CertificateBuilder leaf, CertifiedKey issuer, Revocation revocation, String host) {
    if (revocation.mustStaple()) {
      leaf.mustStaple();
    }
    if (revocation.pointers().contains(Pointer.CRL)) {
      leaf.crlUrls(lookups(host, RevocationPages.crlPath(issuer)));
    }
    if (revocation.pointers().contains(Pointer.OCSP)) {
      leaf.ocspUrls(lookups(host, RevocationPages.OCSP_PATH));
    }
  }

  private List<String> lookups(String host, String path) {
    return lookups.apply(host).stream().map(url -> url.resolve(path).toString()).toList();
  }

  /** The first name, as CAs choose it; the host if the subjectAltName is left out on purpose. */
  private static String commonName(List<String> names, String host) {
    String name =
        names.stream().filter(entry -> !IPAddress.isValid(entry)).findFirst().orElse(host);
    return name.length() <= MAX_COMMON_NAME ? name : "ATS harness endpoint";
  }

  /**
   * The subjectAltName entries of a leaf.
   *
   * @param named whether the leaf is for clients that send the endpoint's name
   */
  private List<String> names(CertificateSettings settings, String host, boolean named) {
    boolean addresses = !named || settings.issuer().isSelf();
    String ours = named ? host : settings.hostWithoutSni().map(this::inDomain).orElse(host);
    return settings.names().stream()
        .flatMap(
            name ->
                name.equals(CertificateSettings.LOOPBACK)
                    ? (addresses ? LOOPBACK.stream() : Stream.<String>empty())
                    : Stream.of(filled(name, ours)))
        .distinct()
        .toList();
  }

  private String filled(String name, String host) {
    return inDomain(name.replace(CertificateSettings.HOST, host));
  }

  private String inDomain(String name) {
    return name.replace(CertificateSettings.DOMAIN, ca.domain())
        .replace(
            CertificateSettings.SUFFIX, ca.domain().substring(ca.domain().lastIndexOf('.') + 1));
  }

  /**
   * The certificates sent for a link. A self-signed leaf has neither issuing CA nor root to send.
   */
  private Stream<X509CertificateHolder> sent(
      Link link,
      CertifiedKey leaf,
      HarnessCa authority,
      CertificateSettings settings,
      Lazy<CertifiedKey> olderRoot) {
    boolean issued = leaf.issuer().isPresent();
    return switch (link) {
      case LEAF -> Stream.of(leaf.certificate());
      case ISSUING_CA -> leaf.identity().chain().stream().skip(1);
      case ROOT -> issued ? Stream.of(root(leaf, authority, settings)) : Stream.empty();
      case UNRELATED -> Stream.of(authority.untrusted().root().certificate());
      case CROSS_CERTIFICATE -> Stream.of(crossCertificate(settings.olderRoot(), olderRoot.get()));
      case OLDER_ROOT -> Stream.of(olderRoot.get().certificate());
    };
  }

  /** A root with the same name constraints as the harness root; nobody installs it. */
  private CertifiedKey olderRoot(OlderRoot settings) {
    return ca.olderRoot(keys.fresh(KeySpec.ec("p-256")))
        .notBefore(settings.validity().from(start))
        .validity(settings.validity().length(start))
        .selfSigned();
  }

  private X509CertificateHolder crossCertificate(OlderRoot settings, CertifiedKey olderRoot) {
    return ca.crossCertificate()
        .notBefore(settings.crossValidity().from(start))
        .validity(settings.crossValidity().length(start))
        .signedBy(olderRoot)
        .certificate();
  }

  private static X509CertificateHolder root(
      CertifiedKey leaf, HarnessCa authority, CertificateSettings settings) {
    SignatureAlgorithm signature = settings.root().signature();
    List<X509CertificateHolder> path = leaf.path();
    return settings.issuer() == Issuer.INSTALLED_ROOT
            || signature == SignatureAlgorithm.SHA256_ECDSA
        ? path.get(path.size() - 1)
        : authority.rootSignedWith(signature);
  }
}
