package dev.atsharness.certs;

import dev.atsharness.certs.internal.Lazy;
import dev.atsharness.certs.internal.Times;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.X509CertificateHolder;

/**
 * The certificate authority of a run of the harness: a root (P-256, ecdsa-with-SHA256) and below it
 * an RSA-2048 and a P-256 issuing CA. Every CA ends 90 days after the root was made, is for
 * certificates of servers only (extended key usage), and has critical name constraints: DNS names
 * in the harness domain, the loopback addresses, and mailboxes and URIs of the host with the
 * domain's name. Other forms of names, such as the subject's name, are not constrained.
 *
 * <p>RFC 5280 section 6.1 takes only the name and the key from a trust anchor. So a client may
 * ignore these limits in the root, and JSSE does: a thief who has the root's key can impersonate
 * any server to it, also after the end. JSSE obeys the limits of the issuing CAs.
 *
 * <p>Thread-safe; slow parts are made on first use.
 */
public final class HarnessCa {
  /** How long after it was made the authority ends. */
  public static final Duration LIFETIME = Duration.ofDays(90);

  /**
   * When every CA begins: before the leaves of all scenarios, some of which are years old, so that
   * no leaf begins before its issuer.
   */
  private static final Instant BEGIN = Instant.parse("2019-01-01T00:00:00Z");

  private static final String ROOT = "root";
  private static final String ISSUING_ECDSA = "issuing-ecdsa";
  private static final String ISSUING_RSA = "issuing-rsa";
  private static final List<String> ISSUING = List.of(ISSUING_ECDSA, ISSUING_RSA);

  private static final String SERVERS = "serverAuth";
  private static final String LABEL = "ATS harness";
  private static final KeySpec P256 = KeySpec.ec("p-256");

  private final String domain;
  private final Clock clock;
  private final KeyPool keys;
  private final String label;
  private final boolean constrained;
  private final CertifiedKey root;
  private final Lazy<CertifiedKey> ecIssuing;
  private final Lazy<CertifiedKey> rsaIssuing;
  private final Lazy<CertifiedKey> rsaIntermediate;
  private final Lazy<HarnessCa> untrusted;

  private HarnessCa(
      String domain,
      Clock clock,
      KeyPool keys,
      String label,
      boolean constrained,
      CertifiedKey root,
      Optional<StateDirectory> state) {
    this.domain = domain;
    this.clock = clock;
    this.keys = keys;
    this.label = label;
    this.constrained = constrained;
    this.root = root;
    this.ecIssuing =
        new Lazy<>(() -> kept(state, ISSUING_ECDSA, P256, label + " ECDSA issuing CA"));
    this.rsaIssuing =
        new Lazy<>(() -> kept(state, ISSUING_RSA, KeySpec.rsa(2048), label + " RSA issuing CA"));
    this.rsaIntermediate =
        new Lazy<>(
            () ->
                authority(rsaIssuing.get().key(), label + " RSA intermediate CA", 1)
                    .signedBy(root));
    this.untrusted =
        new Lazy<>(() -> create(domain, clock, keys, "Untrusted " + label, constrained));
  }

  /**
   * Makes a new authority that is not stored.
   *
   * @param domain the DNS name that, with all names below it, may be certified
   * @param clock the current time, here and for the leaves
   * @param keys makes the slow keys
   */
  public static HarnessCa create(String domain, Clock clock, KeyPool keys) {
    return create(domain, clock, keys, LABEL, true);
  }

  /**
   * Makes a new authority that is not stored and whose CAs have no name constraints, for clients
   * that cannot process them. Whoever has its key can certify a server of any name.
   *
   * @param domain the DNS name that the harness's leaves are in
   * @param clock the current time, here and for the leaves
   * @param keys makes the slow keys
   */
  public static HarnessCa createWithoutNameConstraints(String domain, Clock clock, KeyPool keys) {
    return create(domain, clock, keys, LABEL, false);
  }

  private static HarnessCa create(
      String domain, Clock clock, KeyPool keys, String label, boolean constrained) {
    CertifiedKey root = newRoot(domain, clock, label, constrained);
    return new HarnessCa(domain, clock, keys, label, constrained, root, Optional.empty());
  }

  /**
   * Loads the authority that an earlier run stored in the directory, or makes one and stores it
   * there. An expired one is not replaced automatically, because it may be installed on devices.
   *
   * @throws HarnessCertsException if others have access to the directory or a file in it, it cannot
   *     be used, or the authority has expired, is for another domain, or is of an earlier release
   *     and less constrained, or its CAs do not fit together
   */
  public static HarnessCa loadOrCreate(Path directory, String domain, Clock clock, KeyPool keys) {
    StateDirectory state = StateDirectory.open(directory);
    List<String> issuing = ISSUING.stream().filter(state::has).toList();
    Optional<CertifiedKey> kept = state.readCertified(ROOT, Optional.empty());
    if (kept.isEmpty() && !issuing.isEmpty()) {
      throw KeptAuthority.withoutRoot(state, issuing);
    }
    CertifiedKey root =
        kept.orElseGet(() -> state.writeCertified(ROOT, newRoot(domain, clock, LABEL, true)));
    String remedy =
        "delete "
            + directory
            + ", remove the old root from your devices, and install the new one there";
    KeptAuthority.requireRoot(root, state.file(ROOT), remedy);
    Instant notAfter = Times.instant(root.certificate().toASN1Structure().getEndDate());
    if (!clock.instant().isBefore(notAfter)) {
      throw new HarnessCertsException(
          "the authority in " + directory + " expired at " + notAfter, remedy);
    }
    if (!constrainedNames(root.certificate())
        .contains(new GeneralName(GeneralName.dNSName, domain))) {
      throw new HarnessCertsException(
          "the authority in " + directory + " is for another domain than " + domain, remedy);
    }
    if (!isLimitedTo(domain, root.certificate())) {
      throw new HarnessCertsException(
          "the authority in "
              + directory
              + " is of an earlier release, whose root also allows e-mail addresses, URIs and"
              + " purposes other than those of servers in "
              + domain,
          remedy);
    }
    HarnessCa ca = new HarnessCa(domain, clock, keys, LABEL, true, root, Optional.of(state));
    issuing.forEach(name -> ca.read(state, name));
    return ca;
  }

  private static CertifiedKey newRoot(
      String domain, Clock clock, String label, boolean constrained) {
    return rootBuilder(HarnessKey.generate(P256), domain, clock, constrained)
        .subject(label + " root " + nonce())
        .selfSigned();
  }

  private static CertificateBuilder rootBuilder(
      HarnessKey key, String domain, Clock clock, boolean constrained) {
    return limited(key, domain, clock, constrained)
        .notBefore(BEGIN)
        .validity(Duration.between(BEGIN, clock.instant().plus(LIFETIME)));
  }

  /** Starts the certificate of any authority of the harness, with what limits a stolen key. */
  private static CertificateBuilder limited(
      HarnessKey key, String domain, Clock clock, boolean constrained) {
    return CertificateBuilder.authority(key, clock)
        .extendedKeyUsage(SERVERS)
        .permittedNames(constrained ? permitted(domain) : new String[0]);
  }

  private static String[] permitted(String domain) {
    return new String[] {
      domain,
      "127.0.0.1/32",
      "::1/128",
      CertificateBuilder.EMAIL + domain,
      CertificateBuilder.URI + domain
    };
  }

  /** Whether a CA is for servers in the domain only. */
  static boolean isLimitedTo(String domain, X509CertificateHolder authority) {
    NameConstraints wanted = CertificateBuilder.permitted(List.of(permitted(domain)));
    return nameConstraints(authority).filter(wanted::equals).isPresent()
        && new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth)
            .equals(ExtendedKeyUsage.fromExtensions(authority.getExtensions()));
  }

  private static Optional<NameConstraints> nameConstraints(X509CertificateHolder certificate) {
    return Optional.ofNullable(certificate.getExtension(Extension.nameConstraints))
        .map(extension -> NameConstraints.getInstance(extension.getParsedValue()));
  }

  /** The bases of the permitted subtrees. */
  private static List<GeneralName> constrainedNames(X509CertificateHolder root) {
    return nameConstraints(root).stream()
        .flatMap(constraints -> Arrays.stream(constraints.getPermittedSubtrees()))
        .map(GeneralSubtree::getBase)
        .toList();
  }

  /** Returns a random suffix for names, so that no client confuses the CAs of two runs. */
  private static String nonce() {
    return "%08x".formatted(new BigInteger(32, new SecureRandom()));
  }

  private CertifiedKey kept(
      Optional<StateDirectory> state, String file, KeySpec spec, String name) {
    return state
        .flatMap(s -> read(s, file))
        .orElseGet(
            () -> {
              CertifiedKey made = authority(keys.fresh(spec), name, 0).signedBy(root);
              return state.map(s -> s.writeCertified(file, made)).orElse(made);
            });
  }

  /** Reads an issuing CA that an earlier run stored, and checks it. */
  private Optional<CertifiedKey> read(StateDirectory state, String file) {
    Optional<CertifiedKey> stored = state.readCertified(file, Optional.of(root));
    stored.ifPresent(one -> KeptAuthority.requireIssuingCa(one, domain, state.file(file)));
    return stored;
  }

  /** Starts the certificate of an authority that is valid as long as the root and not longer. */
  private CertificateBuilder authority(HarnessKey key, String name, int pathLength) {
    Instant start = Times.instant(root.certificate().toASN1Structure().getStartDate());
    return limited(key, domain, clock, constrained)
        .subject(name + " " + nonce())
        .notBefore(start)
        .validity(Duration.between(start, end()).plusSeconds(1))
        .pathLength(pathLength);
  }

  /** The DNS name that with all names below it may be certified. */
  public String domain() {
    return domain;
  }

  /** The anchor to trust. */
  public CertifiedKey root() {
    return root;
  }

  /** When the root ends, and with it every CA. */
  private Instant end() {
    return Times.instant(root.certificate().toASN1Structure().getEndDate());
  }

  /** The anchor to trust, as a PEM block. */
  public String rootPem() {
    return root.pem();
  }

  /**
   * The issuing CA whose key can make this signature: the RSA one for RSA and RSASSA-PSS, the P-256
   * one for ECDSA. The RSA one is made on first use.
   *
   * @throws IllegalArgumentException for EdDSA, which needs a separate {@linkplain #issuingCa
   *     issuing CA}
   */
  public CertifiedKey issuingCaFor(SignatureAlgorithm signature) {
    return switch (signature.family()) {
      case RSA, RSA_PSS -> rsaIssuing.get();
      case ECDSA -> ecIssuing.get();
      case EDDSA ->
          throw new IllegalArgumentException(
              "no issuing CA can sign with " + signature + "; make one with a key of that kind");
    };
  }

  /**
   * Makes a new issuing CA that no other endpoint sends.
   *
   * @param key its key
   * @param signature how it is signed: by the root for ECDSA; for RSA and RSASSA-PSS, which the
   *     root's key cannot make, by an RSA intermediate CA between the two
   * @throws IllegalArgumentException for EdDSA
   */
  public CertifiedKey issuingCa(HarnessKey key, SignatureAlgorithm signature) {
    return issuingCa(key).signature(signature).signedBy(issuerOf(signature));
  }

  /** Starts the certificate of a new issuing CA, valid so far; {@link #issuerOf} may sign it. */
  public CertificateBuilder issuingCa(HarnessKey key) {
    return authority(key, label + " own issuing CA", 0);
  }

  /**
   * Starts the certificate of a new issuing CA below another root. It begins with that one, and
   * ends with this authority.
   */
  public CertificateBuilder issuingCaBelow(CertifiedKey otherRoot, HarnessKey key) {
    Instant start = Times.instant(otherRoot.certificate().toASN1Structure().getStartDate());
    return issuingCa(key).notBefore(start).validity(Duration.between(start, end()).plusSeconds(1));
  }

  /**
   * Returns the issuer that signs an issuing CA with this algorithm: the root for ECDSA; for RSA
   * and RSASSA-PSS, which the root's key cannot make, an RSA intermediate CA between the two.
   *
   * @throws IllegalArgumentException for EdDSA
   */
  public CertifiedKey issuerOf(SignatureAlgorithm signature) {
    return switch (signature.family()) {
      case ECDSA -> root;
      case RSA, RSA_PSS -> rsaIntermediate.get();
      case EDDSA ->
          throw new IllegalArgumentException(
              "the harness root cannot sign an issuing CA with " + signature);
    };
  }

  /**
   * Starts the certificate of a root that is an anchor for only one host, if this authority has
   * name constraints.
   *
   * @param host the only DNS name, with those below it, that may be certified
   */
  public CertificateBuilder rootFor(String host, HarnessKey key) {
    return rootBuilder(key, host, clock, constrained)
        .subject(label + " root for one host " + nonce());
  }

  /** An authority like this one with other keys; its root is not trusted. */
  public HarnessCa untrusted() {
    return untrusted.get();
  }

  /**
   * Returns the root's certificate with the same key, name and identifier but another
   * self-signature. It makes no difference for clients that trust the root.
   *
   * @param signature an ECDSA one
   * @throws IllegalArgumentException if it is not
   */
  public X509CertificateHolder rootSignedWith(SignatureAlgorithm signature) {
    return crossCertificate().signature(signature).selfSigned().certificate();
  }

  /** Starts a certificate for the root's name and key, which another root may sign. */
  public CertificateBuilder crossCertificate() {
    return authority(root.key(), "", 0)
        .basicConstraints(true)
        .subject(commonName(root.certificate()));
  }

  /** Starts a root that is not an anchor, to sign a {@linkplain #crossCertificate}. */
  public CertificateBuilder olderRoot(HarnessKey key) {
    return rootBuilder(key, domain, clock, constrained).subject(label + " older root " + nonce());
  }

  private static String commonName(X509CertificateHolder certificate) {
    return certificate.getSubject().getRDNs()[0].getFirst().getValue().toString();
  }

  /**
   * Starts a leaf. Its validity is relative to this authority's clock, and ends with the authority
   * at the latest, unless another one is set.
   */
  public CertificateBuilder leaf(HarnessKey key) {
    return CertificateBuilder.leaf(key, clock).endingBy(end());
  }
}
