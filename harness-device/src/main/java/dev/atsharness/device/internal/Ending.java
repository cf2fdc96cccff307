package dev.atsharness.device.internal;

import dev.atsharness.device.internal.http.HttpReply;
import dev.atsharness.device.internal.tls.Refusal;
import dev.atsharness.device.internal.tls.Refusal.Side;
import java.util.Optional;
import java.util.Set;

/**
 * How a device's connection ended.
 *
 * @param network what the network did; unless OK, nothing is known about why it ended
 * @param connected whether the handshake finished and the device went on
 * @param refusal who gave up, where and with which alert; empty if nobody did
 * @param certificateRequested whether the server asked for a client certificate; many servers that
 *     ask go on without one
 * @param reply the response to the request; {@link HttpReply#none()} if there was none
 */
public record Ending(
    Network network,
    boolean connected,
    Optional<Refusal> refusal,
    boolean certificateRequested,
    HttpReply reply) {

  /** What servers answer that ask for a certificate in TLS and refuse in HTTP; 495 is nginx's. */
  private static final Set<Integer> TURNED_AWAY = Set.of(400, 401, 403, 495, 496);

  /**
   * Whether the server went no further because of the client certificate that it had asked for: by
   * an alert (in TLS 1.3 after the handshake), by closing, or by a status code. What it says to a
   * client with another certificate is not known then.
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
    return new Ending(Network.OK, true, Optional.empty(), certificateRequested, reply);
  }

  public static Ending refused(Refusal refusal, boolean certificateRequested) {
    return new Ending(
        Network.OK, false, Optional.of(refusal), certificateRequested, HttpReply.none());
  }

  /** Without a better explanation, a failed write is a reset. */
  public static Ending lost(Network network, boolean connected, boolean certificateRequested) {
    return new Ending(
        network == Network.OK ? Network.RESET : network,
        connected,
        Optional.empty(),
        certificateRequested,
        HttpReply.none());
  }
}
