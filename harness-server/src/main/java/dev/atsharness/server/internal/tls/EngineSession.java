package dev.atsharness.server.internal.tls;

import java.security.Principal;
import java.security.cert.Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;

/** A minimal session for the user of an engine: names and buffer sizes, without peer and cache. */
record EngineSession(String getProtocol, String getCipherSuite, long getCreationTime)
    implements SSLSession {

  /** The session before anything is negotiated. */
  static EngineSession none() {
    return new EngineSession("NONE", "TLS_NULL_WITH_NULL_NULL", System.currentTimeMillis());
  }

  /** 5 bytes of header, 2^14 of content, and the 2^11 that TLS 1.2 allows on top (RFC 5246). */
  static final int PACKET_BYTES = 5 + (1 << 14) + (1 << 11);

  static final int APPLICATION_BYTES = 1 << 14;

  @Override
  public byte[] getId() {
    return new byte[0];
  }

  @Override
  public SSLSessionContext getSessionContext() {
    return null;
  }

  @Override
  public long getLastAccessedTime() {
    return getCreationTime;
  }

  @Override
  public void invalidate() {}

  @Override
  public boolean isValid() {
    return false;
  }

  @Override
  public void putValue(String name, Object value) {
    throw new UnsupportedOperationException("sessions of this engine carry no values");
  }

  @Override
  public Object getValue(String name) {
    return null;
  }

  @Override
  public void removeValue(String name) {}

  @Override
  public String[] getValueNames() {
    return new String[0];
  }

  @Override
  public Certificate[] getPeerCertificates() throws SSLPeerUnverifiedException {
    throw new SSLPeerUnverifiedException("clients are not asked for certificates");
  }

  @Override
  public Certificate[] getLocalCertificates() {
    return null;
  }

  @Override
  public Principal getPeerPrincipal() throws SSLPeerUnverifiedException {
    throw new SSLPeerUnverifiedException("clients are not asked for certificates");
  }

  @Override
  public Principal getLocalPrincipal() {
    return null;
  }

  @Override
  public String getPeerHost() {
    return null;
  }

  @Override
  public int getPeerPort() {
    return -1;
  }

  @Override
  public int getPacketBufferSize() {
    return PACKET_BYTES;
  }

  @Override
  public int getApplicationBufferSize() {
    return APPLICATION_BYTES;
  }
}
