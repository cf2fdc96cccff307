package dev.atsharness.device.internal.tls;

import dev.atsharness.tls.Alert;
import java.util.List;
import java.util.Optional;

/** Decides at three points of a handshake whether the client goes on. */
public interface HandshakePolicy {

  /**
   * Why the client stops.
   *
   * @param alert the fatal alert it sends
   * @param reason one line for people
   */
  record Objection(Alert alert, String reason) {}

  /** After ServerHello; empty goes on. */
  Optional<Objection> atServerHello(NegotiatedSession negotiated);

  /**
   * Before {@link #atCertificate}, where the server stapled an OCSP response (RFC 6066 section 8).
   *
   * @param response the DER of an OCSPResponse (RFC 6960), not looked at yet
   */
  default void atStaple(byte[] response) {}

  /**
   * After Certificate, before anything signed is looked at; empty goes on. Not called for anonymous
   * suites.
   *
   * @param chain the DER certificates in the order sent
   */
  Optional<Objection> atCertificate(NegotiatedSession negotiated, List<byte[]> chain);

  /**
   * When the server asks for a client certificate, which may end the handshake before Finished.
   * Before TLS 1.3 that is after everything that is judged, in TLS 1.3 before Certificate.
   */
  default void atCertificateRequest(NegotiatedSession negotiated) {}

  /** When both Finished messages are verified; empty goes on. */
  Optional<Objection> atFinished(NegotiatedSession negotiated);
}
