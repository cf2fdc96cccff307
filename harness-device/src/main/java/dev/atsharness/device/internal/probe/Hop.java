package dev.atsharness.device.internal.probe;

import java.util.List;

/**
 * One URL of a journey.
 *
 * @param url what a device would fetch, as text, for it may not be a URL; hostile
 * @param why what led there
 * @param visits one for each address of the host; empty if it was not visited, and then the verdict
 *     says why
 * @param troubles why it, or something that its answer leads to, was not seen
 * @param verdict the worst of all addresses, and of what the answer leads to where that cannot be
 *     followed
 */
public record Hop(
    String url,
    HopReason why,
    List<AddressVisit> visits,
    List<Trouble> troubles,
    HopVerdict verdict) {

  public Hop {
    visits = List.copyOf(visits);
    troubles = List.copyOf(troubles);
  }
}
