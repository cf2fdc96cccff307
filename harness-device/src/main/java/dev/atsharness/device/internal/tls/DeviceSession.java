package dev.atsharness.device.internal.tls;

import org.bouncycastle.tls.TlsSession;

/** A finished connection's session, which a later connection to the same server may resume. */
public final class DeviceSession {

  private final TlsSession session;

  DeviceSession(TlsSession session) {
    this.session = session;
  }

  TlsSession session() {
    return session;
  }
}
