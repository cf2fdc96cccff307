package dev.atsharness.server.internal.tls;

import java.io.IOException;
import java.io.OutputStream;
import org.bouncycastle.tls.NewSessionTicket;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsUtils;

/** A ticket in the form of TLS 1.3 (RFC 8446 section 4.6.1), which the library cannot write. */
final class Tls13Ticket extends NewSessionTicket {

  private static final long LIFETIME_SECONDS = 7_200;
  private static final int TICKET_BYTES = 32;
  private static final int AGE_ADD_BYTES = 4;

  private final byte[] ageAdd;

  Tls13Ticket(TlsContext context) {
    super(LIFETIME_SECONDS, context.getNonceGenerator().generateNonce(TICKET_BYTES));
    this.ageAdd = context.getNonceGenerator().generateNonce(AGE_ADD_BYTES);
  }

  @Override
  public void encode(OutputStream output) throws IOException {
    TlsUtils.writeUint32(getTicketLifetimeHint(), output);
    output.write(ageAdd);
    TlsUtils.writeOpaque8(new byte[1], output); // the nonce: this is the connection's only ticket
    TlsUtils.writeOpaque16(getTicket(), output);
    TlsUtils.writeUint16(0, output); // no extensions
  }
}
