package dev.atsharness.server.tls;

import dev.atsharness.scenario.ServerSettings.NetworkFault;
import dev.atsharness.scenario.TlsSettings;
import java.util.function.Supplier;

/**
 * One way of speaking TLS: settings, a certificate and perhaps a fault. May serve any number of
 * ports and names at once.
 *
 * <p>The identity is asked for at most once, by the first connection that needs it, or by {@link
 * #prepare()}. Safe for use by many threads.
 */
public final class TlsEndpoint {

  private final String name;
  private final TlsSettings settings;
  private final NetworkFault networkFault;
  private final Supplier<ServerIdentity> identity;
  private volatile Credentials credentials;

  /**
   * @param name for people and the journal, usually the scenario's id
   * @param settings what the endpoint negotiates
   * @param networkFault where its connections break, if they do
   * @param identity makes or finds the certificate chain and key; called at most once unless it
   *     throws
   */
  public TlsEndpoint(
      String name,
      TlsSettings settings,
      NetworkFault networkFault,
      Supplier<ServerIdentity> identity) {
    this.name = name;
    this.settings = settings;
    this.networkFault = networkFault;
    this.identity = identity;
  }

  public String name() {
    return name;
  }

  public TlsSettings settings() {
    return settings;
  }

  public NetworkFault networkFault() {
    return networkFault;
  }

  /**
   * Fetches and converts the identity now, so that the first connection need not.
   *
   * @throws IllegalArgumentException if the chain or key cannot be used
   */
  public void prepare() {
    credentials();
  }

  Credentials credentials() {
    Credentials ready = credentials;
    if (ready == null) {
      synchronized (this) {
        ready = credentials;
        if (ready == null) {
          ready = new Credentials(identity.get());
          credentials = ready;
        }
      }
    }
    return ready;
  }

  @Override
  public String toString() {
    return name;
  }
}
