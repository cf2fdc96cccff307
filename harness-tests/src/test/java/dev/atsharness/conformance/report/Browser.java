package dev.atsharness.conformance.report;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Chromium without a window that shows a page, driven by the Chrome DevTools Protocol. */
final class Browser implements AutoCloseable {

  private static final String REQUIRE_TOOLS = "ATS_HARNESS_REQUIRE_TOOLS";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final LinkedBlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
  private final WebSocket socket;
  private int lastId;

  private Browser(Process process, URI page) {
    this.process = process;
    this.socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .connectTimeout(PATIENCE)
            .buildAsync(page, new Answers())
            .join();
  }

  /** Messages can come in parts. */
  private final class Answers implements WebSocket.Listener {
    private final StringBuilder message = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      message.append(part);
      if (last) {
        answers.add(JsonMapper.shared().readTree(message.toString()));
        message.setLength(0);
      }
      from.request(1);
      return null;
    }
  }

  /** Shows a page; skips the test if no browser is installed. */
  static Browser open(Path page, Path profile) throws IOException, InterruptedException {
    Optional<Path> chromium = find("chromium", "chromium-browser", "google-chrome");
    assumeTrue(
        chromium.isPresent() || Boolean.parseBoolean(System.getenv(REQUIRE_TOOLS)),
        "Chromium is not installed; " + REQUIRE_TOOLS + "=true makes that a failure");
    Process process =
        new ProcessBuilder(
                chromium.orElseThrow().toString(),
                "--headless",
                "--no-sandbox", // which root cannot have; the page is ours
                "--disable-gpu",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                page.toUri().toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      Browser browser = new Browser(process, debugged(port(profile)));
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  browser
                      .evaluate("location.protocol + document.readyState")
                      .equals("file:complete"));
      return browser;
    } catch (IOException | InterruptedException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static Optional<Path> find(String... names) {
    return Stream.of(names)
        .flatMap(
            name ->
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                    .map(directory -> Path.of(directory, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static String port(Path profile) throws IOException {
    Path file = profile.resolve("DevToolsActivePort");
    await().atMost(PATIENCE).until(() -> Files.exists(file) && Files.readAllLines(file).size() > 1);
    return Files.readAllLines(file).get(0);
  }

  private static URI debugged(String port) throws IOException, InterruptedException {
    String targets =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"))
                    .build(),
                BodyHandlers.ofString())
            .body();
    return JsonMapper.shared()
        .readTree(targets)
        .valueStream()
        .filter(target -> target.path("type").asString().equals("page"))
        .map(target -> URI.create(target.path("webSocketDebuggerUrl").asString()))
        .findFirst()
        .orElseThrow(() -> new IOException("no page in " + targets));
  }

  /** The value of a JavaScript expression, as text. */
  String evaluate(String expression) throws InterruptedException {
    JsonNode result = call("Runtime.evaluate", Map.of("expression", "String(" + expression + ")"));
    if (result.has("exceptionDetails")) {
      throw new IllegalStateException(result.toString());
    }
    return result.at("/result/value").asString();
  }

  /** Presses and releases a key. */
  void press(String key, int code, String text) throws InterruptedException {
    for (String type : List.of("keyDown", "keyUp")) {
      call(
          "Input.dispatchKeyEvent",
          Map.of("type", type, "key", key, "windowsVirtualKeyCode", code, "text", text));
    }
  }

  private JsonNode call(String method, Map<String, Object> parameters) throws InterruptedException {
    int id = ++lastId;
    socket
        .sendText(
            JsonMapper.shared()
                .writeValueAsString(Map.of("id", id, "method", method, "params", parameters)),
            true)
        .join();
    JsonNode answer;
    do {
      answer = answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (answer == null) {
        throw new IllegalStateException("no answer to " + method);
      }
    } while (answer.path("id").asInt() != id);
    return answer.path("result");
  }

  @Override
  public void close() {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }
}
