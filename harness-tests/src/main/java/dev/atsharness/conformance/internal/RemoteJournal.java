package dev.atsharness.conformance.internal;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The journal of a harness in another process, read over its console. */
public final class RemoteJournal implements JournalView {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /**
   * The factor by which an entry may take longer than in the same process, for example because of
   * proxies.
   */
  private static final int DISTANCE = 5;

  /** Greater than any sequence number: asks for no entry. */
  private static final String NOTHING = "?since=999999999999999999";

  /** The shortest time between two questions to a console at which too many already wait. */
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final URI console;
  private final Optional<String> token;

  /** Creates the journal of the console at this base URL. */
  public RemoteJournal(URI console) {
    this(console, Optional.empty());
  }

  /**
   * Creates the journal of a console that other machines can reach.
   *
   * @param token the token that the console requires
   */
  public RemoteJournal(URI console, Optional<String> token) {
    this.console = console;
    this.token = token;
  }

  @Override
  public long mark() throws IOException, InterruptedException {
    return journal(NOTHING).path("newest").asLong();
  }

  @Override
  public Optional<List<SeenConnection>> connections(
      String scenario, long mark, Predicate<SeenConnection> awaited, Duration patience)
      throws IOException, InterruptedException {
    String query = query(scenario, mark);
    long deadline = System.nanoTime() + patience.multipliedBy(DISTANCE).toNanos();
    while (true) {
      JsonNode journal = journal(query);
      Optional<List<SeenConnection>> connections =
          JournalJsonReader.connections(journal, mark, any -> true);
      long left = deadline - System.nanoTime();
      if (left <= 0 || connections.stream().flatMap(List::stream).anyMatch(awaited)) {
        return connections;
      }
      awaitChange(query + "&changed=" + journal.path("revision").asLong(), Duration.ofNanos(left));
    }
  }

  /** Waits until the console's journal has an entry for this query, at most this long. */
  private void awaitChange(String query, Duration left) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    JsonNode news = journal(query + "&wait=" + Math.max(1, left.toMillis()));
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    if (news.path("entries").isEmpty() && took.compareTo(PAUSE) < 0) {
      Thread.sleep(PAUSE.minus(took).toMillis());
    }
  }

  /**
   * Returns the harness's ports at which connections arrived since the mark; empty if the journal
   * cannot tell, because some entries have been dropped for newer ones.
   */
  Optional<Set<Integer>> portsSince(long mark) throws IOException, InterruptedException {
    JsonNode journal = journal("?since=" + mark);
    return journal.path("dropped").asLong() > mark
        ? Optional.empty()
        : Optional.of(JournalJsonReader.ports(journal));
  }

  /**
   * Fetches the whole current journal once.
   *
   * @throws IOException if it cannot be fetched
   */
  public JournalView snapshot() throws IOException, InterruptedException {
    return new StoredJournal(journal(""));
  }

  @Override
  public Optional<List<SeenConnection>> connections(String scenario)
      throws IOException, InterruptedException {
    return JournalJsonReader.connections(journal(query(scenario, 0)), any -> true);
  }

  private static String query(String scenario, long mark) {
    return "?scenario=" + URLEncoder.encode(scenario, StandardCharsets.UTF_8) + "&since=" + mark;
  }

  private JsonNode journal(String query) throws IOException, InterruptedException {
    URI url = console.resolve("/api/journal" + query);
    HttpResponse<String> response = get(url);
    if (response.statusCode() != 200) {
      throw new IOException(url + " answered with status " + response.statusCode());
    }
    try {
      return JsonMapper.shared().readTree(response.body());
    } catch (JacksonException e) {
      throw new IOException(url + " does not answer with JSON", e);
    }
  }

  private HttpResponse<String> get(URI url) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(url).timeout(TIMEOUT);
    token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    try {
      return client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (ConnectException e) {
      throw new IOException("nothing listens at " + url.getAuthority(), e);
    }
  }
}
