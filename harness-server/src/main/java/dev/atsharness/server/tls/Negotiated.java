package dev.atsharness.server.tls;

import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.NamedGroup;
import dev.atsharness.tls.SignatureScheme;
import dev.atsharness.tls.TlsVersion;
import java.util.Optional;

/**
 * What the server chose.
 *
 * @param version protocol version
 * @param cipherSuite cipher suite
 * @param extendedMasterSecret whether RFC 7627 is in force; true for TLS 1.3, which has it built in
 *     (RFC 8446 appendix D)
 * @param handshakeSignature scheme of the ServerKeyExchange (TLS 1.2) or CertificateVerify (1.3)
 *     signature; empty for static RSA, anonymous suites and before TLS 1.2
 * @param group key exchange group; empty for static RSA, and for finite-field groups without a code
 *     point
 * @param alpn the selected protocol (RFC 7301), if any
 */
public record Negotiated(
    TlsVersion version,
    CipherSuite cipherSuite,
    boolean extendedMasterSecret,
    Optional<SignatureScheme> handshakeSignature,
    Optional<NamedGroup> group,
    Optional<String> alpn) {}
