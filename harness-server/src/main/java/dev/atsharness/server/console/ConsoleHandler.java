package dev.atsharness.server.console;

import dev.atsharness.server.http.Answer;
import dev.atsharness.server.journal.Journal;
import dev.atsharness.server.journal.JournalJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/** Answers requests on the console port. */
public final class ConsoleHandler implements Request.Handler {

  private static final List<HttpField> SECURITY_HEADERS =
      List.of(
          new HttpField("Cache-Control", "no-store"),
          new HttpField("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
          new HttpField("Cross-Origin-Resource-Policy", "same-origin"),
          new HttpField("Referrer-Policy", "no-referrer"),
          new HttpField("X-Content-Type-Options", "nosniff"));

  /** Before a scenario's id and {@code .pem}: its anchor. */
  public static final String ANCHORS = "/anchors/";

  /** What goes on here is nobody's business; the certificates to trust are everybody's. */
  private static final String API = "/api/";

  private static final String SCENARIO = "scenario";
  private static final String SINCE = "since";
  private static final String PEM = ".pem";

  private final Access access;
  private final Content content;
  private final Journal journal;

  /**
   * What the console shows.
   *
   * @param scenarios ids of the endpoints
   * @param manifestJson the manifest
   * @param caPem the root certificate
   * @param anchors the anchors beside the root, as PEM, by the scenario that needs them; made when
   *     they are asked for
   * @param device what a device is prepared with
   */
  public record Content(
      Set<String> scenarios,
      Supplier<String> manifestJson,
      String caPem,
      Map<String, Supplier<String>> anchors,
      DevicePages device) {}

  /**
   * A console.
   *
   * @param access who may read what
   */
  public ConsoleHandler(Access access, Content content, Journal journal) {
    this.access = access;
    this.content = content;
    this.journal = journal;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    SECURITY_HEADERS.forEach(response.getHeaders()::put);
    answer(request).send(request, response, callback);
    return true;
  }

  private Answer answer(Request request) {
    boolean open = !Request.getPathInContext(request).startsWith(API);
    Optional<Answer> refusal = access.refusal(request, open);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    Optional<Supplier<Answer>> page = page(request);
    if (page.isEmpty()) {
      return Answer.text(404, "no such page; / has them all");
    }
    return Answer.reads(request) ? page.get().get() : Answer.methodNotAllowed();
  }

  private Optional<Supplier<Answer>> page(Request request) {
    return switch (Request.getPathInContext(request)) {
      case "/" -> Optional.of(() -> IndexPage.of(content.anchors().keySet()));
      case "/health" -> Optional.of(this::health);
      case "/api/manifest" -> Optional.of(() -> Answer.json(content.manifestJson().get()));
      case "/api/journal" -> Optional.of(() -> journal(request));
      case "/ca.pem" -> Optional.of(() -> pem(content.caPem()));
      default -> content.device().page(request).or(() -> anchor(Request.getPathInContext(request)));
    };
  }

  private Optional<Supplier<Answer>> anchor(String path) {
    if (!path.startsWith(ANCHORS)
        || !path.endsWith(PEM)
        || path.length() < ANCHORS.length() + PEM.length()) {
      return Optional.empty();
    }
    String scenario = path.substring(ANCHORS.length(), path.length() - PEM.length());
    return Optional.ofNullable(content.anchors().get(scenario)).map(pem -> () -> pem(pem.get()));
  }

  private static Answer pem(String certificate) {
    return new Answer(200, "application/x-pem-file", certificate);
  }

  private Answer health() {
    return Answer.json("{\"status\":\"ok\",\"endpoints\":" + content.scenarios().size() + "}\n");
  }

  private Answer journal(Request request) {
    Fields query = Request.extractQueryParameters(request);
    for (Fields.Field field : query) {
      if (!field.getName().equals(SCENARIO) && !field.getName().equals(SINCE)) {
        return badQuery("the parameters are 'scenario' and 'since'");
      }
      if (field.hasMultipleValues()) {
        return badQuery("each parameter may be given once");
      }
    }
    String since = Optional.ofNullable(query.getValue(SINCE)).orElse("0");
    if (!since.matches("[0-9]{1,18}")) {
      return badQuery("'since' is a sequence number of the journal");
    }
    String scenario = query.getValue(SCENARIO);
    if (scenario != null && !content.scenarios().contains(scenario)) {
      return badQuery("'scenario' is no id of an endpoint; /api/manifest has them all");
    }
    return Answer.json(
        JournalJson.write(
            journal.since(Long.parseLong(since)).stream()
                .filter(seen -> scenario == null || seen.scenario().equals(Optional.of(scenario)))
                .toList(),
            journal.dropped()));
  }

  private static Answer badQuery(String why) {
    return Answer.text(400, why);
  }
}
