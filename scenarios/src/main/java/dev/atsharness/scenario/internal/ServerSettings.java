package dev.atsharness.scenario.internal;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything that decides how an endpoint behaves on the wire.
 *
 * @param transport TLS or cleartext
 * @param tls the TLS settings; not used by cleartext endpoints
 * @param certificate the certificate; not used by cleartext endpoints
 * @param secondCertificate another, whose key signs in the other way, RSA or not: the negotiated
 *     suite decides which of the two a client of TLS 1.2 gets, the signature scheme in TLS 1.3
 * @param host what the URL calls the host
 * @param subdomain labels before the scenario's own in the host name; empty for none
 * @param networkFault where the connection breaks, if it does
 * @param http what requests get
 * @param urlScheme what the URL says, which may be wrong
 */
public record ServerSettings(
    Transport transport,
    TlsSettings tls,
    CertificateSettings certificate,
    Optional<CertificateSettings> secondCertificate,
    Host host,
    String subdomain,
    NetworkFault networkFault,
    HttpSettings http,
    Transport urlScheme) {

  /** What the endpoint speaks on its port. */
  public enum Transport {
    HTTPS,
    /** HTTP without TLS. */
    HTTP
  }

  /** What kind of host a URL has. */
  public enum Host {
    /** A fully qualified name in the harness domain. */
    QUALIFIED,
    /** A name in {@code local} (RFC 6762). */
    LOCAL,
    /** A name of a single label. */
    UNQUALIFIED,
    /** The address that the endpoint listens on. */
    ADDRESS;

    /**
     * Whether ATS leaves such hosts out: "Local domains do not require TLS by default"
     * (Security-61901), which by the documentation of NSAllowsLocalNetworking are {@code .local}
     * and unqualified names, and since 17.0 and macOS 14 no addresses any more.
     */
    public boolean exempt() {
      return this == LOCAL || this == UNQUALIFIED;
    }
  }

  /** Every certificate the endpoint has, one or two. */
  public List<CertificateSettings> certificates() {
    return Stream.concat(Stream.of(certificate), secondCertificate.stream()).toList();
  }
}
