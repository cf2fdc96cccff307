package dev.atsharness.device.internal.probe;

import dev.atsharness.device.internal.DeviceVisit;
import dev.atsharness.log.LogEvent;
import java.util.List;
import java.util.function.Predicate;

/**
 * The URLs to which a URL leads a device. The first hop is the URL itself.
 *
 * @param hops the hops in the order visited; at least one
 * @param followed whether next hops were to be visited
 * @param left the URLs to which the first hop leads, if they were not visited; hostile text
 */
public record Journey(List<Hop> hops, boolean followed, List<String> left) {

  public Journey {
    hops = List.copyOf(hops);
    left = List.copyOf(left);
  }

  /** The worst verdict of all hops. */
  public HopVerdict verdict() {
    return HopVerdict.worst(hops.stream().map(Hop::verdict).toList());
  }

  /**
   * Returns the same journey without a verdict on those of the visited URLs that are of https and
   * for which this holds.
   *
   * @param reason why what was seen there may not be the server's
   */
  public Journey inspected(Predicate<Hop> which, String reason) {
    return new Journey(
        hops.stream()
            .map(
                hop ->
                    hop.url().startsWith("https:") && which.test(hop) ? hop.inspected(reason) : hop)
            .toList(),
        followed,
        left);
  }

  /** The visits of the chosen profile, in order. */
  public List<DeviceVisit> visits() {
    return hops.stream().flatMap(hop -> hop.visits().stream()).map(AddressVisit::visit).toList();
  }

  /** The events that a device of the chosen profile logs on this journey. */
  public List<LogEvent> events() {
    return visits().stream().flatMap(visit -> visit.events().stream()).toList();
  }
}
