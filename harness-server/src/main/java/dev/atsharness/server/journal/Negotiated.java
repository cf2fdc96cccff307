package dev.atsharness.server.journal;

import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.NamedGroup;
import dev.atsharness.tls.SignatureScheme;
import dev.atsharness.tls.TlsVersion;
import java.util.Optional;

/**
 * What the two sides agreed on.
 *
 * @param version protocol version
 * @param cipherSuite cipher suite
 * @param extendedMasterSecret whether RFC 7627 is in use; false in TLS 1.3, which has no such
 *     extension
 * @param handshakeSignature scheme of the server's ServerKeyExchange or CertificateVerify; empty
 *     with static RSA
 * @param group key exchange group; empty with static RSA
 * @param alpn selected application protocol (RFC 7301)
 */
public record Negotiated(
    TlsVersion version,
    CipherSuite cipherSuite,
    boolean extendedMasterSecret,
    Optional<SignatureScheme> handshakeSignature,
    Optional<NamedGroup> group,
    Optional<String> alpn) {}
