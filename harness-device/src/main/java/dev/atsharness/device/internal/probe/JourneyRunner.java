package dev.atsharness.device.internal.probe;

import dev.atsharness.ats.internal.DocumentUrl;
import dev.atsharness.ats.internal.DocumentUrl.Standing;
import dev.atsharness.device.internal.AddressBook;
import dev.atsharness.device.internal.SimulatedDevice;
import dev.atsharness.device.internal.document.Awaited;
import dev.atsharness.device.internal.document.DocumentReader;
import dev.atsharness.device.internal.document.LeadingUrl;
import dev.atsharness.device.internal.http.HttpReply;
import dev.atsharness.device.internal.probe.HopReason.Kind;
import dev.atsharness.device.internal.probe.HopVerdict.Answer;
import dev.atsharness.device.internal.probe.NextHops.Onward;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Follows the path of a device: visits a URL, then the URLs to which its answer leads, and so on.
 * Immutable; can make many journeys at once.
 */
public final class JourneyRunner {

  /**
   * The largest number of consecutive redirects that are followed; CFNetwork's own limit is not
   * published.
   */
  static final int MAX_REDIRECTS = 10;

  private static final int ERROR = 400;
  private static final Set<String> SCHEMES = Set.of("https", "http");

  /** The largest total number of hops of one journey. */
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
   * @param everyAddress true to visit all addresses of a host, false to visit only the first that
   *     answers
   * @param time how long the journey may take in total; a connection that has begun has its own
   *     time limit
   */
  public record Limits(boolean follow, boolean everyAddress, Duration time) {}

  /**
   * @param device the device with the chosen profile
   * @param enforcing the device with a profile that enforces FCP v2.1; the same object if the
   *     chosen profile enforces it, or if only one is needed
   * @param addresses the addresses of hosts
   * @param documents finds the URLs in answers
   * @param limits the limits of the journey
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
   * Visits the URL and the URLs to which it leads.
   *
   * @param start {@code https} or {@code http}, in lower case, with a host
   * @param atsApplies false if Apple exempts the connections to the first URL and its redirects
   *     (SCEP and content caching); a URL in a document is judged by its key
   * @param progress receives each URL before it is visited
   * @throws IllegalArgumentException if the URL has another scheme or no host
   */
  public Journey run(URI start, boolean atsApplies, Consumer<String> progress) {
    if (start.getHost() == null || !SCHEMES.contains(start.getScheme())) {
      throw new IllegalArgumentException("not an https or http URL with a host: " + start);
    }
    // A host name that is not valid in DNS does not resolve.
    URI url = WebUrl.of(start.toString()).orElse(start);
    return new Run(progress).from(url, atsApplies);
  }

  /**
   * A next hop that is waiting to be visited.
   *
   * @param path the URLs that redirected to it
   * @param rule what is known about the key that names it or that names the URL where the redirects
   *     began
   * @param awaited the document that a device requests there
   * @param atsApplies false if the user said that it is exempt
   * @param aside whether a server named it to only one of the two visitors and named another URL to
   *     the first visitor
   */
  private record Pending(
      NextHop hop,
      List<URI> path,
      Optional<DocumentUrl> rule,
      Optional<Awaited> awaited,
      boolean atsApplies,
      boolean aside) {

    /** True if nothing is known about the key that names it. */
    boolean ofUnknownKey() {
      return hop.why().kind() == Kind.DOCUMENT && rule.isEmpty();
    }

    Known known() {
      return new Known(
          hop.shown(), ofUnknownKey(), rule.map(DocumentUrl::standing), awaited, atsApplies);
    }
  }

  /**
   * A URL together with what determines its verdict: the same URL under another key may be judged
   * differently.
   */
  private record Known(
      String url,
      boolean unknownKey,
      Optional<Standing> standing,
      Optional<Awaited> awaited,
      boolean atsApplies) {}

  /** One journey in progress. */
  private final class Run {

    private final Consumer<String> progress;
    private final long deadline = System.nanoTime() + limits.time().toNanos();
    private final List<Hop> hops = new ArrayList<>();
    private final Set<Known> known = new HashSet<>();
    private final Deque<Pending> pending = new ArrayDeque<>();

    Run(Consumer<String> progress) {
      this.progress = progress;
    }

    Journey from(URI start, boolean atsApplies) {
      Pending first =
          new Pending(
              new NextHop(start.toString(), Optional.of(start), HopReason.start()),
              List.of(),
              Optional.empty(),
              atsApplies ? documents.awaited(start) : Optional.empty(),
              atsApplies,
              false);
      known.add(first.known());
      pending.add(first);
      while (!pending.isEmpty() && (limits.follow() || hops.isEmpty())) {
        Pending next = pending.remove();
        if (hops.size() == MAX_HOPS) {
          hops.add(
              notVisited(
                  next.hop,
                  new Trouble(
                      Trouble.Kind.TOO_MANY_HOPS, "a journey has at most " + MAX_HOPS + " hops")));
          break;
        }
        hops.add(hop(next));
      }
      List<String> left =
          limits.follow() ? List.of() : pending.stream().map(next -> next.hop.shown()).toList();
      return new Journey(hops, limits.follow(), left);
    }

    private Hop hop(Pending next) {
      if (next.rule.filter(one -> one.standing() == Standing.EXEMPT).isPresent()) {
        HopVerdict exempt = HopVerdict.fine("exempt: " + next.rule.get().reason());
        return new Hop(next.hop.shown(), next.hop.why(), List.of(), List.of(), exempt);
      }
      Optional<Trouble> trouble = trouble(next);
      if (trouble.isPresent()) {
        return notVisited(next.hop, trouble.get());
      }
      try {
        return visited(next, next.hop.url().orElseThrow());
      } catch (UnknownHostException e) {
        return notVisited(
            next.hop, new Trouble(Trouble.Kind.UNRESOLVED, String.valueOf(e.getMessage())));
      }
    }

    /** Returns why a URL is not visited; empty if it is. */
    private Optional<Trouble> trouble(Pending next) {
      if (next.ofUnknownKey()) {
        return Optional.of(
            new Trouble(
                Trouble.Kind.UNKNOWN_KEY,
                "whether a device fetches the URL of this key is not known"));
      }
      if (next.hop.url().isEmpty()) {
        return Optional.of(
            new Trouble(
                Trouble.Kind.NOT_A_URL,
                WebUrl.isDisputed(next.hop.text())
                    ? "it has a backslash, and clients disagree about which host it names"
                    : "it is not an https or http URL with a host"));
      }
      if (next.path.contains(next.hop.url().get())) {
        return Optional.of(
            new Trouble(Trouble.Kind.REDIRECT_LOOP, "the redirects lead back here: a loop"));
      }
      if (next.path.size() > MAX_REDIRECTS) {
        return Optional.of(
            new Trouble(
                Trouble.Kind.TOO_MANY_REDIRECTS,
                "more than " + MAX_REDIRECTS + " redirects follow one another"));
      }
      return System.nanoTime() - deadline >= 0
          ? Optional.of(
              new Trouble(
                  Trouble.Kind.TIME_UP, "the time of " + limits.time().toSeconds() + " s is up"))
          : Optional.empty();
    }

    private Hop visited(Pending next, URI url) throws UnknownHostException {
      progress.accept(url.toString());
      List<InetSocketAddress> where = where(url);
      List<AddressVisit> visits =
          new AddressVisits(device, enforcing, limits.everyAddress())
              .visit(url, where, next.atsApplies);
      List<HopVerdict> verdicts =
          new ArrayList<>(visits.stream().map(AddressVisit::verdict).toList());
      if (limits.everyAddress() && visits.size() < where.size()) {
        verdicts.add(
            HopVerdict.cannotTell(
                "only " + visits.size() + " of " + where.size() + " addresses were visited"));
      }
      if (next.hop.why().kind() != Kind.START && isPlain(url) && next.atsApplies) {
        verdicts.add(HopVerdict.wrong("plain HTTP where Apple's requirements ask for TLS"));
      }
      List<Trouble> troubles = leadOn(next, url, visits);
      troubles.forEach(trouble -> verdicts.add(trouble.verdict()));
      HopVerdict verdict = HopVerdict.worst(verdicts);
      boolean doubtful =
          verdict.answer() == Answer.WRONG
              && !isPlain(url)
              && next.rule.filter(one -> one.standing() == Standing.UNCERTAIN).isPresent();
      return new Hop(
          next.hop.shown(),
          next.hop.why(),
          visits,
          troubles,
          doubtful
              ? HopVerdict.cannotTell(next.rule.get().reason() + "; " + verdict.reason())
              : verdict);
    }

    /** Adds the URLs to which the answers lead, and returns why there may be more. */
    private List<Trouble> leadOn(Pending from, URI url, List<AddressVisit> visits) {
      Set<Trouble> troubles = new LinkedHashSet<>();
      List<NextHop> named = new ArrayList<>();
      for (AddressVisit visit : visits) {
        for (HttpReply reply : visit.replies()) {
          NextHops leads = NextHops.of(url, reply, hops.size(), documents);
          troubles.addAll(leads.troubles());
          notSeen(from, reply, leads).ifPresent(troubles::add);
          boolean first = named.isEmpty();
          for (NextHop hop : leads.urls()) {
            boolean again =
                from.aside ? named.stream().anyMatch(hop::isAlike) : named.contains(hop);
            if (first || !again) {
              add(hop, from, url, from.aside || !first);
            }
          }
          named.addAll(leads.urls());
        }
      }
      return List.copyOf(troubles);
    }

    /**
     * Returns the problem if the expected document was not seen: without it, the next URLs are
     * unknown.
     */
    private Optional<Trouble> notSeen(Pending from, HttpReply reply, NextHops leads) {
      if (!limits.follow()
          || reply.status().isEmpty()
          || !leads.troubles().isEmpty()
          || leads.onward() == Onward.REDIRECT) {
        return Optional.empty();
      }
      if (leads.onward() == Onward.LOGIN) {
        String what = from.awaited.map(one -> "the " + one.document()).orElse("the answer");
        return Optional.of(
            new Trouble(
                Trouble.Kind.LOGIN_FIRST, what + " comes after a login, which probe does not do"));
      }
      int status = reply.status().getAsInt();
      return from.awaited
          .filter(awaited -> isMissing(awaited, status, leads.document()))
          .map(
              awaited ->
                  new Trouble(
                      Trouble.Kind.NO_DOCUMENT,
                      "the document with the next URLs ("
                          + awaited.document()
                          + ") was not seen: HTTP "
                          + status
                          + leads.document().map(other -> " with a " + other).orElse("")));
    }

    /**
     * True if the expected document is missing. An error status does not lead a device further,
     * even if it has a body.
     */
    private boolean isMissing(Awaited awaited, int status, Optional<String> document) {
      return status >= ERROR
          || document.map(kind -> !kind.equals(awaited.document())).orElse(awaited.certain());
    }

    private void add(NextHop hop, Pending from, URI url, boolean aside) {
      boolean redirect = hop.why().kind() == Kind.REDIRECT;
      List<URI> path = new ArrayList<>(redirect ? from.path : List.of());
      path.add(url);
      Pending next =
          redirect
              ? new Pending(
                  hop,
                  path,
                  from.rule,
                  from.awaited.or(
                      () -> hop.url().filter(to -> from.atsApplies).flatMap(documents::awaited)),
                  from.atsApplies,
                  aside)
              : new Pending(
                  hop,
                  List.of(),
                  hop.why().key().flatMap(LeadingUrl::rule),
                  hop.why().key().flatMap(LeadingUrl::awaited),
                  true,
                  aside);
      boolean loop = redirect && hop.url().filter(path::contains).isPresent();
      if (known.add(next.known()) || loop) {
        pending.add(next);
      }
    }

    /**
     * Returns the addresses to visit. For an http URL none are needed: it is wrong at every
     * address.
     */
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

  private static Hop notVisited(NextHop hop, Trouble why) {
    return new Hop(hop.shown(), hop.why(), List.of(), List.of(why), why.verdict());
  }
}
