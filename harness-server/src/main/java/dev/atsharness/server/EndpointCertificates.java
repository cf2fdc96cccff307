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
import dev.atsharness.scenario.internal.CertificateSettings;
import dev.atsharness.scenario.internal.CertificateSettings.Authority;
import dev.atsharness.scenario.internal.CertificateSettings.Issuer;
import dev.atsharness.scenario.internal.CertificateSettings.Link;
import dev.atsharness.scenario.internal.CertificateSettings.OlderRoot;
import dev.atsharness.scenario.internal.CertificateSettings.Pointer;
import dev.atsharness.scenario.internal.CertificateSettings.Quirk;
import dev.atsharness.scenario.internal.CertificateSettings.Revocation;
import dev.atsharness.server.internal.http.RevocationPages;
import java.math.BigInteger;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.util.IPAddress;

/**
 * Makes the endpoints' certificates as their scenarios specify. Leaves share one key per kind; an
 * issuing CA that belongs to one endpoint has a separate key.
 *
 * @param ca the authority of this run
 * @param keys source of the leaf keys
 * @param start the instant that validity periods are relative to
 * @param revocations receives every leaf whose revocation status can be looked up
 * @param lookups gives the base URLs for looking up the status of a host's leaf, best first
 */
record EndpointCertificates(
    HarnessCa ca,
    KeyPool keys,
    Instant start,
    Revocations revocations,
    Function<String, List<URI>> lookups) {

  /** X.520's upper bound of a common name (RFC 5280 appendix A.1). */
  private static final int MAX_COMMON_NAME = 64;

  /** An extension unknown to all clients: 2.999 is the arc for examples (ITU-T X.660). */
  private static final String UNKNOWN_EXTENSION = "2.999.1";

  private static final byte[] ASN1_NULL = {5, 0};

  /** A key identifier as long as a SHA-1 digest, which is that of no key. */
  private static final byte[] OTHER_KEY_IDENTIFIER = new byte[20];

  /**
   * The certificates and key made for an endpoint.
   *
   * @param identity the chain and key it presents
   * @param anchor the certificate at the true end of the chain, to be installed on a device
   */
  record Issued(Identity identity, X509CertificateHolder anchor) {}

  /**
   * Makes the chain and key of an endpoint; takes as long as generating its keys.
   *
   * @param host the endpoint's host name, or its address if it has none
   */
  Issued issue(CertificateSettings settings, String host) {
    HarnessCa authority = settings.issuer() == Issuer.UNTRUSTED_ROOT ? ca.untrusted() : ca;
    CertifiedKey leaf = leaf(authority, settings, host);
    Lazy<CertifiedKey> olderRoot = new Lazy<>(() -> olderRoot(settings.olderRoot()));
    List<X509CertificateHolder> chain =
        settings.chain().stream()
            .flatMap(link -> sent(link, leaf, authority, settings, olderRoot))
            .toList();
    List<X509CertificateHolder> path = leaf.path();
    return new Issued(new Identity(chain, leaf.key()), path.get(path.size() - 1));
  }

  private CertifiedKey leaf(HarnessCa authority, CertificateSettings settings, String host) {
    Issuer issuer = settings.issuer();
    // The key of an anchor is not shared, and is not stored.
    HarnessKey key =
        issuer.isOwnAnchor() ? keys.fresh(settings.key()) : keys.shared(settings.key());
    List<String> names =
        settings.names().stream().flatMap(name -> filledIn(name, host)).distinct().toList();
    CertificateBuilder leaf =
        authority
            .leaf(key)
            .subject(
                settings
                    .commonName()
                    .map(name -> filled(name, host))
                    .orElseGet(() -> commonName(names, host)))
            .names(names)
            .notBefore(settings.validity().from(start))
            .validity(settings.validity().length(start))
            .extendedKeyUsage(settings.extendedKeyUsage())
            .signature(settings.signature());
    settings.quirks().forEach(quirk -> apply(quirk, leaf));
    if (issuer.isOwnAnchor()) {
      leaf.permittedNames(
          Stream.of(host, "127.0.0.1", "::1")
              .map(EndpointCertificates::alone)
              .distinct()
              .toArray(String[]::new));
    }
    if (issuer.isSelf()) {
      return leaf.selfSigned();
    }
    return revocable(
        leaf,
        issuer.hasOwnIssuingCa()
            ? ownIssuingCa(settings, host)
            : authority.issuingCaFor(settings.signature()),
        settings.revocation(),
        host);
  }

  /** The name-constraints subtree for exactly one address, or for a name and its subdomains. */
  private static String alone(String host) {
    return IPAddress.isValidIPv4(host)
        ? host + "/32"
        : IPAddress.isValid(host) ? host + "/128" : host;
  }

  private CertifiedKey ownIssuingCa(CertificateSettings settings, String host) {
    Authority ours = settings.issuingCa();
    CertificateBuilder issuingCa =
        ca.issuingCa(keys.fresh(ours.key()))
            .signature(ours.signature())
            .extendedKeyUsage(ours.extendedKeyUsage());
    ours.validity().ifPresent(v -> issuingCa.notBefore(v.from(start)).validity(v.length(start)));
    ours.quirks().forEach(quirk -> apply(quirk, issuingCa));
    return issuingCa.signedBy(
        settings.issuer() == Issuer.INSTALLED_ROOT
            ? installedRoot(settings.root(), host)
            : settings
                .intermediatePathLength()
                .map(length -> intermediate(ours.signature(), length))
                .orElseGet(() -> ca.issuerOf(ours.signature())));
  }

  private CertifiedKey installedRoot(Authority root, String host) {
    CertificateBuilder builder =
        ca.rootFor(host, keys.fresh(root.key())).signature(root.signature());
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

  private CertifiedKey revocable(
      CertificateBuilder leaf, CertifiedKey issuer, Revocation revocation, String host) {
    if (revocation.mustStaple()) {
      leaf.mustStaple();
    }
    if (revocation.pointers().isEmpty()) {
      return leaf.signedBy(issuer);
    }
    if (revocation.pointers().contains(Pointer.CRL)) {
      leaf.crlUrls(lookups(host, RevocationPages.crlPath(issuer)));
    }
    if (revocation.pointers().contains(Pointer.OCSP)) {
      leaf.ocspUrls(lookups(host, RevocationPages.OCSP_PATH));
    }
    CertifiedKey issued = leaf.signedBy(issuer);
    revocations.add(issued, revocation.revoked());
    return issued;
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

  private Stream<String> filledIn(String name, String host) {
    return switch (name) {
      case CertificateSettings.HOST -> Stream.of(host);
      case CertificateSettings.LOOPBACK -> Stream.of("127.0.0.1", "::1");
      default -> Stream.of(filled(name, host));
    };
  }

  private String filled(String name, String host) {
    return name.replace(CertificateSettings.HOST, host)
        .replace(CertificateSettings.DOMAIN, ca.domain())
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
