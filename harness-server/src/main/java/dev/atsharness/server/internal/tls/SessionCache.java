package dev.atsharness.server.internal.tls;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.tls.TlsSession;

/**
 * The sessions of one endpoint that a client can resume, by their id (RFC 5246 section 7.3) or
 * their ticket (RFC 5077). New sessions replace the oldest. Thread-safe.
 */
final class SessionCache {

  private static final int SESSIONS = 1_000;

  private final Map<ByteBuffer, TlsSession> sessions =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, TlsSession> eldest) {
          return size() > SESSIONS;
        }
      };

  synchronized void add(byte[] key, TlsSession session) {
    sessions.put(ByteBuffer.wrap(key), session);
  }

  /** The session with this id or ticket; null, as the TLS library expects, if there is none. */
  synchronized TlsSession find(byte[] key) {
    return sessions.get(ByteBuffer.wrap(key));
  }
}
