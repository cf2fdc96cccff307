package dev.atsharness.device.internal.probe;

import dev.atsharness.device.internal.DeviceVisit;
import dev.atsharness.device.internal.http.HttpReply;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * What two clients did at one address of a hop.
 *
 * @param address the address to which they connected
 * @param visit the visit of the chosen profile
 * @param enforcing the visit of a profile that enforces FCP v2.1; the same object if the chosen
 *     profile enforces it
 * @param verdict the verdict on this address
 */
public record AddressVisit(
    InetSocketAddress address, DeviceVisit visit, DeviceVisit enforcing, HopVerdict verdict) {

  /**
   * The responses of the two visits, the chosen profile's first. A server may answer each client
   * differently.
   */
  List<HttpReply> replies() {
    return Stream.of(visit, enforcing).distinct().map(DeviceVisit::reply).toList();
  }
}
