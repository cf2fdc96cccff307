package dev.atsharness.device.internal;

import java.io.IOException;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;

/** Reads the response of an OCSP responder (RFC 6960). */
final class RevocationStatus {

  private RevocationStatus() {}

  /**
   * True if an OCSP response says that the certificate is revoked; false for a malformed response.
   */
  static boolean saysRevoked(byte[] response) {
    try {
      if (new OCSPResp(response).getResponseObject() instanceof BasicOCSPResp basic) {
        for (SingleResp one : basic.getResponses()) {
          if (one.getCertStatus() instanceof RevokedStatus) {
            return true;
          }
        }
      }
      return false;
    } catch (IOException | OCSPException | RuntimeException e) {
      return false; // malformed, so it says nothing about the certificate
    }
  }
}
