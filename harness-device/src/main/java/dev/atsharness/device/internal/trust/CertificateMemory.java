package dev.atsharness.device.internal.trust;

import java.nio.ByteBuffer;
import java.security.cert.CertificateException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A cache of decoded certificates and of verified signatures. Many visits to one harness see the
 * same few authorities, and decoding and verification give the same result for the same bytes. Each
 * visit evaluates trust anew.
 *
 * <p>Thread-safe; drops the least recently used entries.
 */
public final class CertificateMemory {

  private static final int MOST = 1024;

  private final Map<ByteBuffer, ChainCertificate> known =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, ChainCertificate> eldest) {
          return size() > MOST;
        }
      };

  /**
   * @throws CertificateException if the bytes are not a certificate (RFC 5280 section 4.1)
   */
  ChainCertificate certificate(byte[] der) throws CertificateException {
    ByteBuffer key = ByteBuffer.wrap(der);
    synchronized (known) {
      ChainCertificate found = known.get(key);
      if (found != null) {
        return found;
      }
    }
    ChainCertificate parsed = ChainCertificate.parse(der);
    synchronized (known) {
      known.put(ByteBuffer.wrap(der.clone()), parsed);
    }
    return parsed;
  }
}
