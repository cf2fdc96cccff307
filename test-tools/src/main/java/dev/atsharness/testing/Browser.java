package dev.atsharness.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Chromium without a window that shows a page, controlled by the Chrome DevTools Protocol. */
public final class Browser implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final LinkedBlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
  private final Queue<JsonNode> events = new ConcurrentLinkedQueue<>();
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

  /** Receives the browser's messages, which may arrive in parts. */
  private final class Answers implements WebSocket.Listener {
    private final StringBuilder message = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      message.append(part);
      if (last) {
        JsonNode whole = JsonMapper.shared().readTree(message.toString());
        if (whole.has("id")) {
          answers.add(whole);
        } else {
          events.add(whole);
        }
        message.setLength(0);
      }
      from.request(1);
      return null;
    }
  }

  /** Shows a file; skips the test if no browser is installed. */
  public static Browser open(Path page, Path profile) throws IOException, InterruptedException {
    return open(page.toUri(), profile);
  }

  /** Shows a page; skips the test if no browser is installed. */
  public static Browser open(URI page, Path profile) throws IOException, InterruptedException {
    Path chromium = OutsideProgram.require("chromium", "chromium-browser", "google-chrome");
    Process process =
        new ProcessBuilder(
                chromium.toString(),
                "--headless",
                "--no-sandbox", // root cannot use the sandbox; the page is our own
                "--disable-gpu",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      Browser browser = new Browser(process, debugged(port(profile)));
      for (String domain : List.of("Page", "Runtime", "Log", "Network", "DOM")) {
        browser.call(domain + ".enable", Map.of());
      }
      browser.show(page);
      return browser;
    } catch (IOException | InterruptedException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
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

  /** Loads another page from the start, even if only its fragment differs. */
  public void show(URI page) throws InterruptedException {
    call("Page.navigate", Map.of("url", "about:blank"));
    call("Page.navigate", Map.of("url", page.toString()));
    await()
        .atMost(PATIENCE)
        .ignoreException(IllegalStateException.class) // between two pages no page can evaluate it
        .until(
            () -> evaluate("location.protocol + document.readyState"),
            (page.getScheme() + ":complete")::equals);
  }

  /** Forgets all complaints and requests up to now. */
  public void forget() {
    events.clear();
  }

  /** Waits until a JavaScript expression has this value. */
  public void until(String expression, String value) {
    await(expression).atMost(PATIENCE).until(() -> evaluate(expression), value::equals);
  }

  /** Returns the problems of the page: errors, violations of its policy, dialogs. */
  public List<String> complaints() {
    return events.stream()
        .filter(
            event ->
                switch (event.path("method").asString()) {
                  case "Runtime.exceptionThrown", "Page.javascriptDialogOpening" -> true;
                  case "Log.entryAdded" ->
                      List.of("error", "warning")
                          .contains(event.at("/params/entry/level").asString());
                  case "Runtime.consoleAPICalled" ->
                      List.of("error", "warning").contains(event.at("/params/type").asString());
                  default -> false;
                })
        .map(JsonNode::toString)
        .toList();
  }

  /** Returns the URLs of all requests. */
  public List<URI> requests() {
    return events.stream()
        .filter(event -> event.path("method").asString().equals("Network.requestWillBeSent"))
        .map(event -> URI.create(event.at("/params/request/url").asString()))
        .toList();
  }

  /** Sets the preferred colour scheme, {@code light} or {@code dark}. */
  public void prefer(String colourScheme) throws InterruptedException {
    call(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colourScheme))));
  }

  /** Shows pages as they are on this medium, {@code screen} or {@code print}. */
  public void medium(String name) throws InterruptedException {
    call("Emulation.setEmulatedMedia", Map.of("media", name));
  }

  /** Sets the size of the window, in CSS pixels. */
  public void size(int width, int height) throws InterruptedException {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** Returns a picture of the window as PNG. */
  public byte[] screenshot() throws InterruptedException {
    JsonNode picture = call("Page.captureScreenshot", Map.of("format", "png"));
    return Base64.getDecoder().decode(picture.path("data").asString());
  }

  /** Drops a file onto the first element that a selector finds, as from a file manager. */
  public void drop(Path file, String selector) throws InterruptedException {
    String box = "document.querySelector('" + selector + "').getBoundingClientRect()";
    double x = Double.parseDouble(evaluate(box + ".x + " + box + ".width / 2"));
    double y = Double.parseDouble(evaluate(box + ".y + " + box + ".height / 2"));
    Map<String, Object> data =
        Map.of("items", List.of(), "files", List.of(file.toString()), "dragOperationsMask", 1);
    for (String type : List.of("dragEnter", "dragOver", "drop")) {
      call("Input.dispatchDragEvent", Map.of("type", type, "x", x, "y", y, "data", data));
    }
  }

  /** Chooses a file in a file field. */
  public void choose(Path file, String selector) throws InterruptedException {
    int root = call("DOM.getDocument", Map.of()).at("/root/nodeId").asInt();
    int field =
        call("DOM.querySelector", Map.of("nodeId", root, "selector", selector))
            .path("nodeId")
            .asInt();
    call("DOM.setFileInputFiles", Map.of("files", List.of(file.toString()), "nodeId", field));
  }

  /**
   * Clicks on the first element that a selector finds, and returns the file that this saves.
   *
   * @param directory an empty directory for the file
   */
  public Path save(String selector, Path directory) throws InterruptedException {
    call(
        "Page.setDownloadBehavior",
        Map.of("behavior", "allow", "downloadPath", directory.toString()));
    evaluate("document.querySelector('" + selector + "').click()");
    return await()
        .atMost(PATIENCE)
        .until(() -> saved(directory), Optional::isPresent)
        .orElseThrow();
  }

  /** The complete file in a directory; the browser gives incomplete ones other names. */
  private static Optional<Path> saved(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> !file.getFileName().toString().matches("\\..*|.*\\.crdownload"))
          .findFirst();
    }
  }

  /** Types text into the element that has the focus. */
  public void type(String text) throws InterruptedException {
    call("Input.insertText", Map.of("text", text));
  }

  /**
   * Returns the value of a JavaScript expression as text; of a promise, the value that it resolves
   * to.
   */
  public String evaluate(String expression) throws InterruptedException {
    JsonNode result =
        call(
            "Runtime.evaluate",
            Map.of(
                "expression",
                "Promise.resolve(" + expression + ").then(String)",
                "awaitPromise",
                true));
    if (result.has("exceptionDetails")) {
      throw new IllegalStateException(result.toString());
    }
    return result.at("/result/value").asString();
  }

  /** Presses and releases a key. */
  public void press(String key, int code, String text) throws InterruptedException {
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
    if (answer.has("error")) {
      throw new IllegalStateException(method + ": " + answer.path("error"));
    }
    return answer.path("result");
  }

  @Override
  public void close() {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }
}
