package dev.atsharness.device.internal;

import dev.atsharness.device.internal.http.HttpReply;
import dev.atsharness.device.internal.tls.Refusal;
import dev.atsharness.device.internal.tls.Refusal.Side;
import java.util.Optional;
import java.util.Set;

/**
 * How a device's connection ended.
 *
 * @param network what the network did; unless it is OK, the reason why the connection ended is
 *     unknown
 * @param connected whether the handshake finished and the device continued
 * @param refusal which side gave up, when and with which alert; empty if neither did
 * @param certificateRequested whether the server asked for a client certificate; many servers that
 *     ask also continue without one
 * @param proxy what the proxy did in place of leading to the server; empty if it led there, and
 *     without a proxy
 * @param reply the response to the request; {@link HttpReply#none()} if there was none
 */
public record Ending(
    Network network,
    boolean connected,
    Optional<Refusal> refusal,
    boolean certificateRequested,
    Optional<ProxyRefusal> proxy,
    HttpReply reply) {

  /**
   * Status codes of servers that ask for a certificate in TLS and refuse the client in HTTP. 495
   * and 496 are nginx's.
   */
  private static final Set<Integer> TURNED_AWAY = Set.of(400, 401, 403, 495, 496);

  /**
   * True if the server refused the client because of the client certificate that it had asked for:
   * by an alert (in TLS 1.3 after the handshake), by closing the connection, or by a status code.
   * It is then unknown how it answers a client with another certificate.
   */
  public boolean certificateDemanded() {
    boolean turnedAway =
        reply.status().isPresent() && TURNED_AWAY.contains(reply.status().getAsInt());
    boolean byServer =
        refusal
            .map(one -> one.by() == Side.SERVER)
            .orElse(network == Network.CLOSED || network == Network.RESET);
    return certificateRequested && (turnedAway || byServer);
  }

  public static Ending answered(HttpReply reply, boolean certificateRequested) {
    return new Ending(
        Network.OK, true, Optional.empty(), certificateRequested, Optional.empty(), reply);
  }

  public static Ending refused(Refusal refusal, boolean certificateRequested) {
    return new Ending(
        Network.OK,
        false,
        Optional.of(refusal),
        certificateRequested,
        Optional.empty(),
        HttpReply.none());
  }

  static Ending lost(RecordedSocket wire, boolean connected, boolean certificateRequested) {
    return lost(wire.network(), connected, certificateRequested, wire.proxyRefusal());
  }

  /**
   * The ending of a connection that was lost. A failed write without another explanation counts as
   * a reset.
   */
  public static Ending lost(Network network, boolean connected, boolean certificateRequested) {
    return lost(network, connected, certificateRequested, Optional.empty());
  }

  private static Ending lost(
      Network network,
      boolean connected,
      boolean certificateRequested,
      Optional<ProxyRefusal> proxy) {
    return new Ending(
        network == Network.OK ? Network.RESET : network,
        connected,
        Optional.empty(),
        certificateRequested,
        proxy,
        HttpReply.none());
  }
}
