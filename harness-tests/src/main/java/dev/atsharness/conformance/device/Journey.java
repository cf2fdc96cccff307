package dev.atsharness.conformance.device;

import java.util.List;

/**
 * Where a URL leads a device: the first hop is the URL itself, then what it leads to.
 *
 * @param hops in the order visited; at least one
 * @param followed whether next hops were visited; if not, there may be some
 */
public record Journey(List<Hop> hops, boolean followed) {

  public Journey {
    hops = List.copyOf(hops);
  }

  /** The worst verdict of all hops. */
  public HopVerdict verdict() {
    return HopVerdict.worst(hops.stream().map(Hop::verdict).toList());
  }

  /** The visits of the chosen profile, in order. */
  public List<DeviceVisit> visits() {
    return hops.stream().flatMap(hop -> hop.visits().stream()).map(AddressVisit::visit).toList();
  }

  /** What a device of the chosen profile logs on this journey. */
  public List<LogEvent> events() {
    return visits().stream().flatMap(visit -> visit.events().stream()).toList();
  }
}
