package dev.atsharness.conformance.device;

import dev.atsharness.ats.DocumentUrl;
import dev.atsharness.ats.DocumentUrl.Standing;
import dev.atsharness.conformance.device.HopReason.Kind;
import dev.atsharness.conformance.device.HopVerdict.Answer;
import dev.atsharness.conformance.device.document.DocumentReader;
import dev.atsharness.conformance.device.document.LeadingUrl;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Goes where a device goes: visits a URL, then what its answer leads to, and so on. Immutable; may
 * make many journeys at once.
 */
public final class JourneyRunner {

  /** As many redirects as follow one another; CFNetwork's own limit is not published. */
  static final int MAX_REDIRECTS = 10;

  /** As many hops as one journey has in all. */
  static final int MAX_HOPS = 50;

  private final SimulatedDevice device;
  private final SimulatedDevice enforcing;
  private final AddressBook addresses;
  private final DocumentReader documents;
  private final Limits limits;

  /**
   * How far a journey goes.
   *
   * @param follow whether to visit next hops
   * @param everyAddress whether to visit all addresses of a host; else the first that answers
   * @param time how long it may take in all; a connection that has begun has its own time
   */
  public record Limits(boolean follow, boolean everyAddress, Duration time) {}

  /**
   * @param device with the chosen profile
   * @param enforcing with a profile that enforces FCP v2.1; the same object where the chosen one
   *     does, or where only one is of interest
   * @param addresses where hosts are
   * @param documents finds where answers lead
   * @param limits how far to go
   */
  public JourneyRunner(
      SimulatedDevice device,
      SimulatedDevice enforcing,
      AddressBook addresses,
      DocumentReader documents,
      Limits limits) {
    this.device = device;
    this.enforcing = enforcing;
    this.addresses = addresses;
    this.documents = documents;
    this.limits = limits;
  }

  /**
   * Makes the journey.
   *
   * @param start {@code https} or {@code http} with a host
   * @param atsApplies false for connections that Apple exempts: SCEP and content caching
   * @param progress is told each URL before it is visited
   * @throws IllegalArgumentException if the URL has another scheme or no host
   */
  public Journey run(URI start, boolean atsApplies, Consumer<String> progress) {
    URI url =
        WebUrl.of(start.toString())
            .orElseThrow(
                () ->
                    new IllegalArgumentException("not an https or http URL with a host: " + start));
    return new Run(atsApplies, progress).from(url);
  }

  /** A next hop, the URLs that lead to it, and how many of the last were redirects. */
  private record Pending(NextHop hop, List<URI> path, int redirects) {}

  /** One journey on its way. */
  private final class Run {

    private final boolean atsApplies;
    private final Consumer<String> progress;
    private final long deadline = System.nanoTime() + limits.time().toNanos();
    private final List<Hop> hops = new ArrayList<>();
    private final Set<URI> known = new HashSet<>();
    private final Set<String> others = new HashSet<>();
    private final Deque<Pending> pending = new ArrayDeque<>();

    Run(boolean atsApplies, Consumer<String> progress) {
      this.atsApplies = atsApplies;
      this.progress = progress;
    }

    Journey from(URI start) {
      known.add(start);
      pending.add(
          new Pending(
              new NextHop(start.toString(), Optional.of(start), HopReason.start()), List.of(), 0));
      while (!pending.isEmpty() && (limits.follow() || hops.isEmpty())) {
        Pending next = pending.remove();
        if (hops.size() == MAX_HOPS) {
          hops.add(notVisited(next.hop, "a journey has at most " + MAX_HOPS + " hops"));
          break;
        }
        hops.add(hop(next));
      }
      List<String> left =
          limits.follow() ? List.of() : pending.stream().map(next -> next.hop.shown()).toList();
      return new Journey(hops, limits.follow(), left);
    }

    private Hop hop(Pending next) {
      Optional<LeadingUrl> key = next.hop.why().key();
      Optional<DocumentUrl> rule = key.flatMap(LeadingUrl::rule);
      if (rule.filter(one -> one.standing() == Standing.EXEMPT).isPresent()) {
        HopVerdict exempt = HopVerdict.fine("exempt: " + rule.get().reason());
        return new Hop(next.hop.shown(), next.hop.why(), List.of(), exempt);
      }
      if (key.isPresent() && rule.isEmpty()) {
        return notVisited(next.hop, "whether a device fetches the URL of this key is not known");
      }
      if (next.hop.url().isEmpty()) {
        return notVisited(next.hop, "it is not an https or http URL with a host");
      }
      URI url = next.hop.url().get();
      if (next.path.contains(url)) {
        return notVisited(next.hop, "the redirects lead back here: a loop");
      }
      if (next.redirects > MAX_REDIRECTS) {
        return notVisited(next.hop, "more than " + MAX_REDIRECTS + " redirects follow one another");
      }
      if (System.nanoTime() - deadline >= 0) {
        return notVisited(next.hop, "the time of " + limits.time().toSeconds() + " s is up");
      }
      try {
        return visited(next, url, rule);
      } catch (UnknownHostException e) {
        return notVisited(next.hop, e.getMessage());
      }
    }

    private Hop visited(Pending next, URI url, Optional<DocumentUrl> rule)
        throws UnknownHostException {
      progress.accept(url.toString());
      List<InetSocketAddress> where = where(url);
      List<AddressVisit> visits =
          new AddressVisits(device, enforcing, limits.everyAddress()).visit(url, where, atsApplies);
      List<HopVerdict> verdicts =
          new ArrayList<>(visits.stream().map(AddressVisit::verdict).toList());
      if (limits.everyAddress() && visits.size() < where.size()) {
        verdicts.add(
            HopVerdict.cannotTell(
                "only " + visits.size() + " of " + where.size() + " addresses were visited"));
      }
      if (next.hop.why().kind() != Kind.START && isPlain(url) && atsApplies) {
        verdicts.add(HopVerdict.wrong("plain HTTP where Apple's requirements ask for TLS"));
      }
      for (AddressVisit visit : visits) {
        NextHops leads = NextHops.of(url, visit.reply(), hops.size(), documents);
        leads.trouble().map(HopVerdict::cannotTell).ifPresent(verdicts::add);
        leads.urls().forEach(hop -> add(hop, next, url));
      }
      HopVerdict verdict = HopVerdict.worst(verdicts);
      boolean doubtful =
          verdict.answer() == Answer.WRONG
              && !isPlain(url)
              && rule.filter(one -> one.standing() == Standing.UNCERTAIN).isPresent();
      return new Hop(
          next.hop.shown(),
          next.hop.why(),
          visits,
          doubtful
              ? HopVerdict.cannotTell(rule.get().reason() + "; " + verdict.reason())
              : verdict);
    }

    private void add(NextHop hop, Pending from, URI url) {
      boolean redirect = hop.why().kind() == Kind.REDIRECT;
      List<URI> path = new ArrayList<>(redirect ? from.path : List.of());
      path.add(url);
      boolean loop = redirect && hop.url().filter(path::contains).isPresent();
      boolean added = hop.url().map(known::add).orElseGet(() -> others.add(hop.text()));
      if (loop || added) {
        pending.add(new Pending(hop, path, redirect ? from.redirects + 1 : 0));
      }
    }

    /** An http URL is wrong wherever its host is. */
    private List<InetSocketAddress> where(URI url) throws UnknownHostException {
      try {
        return addresses.addresses(url);
      } catch (UnknownHostException e) {
        if (isPlain(url)) {
          return List.of(InetSocketAddress.createUnresolved(url.getHost(), AddressBook.port(url)));
        }
        throw e;
      }
    }
  }

  private static boolean isPlain(URI url) {
    return url.getScheme().equals("http");
  }

  private static Hop notVisited(NextHop hop, String why) {
    return new Hop(hop.shown(), hop.why(), List.of(), HopVerdict.cannotTell(why));
  }
}
