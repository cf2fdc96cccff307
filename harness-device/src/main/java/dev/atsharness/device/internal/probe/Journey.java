package dev.atsharness.device.internal.probe;

import dev.atsharness.device.internal.DeviceVisit;
import dev.atsharness.log.LogEvent;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

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
   * Returns the same journey without a verdict on some of its visited URLs of https.
   *
   * @param reason why what was seen at a hop may not be the server's; empty if it is
   */
  public Journey inspected(Function<Hop, Optional<String>> reason) {
    return new Journey(
        hops.stream()
            .map(
                hop ->
                    Optional.of(hop)
                        .filter(one -> one.url().startsWith("https:"))
                        .flatMap(reason)
                        .map(hop::inspected)
                        .orElse(hop))
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
