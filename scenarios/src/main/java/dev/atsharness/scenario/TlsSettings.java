package dev.atsharness.scenario;

import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.NamedGroup;
import dev.atsharness.tls.SignatureScheme;
import dev.atsharness.tls.TlsVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How an endpoint speaks TLS.
 *
 * @param versions enabled versions in the server's order: it takes the first that the client lists,
 *     or the best up to the one that a client without {@code supported_versions} names
 * @param cipherSuites enabled suites in the server's order; those that do not fit the negotiated
 *     version or the certificate's key are passed over
 * @param cipherSuitesFor suites of single versions, in place of {@code cipherSuites}
 * @param cipherOrder whose order decides
 * @param extendedMasterSecret whether the server answers RFC 7627's extension
 * @param handshakeSignature the scheme of the ServerKeyExchange signature in TLS 1.2, sent whether
 *     offered or not; empty negotiates it
 * @param handshakeSignaturePreference schemes of the handshake signature, from TLS 1.2 on, in the
 *     server's order, of which it takes the first that the client offers and a key of its own can
 *     make; empty goes by the client's order, SHA-1 and SHA-224 last
 * @param groups enabled key exchange groups, in the server's order
 * @param keyExchangeGroup the curve of the ServerKeyExchange in TLS 1.2, sent whether offered or
 *     not; empty negotiates it
 * @param dhGroup the finite-field group of DHE suites, sent whatever the client lists; empty
 *     negotiates one of RFC 7919
 * @param alpn protocols the server selects from (RFC 7301); if there is none it ignores the
 *     extension
 * @param secureRenegotiation whether the server answers RFC 5746's extension
 * @param resumption whether and how a client can resume a session of TLS 1.2 or earlier
 * @param clientCertificate whether the server insists on a certificate of the client's; it takes
 *     any
 * @param ocspStapling whether the server staples an OCSP response where it is asked to
 */
public record TlsSettings(
    List<TlsVersion> versions,
    List<CipherSuite> cipherSuites,
    Map<TlsVersion, List<CipherSuite>> cipherSuitesFor,
    CipherOrder cipherOrder,
    boolean extendedMasterSecret,
    Optional<SignatureScheme> handshakeSignature,
    List<SignatureScheme> handshakeSignaturePreference,
    List<NamedGroup> groups,
    Optional<NamedGroup> keyExchangeGroup,
    Optional<DhGroup> dhGroup,
    List<String> alpn,
    boolean secureRenegotiation,
    Resumption resumption,
    boolean clientCertificate,
    boolean ocspStapling) {

  /** Whose preference decides among the common cipher suites. */
  public enum CipherOrder {
    SERVER,
    CLIENT
  }

  /** Whether a client can resume a session; tickets are never issued. */
  public enum Resumption {
    NONE,
    /** By its id (RFC 5246 section 7.3). */
    SESSION_ID,
    /**
     * By its id, but the ServerHello of the resumption says of RFC 7627 the opposite of what the
     * session was made with, for which a client must abort (section 5.3).
     */
    SESSION_ID_OTHER_EMS
  }

  /** A finite-field group from before RFC 7919, which has no code point to negotiate it by. */
  public enum DhGroup {
    /** RFC 2409's Second Oakley Group, which Logjam put within reach of states. */
    MODP1024(1024),
    /** RFC 3526's group 14. */
    MODP2048(2048);

    private final int bits;

    DhGroup(int bits) {
      this.bits = bits;
    }

    /** The length of its prime. */
    public int bits() {
      return bits;
    }
  }

  /** The enabled suites that a connection of this version can use, in the server's order. */
  public List<CipherSuite> cipherSuites(TlsVersion version) {
    return cipherSuitesFor.getOrDefault(version, cipherSuites).stream()
        .filter(suite -> suite.usableWith(version))
        .toList();
  }
}
