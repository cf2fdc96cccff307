package dev.atsharness.device.internal.tls;

import dev.atsharness.tls.Alert;
import java.util.List;
import java.util.Optional;

/** Decides at three points of a handshake whether the client continues. */
public interface HandshakePolicy {

  /**
   * Why the client stops.
   *
   * @param alert the fatal alert it sends
   * @param reason one human-readable line
   */
  record Objection(Alert alert, String reason) {}

  /** Called after ServerHello; empty to continue. */
  Optional<Objection> atServerHello(NegotiatedSession negotiated);

  /**
   * Called before {@link #atCertificate} if the server stapled an OCSP response (RFC 6066 section
   * 8).
   *
   * @param response the DER of an OCSPResponse (RFC 6960), not checked yet
   */
  default void atStaple(byte[] response) {}

  /**
   * Called after Certificate, before any handshake signature is checked; empty to continue. Not
   * called for anonymous suites.
   *
   * @param chain the DER certificates in the order sent
   */
  Optional<Objection> atCertificate(NegotiatedSession negotiated, List<byte[]> chain);

  /**
   * Called when the server asks for a client certificate, which may end the handshake before
   * Finished. Before TLS 1.3 this is after everything that is judged; in TLS 1.3 it is before
   * Certificate.
   */
  default void atCertificateRequest(NegotiatedSession negotiated) {}

  /** Called when both Finished messages are verified; empty to continue. */
  Optional<Objection> atFinished(NegotiatedSession negotiated);
}
