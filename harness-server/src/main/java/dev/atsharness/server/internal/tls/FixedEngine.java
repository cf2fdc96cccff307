package dev.atsharness.server.internal.tls;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;

/**
 * A server-side {@link SSLEngine} that its caller cannot configure: the endpoint's settings decide
 * everything that JSSE would let a caller choose. It has no delegated tasks.
 */
abstract class FixedEngine extends SSLEngine {

  private static final String[] NONE = {};

  @Override
  public final Runnable getDelegatedTask() {
    return null;
  }

  /** Returns null: {@link #getSession} already has everything that is known about a session. */
  @Override
  public final SSLSession getHandshakeSession() {
    return null;
  }

  @Override
  public final String[] getSupportedCipherSuites() {
    return NONE;
  }

  @Override
  public final String[] getEnabledCipherSuites() {
    return NONE;
  }

  @Override
  public final void setEnabledCipherSuites(String[] suites) {
    throw new UnsupportedOperationException("the endpoint's settings decide");
  }

  @Override
  public final String[] getSupportedProtocols() {
    return NONE;
  }

  @Override
  public final String[] getEnabledProtocols() {
    return NONE;
  }

  @Override
  public final void setEnabledProtocols(String[] protocols) {
    throw new UnsupportedOperationException("the endpoint's settings decide");
  }

  @Override
  public final void setUseClientMode(boolean mode) {
    if (mode) {
      throw new IllegalArgumentException("this engine is a server");
    }
  }

  @Override
  public final boolean getUseClientMode() {
    return false;
  }

  @Override
  public final void setNeedClientAuth(boolean need) {
    refuse(need);
  }

  @Override
  public final boolean getNeedClientAuth() {
    return false;
  }

  @Override
  public final void setWantClientAuth(boolean want) {
    refuse(want);
  }

  @Override
  public final boolean getWantClientAuth() {
    return false;
  }

  private static void refuse(boolean clientAuth) {
    if (clientAuth) {
      throw new UnsupportedOperationException("clients are not asked for certificates");
    }
  }

  @Override
  public final void setEnableSessionCreation(boolean flag) {
    if (!flag) {
      throw new UnsupportedOperationException("every handshake makes a session");
    }
  }

  @Override
  public final boolean getEnableSessionCreation() {
    return true;
  }
}
