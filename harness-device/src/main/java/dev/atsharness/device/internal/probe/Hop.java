package dev.atsharness.device.internal.probe;

import java.util.List;
import java.util.stream.Stream;

/**
 * One URL of a journey.
 *
 * @param url what a device would fetch, as text, because it may not be a valid URL; hostile
 * @param why what led to this URL
 * @param visits one visit for each address of the host; empty if the URL was not visited, and then
 *     the verdict says why
 * @param troubles why the URL, or something to which its answer leads, was not seen
 * @param verdict the worst verdict of all addresses and of the URLs in the answer that cannot be
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

  /** Returns the same hop without a verdict, because what was seen may not be the server's. */
  public Hop inspected(String reason) {
    Trouble trouble = new Trouble(Trouble.Kind.INSPECTED, reason);
    List<Trouble> more = Stream.concat(Stream.of(trouble), troubles.stream()).toList();
    return verdict.answer() == HopVerdict.Answer.CANNOT_TELL || visits.isEmpty()
        ? this
        : new Hop(url, why, visits, more, trouble.verdict());
  }

  /** True if what was seen may be an inspection proxy's. */
  public boolean isInspected() {
    return troubles.stream().anyMatch(one -> one.kind() == Trouble.Kind.INSPECTED);
  }
}
