package dev.atsharness.scenario;

/**
 * Everything that decides how an endpoint behaves on the wire.
 *
 * @param transport TLS or cleartext
 * @param tls the TLS settings; not used by cleartext endpoints
 * @param certificate the certificate; not used by cleartext endpoints
 * @param subdomain labels before the scenario's own in the host name; empty for none
 * @param networkFault where the connection breaks, if it does
 * @param http what requests get
 * @param urlScheme what the URL says, which may be wrong
 */
public record ServerSettings(
    Transport transport,
    TlsSettings tls,
    CertificateSettings certificate,
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
}
