package dev.atsharness.conformance.device;

import dev.atsharness.conformance.device.tls.Refusal;
import java.util.Optional;

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

  static Ending answered(HttpReply reply, boolean certificateRequested) {
    return new Ending(Network.OK, true, Optional.empty(), certificateRequested, reply);
  }

  static Ending refused(Refusal refusal, boolean certificateRequested) {
    return new Ending(
        Network.OK, false, Optional.of(refusal), certificateRequested, HttpReply.none());
  }

  /** Without a better explanation, a failed write is a reset. */
  static Ending lost(Network network, boolean connected, boolean certificateRequested) {
    return new Ending(
        network == Network.OK ? Network.RESET : network,
        connected,
        Optional.empty(),
        certificateRequested,
        HttpReply.none());
  }
}
