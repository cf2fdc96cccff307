package dev.atsharness.conformance.device;

import java.net.InetSocketAddress;

/**
 * What two clients did at one address of a hop.
 *
 * @param address where they connected to
 * @param visit of the chosen profile
 * @param enforcing of a profile that enforces FCP v2.1; the same object where the chosen one does
 * @param verdict on this address
 */
public record AddressVisit(
    InetSocketAddress address, DeviceVisit visit, DeviceVisit enforcing, HopVerdict verdict) {

  /** The response that the chosen profile had, or the enforcing one where it had none. */
  HttpReply reply() {
    return visit.reply().status().isPresent() ? visit.reply() : enforcing.reply();
  }
}
