package dev.atsharness.device.internal.tls;

import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.SignatureScheme;
import dev.atsharness.tls.TlsVersion;
import java.util.Optional;

/**
 * What a handshake has negotiated so far.
 *
 * @param version negotiated version
 * @param cipherSuite negotiated suite
 * @param extendedMasterSecret whether RFC 7627 was negotiated; true for TLS 1.3, where it is built
 *     in
 * @param handshakeSignature scheme of the ServerKeyExchange (TLS 1.2) or CertificateVerify (1.3);
 *     empty before that message, if there is none, before TLS 1.2, or for an unknown code point
 * @param markedAsDowngrade whether the server's random says that it knows a newer version than it
 *     chose (RFC 8446 section 4.1.3)
 */
public record NegotiatedSession(
    TlsVersion version,
    CipherSuite cipherSuite,
    boolean extendedMasterSecret,
    Optional<SignatureScheme> handshakeSignature,
    boolean markedAsDowngrade) {}
