package dev.atsharness.server.internal.tls;

import dev.atsharness.scenario.internal.NetworkFault;
import dev.atsharness.scenario.internal.TlsSettings;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.crypto.TlsECConfig;

/**
 * The TLS side of an endpoint: settings, one or two certificates and perhaps a fault. It may serve
 * any number of ports and names at once.
 *
 * <p>The identities are made at most once, by the first connection that needs one, or by {@link
 * #prepare()}. Thread-safe.
 */
public final class TlsEndpoint {

  private final String name;
  private final TlsSettings settings;
  private final NetworkFault networkFault;
  private final Supplier<List<ServerIdentity>> identities;
  private final SessionCache sessions = new SessionCache();
  private volatile List<Credentials> credentials;

  /**
   * @param name name for people and the journal, usually the scenario's id
   * @param settings TLS settings of the endpoint
   * @param networkFault the point where its connections break, if they do
   * @param identities makes or finds the certificate chains and keys, at least one; called at most
   *     once unless it throws
   */
  public TlsEndpoint(
      String name,
      TlsSettings settings,
      NetworkFault networkFault,
      Supplier<List<ServerIdentity>> identities) {
    this.name = name;
    this.settings = settings;
    this.networkFault = networkFault;
    this.identities = identities;
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
   * Does in advance the work that the first connection would wait for: makes an ephemeral key, so
   * that the TLS library computes the tables of its curve, and fetches and converts the identities.
   *
   * @throws IllegalArgumentException if the chain or key cannot be used
   */
  public void prepare() {
    settings.groups().stream()
        .filter(group -> NamedGroup.refersToASpecificCurve(group.code()))
        .findFirst()
        .ifPresent(TlsEndpoint::makeEphemeralKey);
    credentials();
  }

  private static void makeEphemeralKey(dev.atsharness.tls.NamedGroup group) {
    try {
      new HarnessCrypto()
          .createECDomain(new TlsECConfig(group.code()))
          .createECDH()
          .generateEphemeral();
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot make an ephemeral key on " + group, e);
    }
  }

  SessionCache sessions() {
    return sessions;
  }

  List<Credentials> credentials() {
    List<Credentials> ready = credentials;
    if (ready == null) {
      synchronized (this) {
        ready = credentials;
        if (ready == null) {
          ready = identities.get().stream().map(Credentials::new).toList();
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
