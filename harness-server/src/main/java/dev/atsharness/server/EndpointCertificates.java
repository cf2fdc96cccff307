package dev.atsharness.server;

import dev.atsharness.certs.CertificateBuilder;
import dev.atsharness.certs.CertifiedKey;
import dev.atsharness.certs.HarnessCa;
import dev.atsharness.certs.HarnessKey;
import dev.atsharness.certs.Identity;
import dev.atsharness.certs.KeyPool;
import dev.atsharness.certs.SignatureAlgorithm;
import dev.atsharness.scenario.CertificateSettings;
import dev.atsharness.scenario.CertificateSettings.Issuer;
import dev.atsharness.scenario.CertificateSettings.Link;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.util.IPAddress;

/**
 * Makes the endpoints' certificates as their scenarios say. Leaves share one key per kind; an
 * issuing CA that belongs to one endpoint has a key of its own.
 *
 * @param ca the authority of this run
 * @param keys where leaf keys come from
 * @param start what validity is relative to
 */
record EndpointCertificates(HarnessCa ca, KeyPool keys, Instant start) {

  /** X.520's upper bound of a common name (RFC 5280 appendix A.1). */
  private static final int MAX_COMMON_NAME = 64;

  /**
   * The chain and key of an endpoint; takes as long as its keys do.
   *
   * @param host the endpoint's host name
   */
  Identity identity(CertificateSettings settings, String host) {
    HarnessCa authority = settings.issuer() == Issuer.UNTRUSTED_ROOT ? ca.untrusted() : ca;
    CertifiedKey leaf = leaf(authority, settings, host);
    List<X509CertificateHolder> chain =
        settings.chain().stream().flatMap(link -> sent(link, leaf, authority, settings)).toList();
    return new Identity(chain, leaf.key());
  }

  private CertifiedKey leaf(HarnessCa authority, CertificateSettings settings, String host) {
    HarnessKey key = keys.shared(settings.key());
    List<String> names = settings.names().stream().flatMap(name -> filledIn(name, host)).toList();
    CertificateBuilder leaf =
        authority
            .leaf(key)
            .subject(commonName(names, host))
            .names(names)
            .notBefore(start.plus(settings.notBefore()))
            .validity(settings.validity())
            .extendedKeyUsage(settings.extendedKeyUsage())
            .signature(settings.signature());
    return switch (settings.issuer()) {
      case SELF -> leaf.selfSigned();
      case ISSUING_CA, UNTRUSTED_ROOT ->
          leaf.signedBy(authority.issuingCaFor(settings.signature()));
      case OWN_ISSUING_CA ->
          leaf.signedBy(
              authority.issuingCa(
                  keys.fresh(settings.issuingCaKey()), settings.issuingCaSignature()));
    };
  }

  /** The first name, as CAs do; the host where the subjectAltName is left out on purpose. */
  private static String commonName(List<String> names, String host) {
    String name =
        names.stream().filter(entry -> !IPAddress.isValid(entry)).findFirst().orElse(host);
    return name.length() <= MAX_COMMON_NAME ? name : "ATS harness endpoint";
  }

  private Stream<String> filledIn(String name, String host) {
    return switch (name) {
      case CertificateSettings.HOST -> Stream.of(host);
      case CertificateSettings.LOOPBACK -> Stream.of("127.0.0.1", "::1");
      default -> Stream.of(name.replace(CertificateSettings.DOMAIN, ca.domain()));
    };
  }

  /** A self-signed leaf has neither issuing CA nor root to send. */
  private static Stream<X509CertificateHolder> sent(
      Link link, CertifiedKey leaf, HarnessCa authority, CertificateSettings settings) {
    boolean issued = leaf.issuer().isPresent();
    return switch (link) {
      case LEAF -> Stream.of(leaf.certificate());
      case ISSUING_CA -> leaf.identity().chain().stream().skip(1);
      case ROOT -> issued ? Stream.of(root(authority, settings.rootSignature())) : Stream.empty();
    };
  }

  private static X509CertificateHolder root(HarnessCa authority, SignatureAlgorithm signature) {
    return signature == SignatureAlgorithm.SHA256_ECDSA
        ? authority.root().certificate()
        : authority.rootSignedWith(signature);
  }
}
