package dev.atsharness.server.internal.console;

import dev.atsharness.server.internal.http.HttpAnswer;
import dev.atsharness.server.internal.http.RequestBody;
import dev.atsharness.server.internal.tls.ClientFingerprints;
import dev.atsharness.server.journal.Journal;
import dev.atsharness.server.journal.internal.JournalJson;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers requests on the console port. */
public final class ConsoleHandler implements Request.Handler {

  private static final List<HttpField> SECURITY_HEADERS =
      List.of(
          new HttpField("Cache-Control", "no-store"),
          new HttpField(
              "Content-Security-Policy",
              "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                  + " img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
          new HttpField("Cross-Origin-Resource-Policy", "same-origin"),
          new HttpField("Referrer-Policy", "no-referrer"),
          new HttpField("X-Content-Type-Options", "nosniff"));

  /** Before a scenario's id and {@code .pem}: its anchor. */
  public static final String ANCHORS = "/anchors/";

  private static final String SCENARIO = "scenario";
  private static final String SINCE = "since";
  private static final String CHANGED = "changed";
  private static final String WAIT = "wait";
  private static final String PEM = ".pem";

  /** The longest wait for an entry of the journal. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  /** Maximum number of calls that wait at one time, each with a thread; others do not wait. */
  private static final int MAX_WAITING = 8;

  private final Access access;
  private final Content content;
  private final Journal journal;
  private final JournalJson json;
  private final UnreadAnswers answers;
  private final Api api;
  private final Semaphore waiting = new Semaphore(MAX_WAITING);

  /**
   * The content of the console.
   *
   * @param scenarios ids of the endpoints
   * @param clients recognise the client profiles that a connection looks like
   * @param manifestJson the manifest as JSON, for a client that reaches the console by this host
   *     and port
   * @param caPem the root certificate
   * @param anchors the anchors in addition to the root, as PEM, by the scenario that needs them;
   *     made on request
   * @param device the pages that prepare a device
   * @param routes further routes of the API
   * @param pages further pages by their path, which take precedence over the server's own
   */
  public record Content(
      Set<String> scenarios,
      ClientFingerprints clients,
      Function<Asked, String> manifestJson,
      String caPem,
      Map<String, Supplier<String>> anchors,
      DevicePages device,
      List<ApiRoute> routes,
      Function<String, Optional<HttpAnswer>> pages) {}

  /**
   * A console.
   *
   * @param access the rules for who may read what
   * @param bodies limits for reading request bodies
   * @param unreadBytes maximum memory for long answers that clients have not read in full
   * @throws IllegalArgumentException if two routes have the same path
   */
  public ConsoleHandler(
      Access access,
      Content content,
      Journal journal,
      RequestBody.Limits bodies,
      long unreadBytes) {
    this.access = access;
    this.content = content;
    this.journal = journal;
    this.json = new JournalJson(content.clients());
    this.answers = new UnreadAnswers(unreadBytes);
    this.api =
        new Api(
            Stream.concat(
                    Stream.of(
                        ApiRoute.get(
                            "/api/manifest",
                            Set.of(),
                            call -> HttpAnswer.json(content.manifestJson().apply(call.asked()))),
                        ApiRoute.get(
                            "/api/journal", Set.of(SCENARIO, SINCE, CHANGED, WAIT), this::journal)),
                    content.routes().stream())
                .toList(),
            bodies,
            answers);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    SECURITY_HEADERS.forEach(response.getHeaders()::put);
    // The API needs access rights; CA certificates are public.
    boolean open = !Request.getPathInContext(request).startsWith(ApiRoute.ROOT);
    Optional<HttpAnswer> refusal = access.refusal(request, open);
    if (refusal.isEmpty() && !open && api.knows(request)) {
      api.answer(request, response, callback);
    } else {
      answers.send(
          refusal
              .or(() -> open ? page(request) : Optional.empty())
              .orElseGet(() -> HttpAnswer.text(404, "no such page; / has links to all pages")),
          request,
          response,
          callback);
    }
    return true;
  }

  private Optional<HttpAnswer> page(Request request) {
    return openPage(request)
        .map(page -> HttpAnswer.reads(request) ? page.get() : HttpAnswer.methodNotAllowed());
  }

  private Optional<Supplier<HttpAnswer>> openPage(Request request) {
    String path = Request.getPathInContext(request);
    Optional<HttpAnswer> added = content.pages().apply(path);
    if (added.isPresent()) {
      return added.map(page -> () -> page);
    }
    return switch (path) {
      case "/" -> Optional.of(ConsoleFiles::index);
      case "/health" -> Optional.of(this::health);
      case "/ca.pem" -> Optional.of(() -> pem(content.caPem()));
      default ->
          content
              .device()
              .page(request)
              .or(() -> anchor(path))
              .or(() -> ConsoleFiles.file(path).map(file -> () -> file));
    };
  }

  private Optional<Supplier<HttpAnswer>> anchor(String path) {
    if (!path.startsWith(ANCHORS)
        || !path.endsWith(PEM)
        || path.length() < ANCHORS.length() + PEM.length()) {
      return Optional.empty();
    }
    String scenario = path.substring(ANCHORS.length(), path.length() - PEM.length());
    return Optional.ofNullable(content.anchors().get(scenario)).map(pem -> () -> pem(pem.get()));
  }

  private static HttpAnswer pem(String certificate) {
    return new HttpAnswer(200, "application/x-pem-file", certificate);
  }

  private HttpAnswer health() {
    return HttpAnswer.json(
        "{\"status\":\"ok\",\"endpoints\":" + content.scenarios().size() + "}\n");
  }

  private HttpAnswer journal(ApiCall call) throws InterruptedException {
    Optional<Long> since = number(call, SINCE);
    Optional<Long> changed = number(call, CHANGED);
    Optional<Long> wait = number(call, WAIT);
    if (since.isEmpty() || changed.isEmpty() || wait.isEmpty()) {
      return HttpAnswer.text(
          400,
          "'since' is a sequence number of the journal, 'changed' a revision of it, 'wait' a number"
              + " of milliseconds");
    }
    Optional<String> scenario = call.parameter(SCENARIO);
    if (scenario.filter(id -> !content.scenarios().contains(id)).isPresent()) {
      return HttpAnswer.text(
          400, "'scenario' is not the id of an endpoint; /api/manifest lists all ids");
    }
    if (wait.get() > 0) {
      if (scenario.isEmpty()) {
        return HttpAnswer.text(400, "'wait' needs 'scenario'");
      }
      await(since.get(), changed.get(), scenario.get(), wait.get());
    }
    return HttpAnswer.json(() -> json.pieces(journal, changed.get(), since.get(), scenario));
  }

  /** Waits for an entry, unless too many calls wait already. */
  private void await(long since, long changed, String scenario, long millis)
      throws InterruptedException {
    if (waiting.tryAcquire()) {
      try {
        Duration wait = Duration.ofMillis(Math.min(millis, LONGEST_WAIT.toMillis()));
        journal.awaitAfter(since, changed, scenario, wait);
      } finally {
        waiting.release();
      }
    }
  }

  /** The value of a numeric parameter; 0 if it was not given, empty if it is not a number. */
  private static Optional<Long> number(ApiCall call, String parameter) {
    return Optional.of(call.parameter(parameter).orElse("0"))
        .filter(text -> text.matches("[0-9]{1,18}"))
        .map(Long::valueOf);
  }
}
