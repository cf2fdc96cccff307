package dev.atsharness.device.internal;

import java.io.IOException;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;

/** Reads what an OCSP responder (RFC 6960) says. */
final class RevocationStatus {

  private RevocationStatus() {}

  /** Whether an OCSP response says of the certificate that it is revoked; false for nonsense. */
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
      return false; // malformed: it says nothing
    }
  }
}
