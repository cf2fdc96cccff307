package dev.atsharness.device.internal.tls;

import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.SignatureScheme;
import dev.atsharness.tls.TlsVersion;
import java.util.Optional;

/**
 * What a handshake has settled so far.
 *
 * @param version negotiated version
 * @param cipherSuite negotiated suite
 * @param extendedMasterSecret RFC 7627 was negotiated; true for TLS 1.3, which has it built in
 * @param handshakeSignature scheme of the ServerKeyExchange (TLS 1.2) or CertificateVerify (1.3);
 *     empty before that message, without one, before TLS 1.2, or for a code point we do not know
 */
public record NegotiatedSession(
    TlsVersion version,
    CipherSuite cipherSuite,
    boolean extendedMasterSecret,
    Optional<SignatureScheme> handshakeSignature) {}
