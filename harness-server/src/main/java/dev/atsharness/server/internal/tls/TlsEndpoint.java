package dev.atsharness.server.internal.tls;

import dev.atsharness.certs.internal.Lazy;
import dev.atsharness.scenario.internal.NetworkFault;
import dev.atsharness.scenario.internal.TlsSettings;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.crypto.TlsECConfig;
import org.bouncycastle.util.IPAddress;

/**
 * The TLS side of an endpoint: settings, one or two certificates and perhaps a fault. It may serve
 * any number of ports and names at once. A client that sends no server name gets other leaves.
 *
 * <p>The identities are made at most once, by the first connection that needs one; those for a
 * server name also by {@link #prepare()}. Thread-safe.
 */
public final class TlsEndpoint {

  private final String name;
  private final TlsSettings settings;
  private final NetworkFault networkFault;
  private final SessionCache sessions = new SessionCache();
  private final Lazy<List<Credentials>> named;
  private final Lazy<List<Credentials>> unnamed;

  /**
   * @param name name for people and the journal, usually the scenario's id
   * @param settings TLS settings of the endpoint
   * @param networkFault the point where its connections break, if they do
   * @param named makes or finds the certificate chains and keys that a client gets which sends a
   *     server name, at least one; called at most once unless it throws
   * @param unnamed the same for a client that sends none, or an address
   */
  public TlsEndpoint(
      String name,
      TlsSettings settings,
      NetworkFault networkFault,
      Supplier<List<ServerIdentity>> named,
      Supplier<List<ServerIdentity>> unnamed) {
    this.name = name;
    this.settings = settings;
    this.networkFault = networkFault;
    this.named = converted(named);
    this.unnamed = converted(unnamed);
  }

  private static Lazy<List<Credentials>> converted(Supplier<List<ServerIdentity>> identities) {
    return new Lazy<>(() -> identities.get().stream().map(Credentials::new).toList());
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
    named.get();
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

  /**
   * The certificates for a client.
   *
   * @param serverName the {@code server_name} it sent: hostile text. An address, which RFC 6066
   *     section 3 forbids there, counts as none.
   */
  List<Credentials> credentials(Optional<String> serverName) {
    boolean hasName = serverName.filter(sent -> !IPAddress.isValid(sent)).isPresent();
    return (hasName ? named : unnamed).get();
  }

  @Override
  public String toString() {
    return name;
  }
}
