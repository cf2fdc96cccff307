package dev.atsharness.scenario;

import dev.atsharness.certs.KeySpec;
import dev.atsharness.certs.SignatureAlgorithm;
import java.time.Duration;
import java.util.List;

/**
 * The certificate an endpoint presents.
 *
 * @param key the leaf's key
 * @param signature how the issuer signed the leaf; its family decides whether the RSA or the ECDSA
 *     issuing CA does
 * @param issuer who signed the leaf
 * @param notBefore start of validity, relative to the harness's start
 * @param validity length of the leaf's validity
 * @param names subjectAltName entries: dNSName, or iPAddress where it is an address literal; {@link
 *     #HOST}, {@link #DOMAIN} and {@link #LOOPBACK} are filled in; empty leaves the extension out
 * @param extendedKeyUsage purposes by their RFC 5280 names ({@code serverAuth}); empty leaves the
 *     extension out
 * @param chain the certificates sent, in the order sent
 * @param issuingCaKey key of an issuing CA of the endpoint's own
 * @param issuingCaSignature how the root signed that issuing CA
 * @param rootSignature how the root signed itself
 */
public record CertificateSettings(
    KeySpec key,
    SignatureAlgorithm signature,
    Issuer issuer,
    Duration notBefore,
    Duration validity,
    List<String> names,
    List<String> extendedKeyUsage,
    List<Link> chain,
    KeySpec issuingCaKey,
    SignatureAlgorithm issuingCaSignature,
    SignatureAlgorithm rootSignature) {

  /** Stands for the endpoint's host name in {@link #names}. */
  public static final String HOST = "{host}";

  /** Stands, also within a longer name, for the harness domain in {@link #names}. */
  public static final String DOMAIN = "{domain}";

  /** Stands for 127.0.0.1 and ::1 in {@link #names}. */
  public static final String LOOPBACK = "{loopback}";

  /** Who signs the leaf. */
  public enum Issuer {
    /** The harness's issuing CA, shared by all endpoints that do not say otherwise. */
    ISSUING_CA,
    /** An issuing CA under the harness root that no other endpoint sends. */
    OWN_ISSUING_CA,
    /** The leaf itself; not installed as an anchor. */
    SELF,
    /** An issuing CA under a root that nobody trusts. */
    UNTRUSTED_ROOT
  }

  /** A certificate of the chain that can be sent. */
  public enum Link {
    LEAF,
    ISSUING_CA,
    ROOT
  }
}
