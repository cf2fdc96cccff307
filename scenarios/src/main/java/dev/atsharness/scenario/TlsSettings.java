package dev.atsharness.scenario;

import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.NamedGroup;
import dev.atsharness.tls.SignatureScheme;
import dev.atsharness.tls.TlsVersion;
import java.util.List;
import java.util.Optional;

/**
 * How an endpoint speaks TLS.
 *
 * @param versions enabled versions, newest first
 * @param cipherSuites enabled suites in the server's order; those that do not fit the negotiated
 *     version or the certificate's key are passed over
 * @param cipherOrder whose order decides
 * @param extendedMasterSecret whether the server answers RFC 7627's extension
 * @param handshakeSignature the scheme of the ServerKeyExchange signature in TLS 1.2, sent whether
 *     offered or not; empty picks a good one from the client's list
 * @param groups enabled key exchange groups, in the server's order
 * @param alpn protocols the server selects from (RFC 7301)
 * @param clientCertificate whether the server insists on a certificate of the client's; it takes
 *     any
 */
public record TlsSettings(
    List<TlsVersion> versions,
    List<CipherSuite> cipherSuites,
    CipherOrder cipherOrder,
    boolean extendedMasterSecret,
    Optional<SignatureScheme> handshakeSignature,
    List<NamedGroup> groups,
    List<String> alpn,
    boolean clientCertificate) {

  /** Whose preference decides among the common cipher suites. */
  public enum CipherOrder {
    SERVER,
    CLIENT
  }
}
