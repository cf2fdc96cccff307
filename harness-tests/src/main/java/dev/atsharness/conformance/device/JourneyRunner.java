package dev.atsharness.conformance.device;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Goes where a device goes: visits a URL, then what its answer leads to, and so on. Immutable; may
 * make many journeys at once.
 */
public final class JourneyRunner {

  /** As many hops as follow one another. */
  static final int MAX_LENGTH = 10;

  /** As many URLs as one journey visits in all. */
  static final int MAX_HOPS = 40;

  private final SimulatedDevice device;
  private final SimulatedDevice enforcing;
  private final AddressBook addresses;
  private final boolean follow;

  /**
   * @param device with the chosen profile
   * @param enforcing with a profile that enforces FCP v2.1; the same object where the chosen one
   *     does, or where only one is of interest
   * @param addresses where hosts are
   * @param follow whether to visit next hops
   */
  public JourneyRunner(
      SimulatedDevice device, SimulatedDevice enforcing, AddressBook addresses, boolean follow) {
    this.device = device;
    this.enforcing = enforcing;
    this.addresses = addresses;
    this.follow = follow;
  }

  /** A next hop and how many hops lead to it. */
  private record Pending(NextHop hop, int length) {}

  /**
   * Makes the journey.
   *
   * @param start {@code https} or {@code http} with a host
   * @param atsApplies false for connections that Apple exempts: SCEP and content caching
   */
  public Journey run(URI start, boolean atsApplies) {
    List<Hop> hops = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    Deque<Pending> pending = new ArrayDeque<>();
    pending.add(new Pending(new NextHop(start.toString(), HopReason.start()), 0));
    while (!pending.isEmpty()) {
      Pending next = pending.remove();
      Hop hop = visit(next.hop, atsApplies);
      int index = hops.size();
      hops.add(hop);
      seen.add(hop.url());
      if (follow && next.length < MAX_LENGTH && hops.size() < MAX_HOPS) {
        for (AddressVisit visit : hop.visits()) {
          NextHops.of(visit.visit().url(), visit.visit().reply(), index).stream()
              .filter(found -> seen.add(found.url()))
              .forEach(found -> pending.add(new Pending(found, next.length + 1)));
        }
      }
    }
    return new Journey(hops, follow);
  }

  private Hop visit(NextHop hop, boolean atsApplies) {
    List<InetSocketAddress> where;
    URI url;
    try {
      url = new URI(hop.url());
      where = addresses.addresses(url);
    } catch (URISyntaxException | UnknownHostException e) {
      return new Hop(
          hop.url(), hop.why(), List.of(), HopVerdict.cannotTell(String.valueOf(e.getMessage())));
    }
    List<AddressVisit> visits = new ArrayList<>();
    for (InetSocketAddress address : where) {
      visits.add(visit(url, address, atsApplies));
    }
    HopVerdict worst = HopVerdict.worst(visits.stream().map(AddressVisit::verdict).toList());
    return new Hop(hop.url(), hop.why(), visits, worst);
  }

  private AddressVisit visit(URI url, InetSocketAddress address, boolean atsApplies) {
    DeviceVisit visit = device.visit(url, address, atsApplies);
    DeviceVisit strict = enforcing == device ? visit : enforcing.visit(url, address, atsApplies);
    return new AddressVisit(address, visit, strict, HopVerdict.of(visit, strict, atsApplies));
  }
}
