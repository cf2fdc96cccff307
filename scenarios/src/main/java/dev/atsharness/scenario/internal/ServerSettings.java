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
 * @param secondCertificate another certificate, of which one has an RSA key and the other not: the
 *     negotiated suite decides which of the two a client of TLS 1.2 gets, the signature scheme in
 *     TLS 1.3
 * @param url what clients are given to connect to
 * @param networkFault where the connection breaks, if it does
 * @param http how requests are answered
 */
public record ServerSettings(
    Transport transport,
    TlsSettings tls,
    CertificateSettings certificate,
    Optional<CertificateSettings> secondCertificate,
    Url url,
    NetworkFault networkFault,
    HttpSettings http) {

  /**
   * The URL of an endpoint.
   *
   * @param scheme its scheme, which may be wrong
   * @param host how it names the host
   * @param subdomain labels before the scenario's own in the host name; empty for none
   */
  public record Url(Transport scheme, Host host, String subdomain) {}

  /** The protocol on the endpoint's port. */
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
     * Whether ATS does not apply to such hosts: "Local domains do not require TLS by default"
     * (Security-61901), which by the documentation of NSAllowsLocalNetworking are {@code .local}
     * and unqualified names, and since 17.0 and macOS 14 no longer addresses.
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
