package dev.atsharness.device.internal.probe;

import dev.atsharness.device.internal.DeviceVisit;
import dev.atsharness.device.internal.http.HttpReply;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;

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

  /** The responses that the two had, the chosen profile's first; a server may give each its own. */
  List<HttpReply> replies() {
    return Stream.of(visit, enforcing).distinct().map(DeviceVisit::reply).toList();
  }
}
