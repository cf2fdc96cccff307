package dev.atsharness.ats.internal;

import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.SignatureScheme;
import dev.atsharness.tls.TlsVersion;
import java.util.Optional;

/**
 * What one finished handshake negotiated, as far as it matters for Apple's rules.
 *
 * @param version negotiated protocol version
 * @param cipherSuite negotiated suite
 * @param extendedMasterSecret whether RFC 7627 was negotiated; true for TLS 1.3, which has it built
 *     in (RFC 8446 appendix D)
 * @param handshakeSignature scheme of the ServerKeyExchange (TLS 1.2) or CertificateVerify (1.3)
 *     signature; empty for static RSA and before TLS 1.2
 * @param leaf the server's certificate; empty for anonymous suites
 * @param trusted whether default trust evaluation of the chain succeeded
 */
public record ConnectionFacts(
    TlsVersion version,
    CipherSuite cipherSuite,
    boolean extendedMasterSecret,
    Optional<SignatureScheme> handshakeSignature,
    Optional<LeafFacts> leaf,
    boolean trusted) {}
