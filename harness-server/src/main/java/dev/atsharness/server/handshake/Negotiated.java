package dev.atsharness.server.handshake;

import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.NamedGroup;
import dev.atsharness.tls.SignatureScheme;
import dev.atsharness.tls.TlsVersion;
import java.util.Optional;

/**
 * The parameters that the server chose.
 *
 * @param version protocol version
 * @param cipherSuite cipher suite
 * @param resumed whether the handshake is an abbreviated one that resumes an earlier session (RFC
 *     5246 section 7.3): no certificate was sent and nothing was signed
 * @param extendedMasterSecret whether RFC 7627 is in force; true for TLS 1.3, which has it built in
 *     (RFC 8446 appendix D)
 * @param handshakeSignature scheme of the ServerKeyExchange (TLS 1.2) or CertificateVerify (1.3)
 *     signature; empty for static RSA, anonymous suites, before TLS 1.2 and where resumed
 * @param group key exchange group; empty for static RSA, for finite-field groups without a code
 *     point and where resumed
 * @param alpn the selected protocol (RFC 7301), if any
 */
public record Negotiated(
    TlsVersion version,
    CipherSuite cipherSuite,
    boolean resumed,
    boolean extendedMasterSecret,
    Optional<SignatureScheme> handshakeSignature,
    Optional<NamedGroup> group,
    Optional<String> alpn) {}
