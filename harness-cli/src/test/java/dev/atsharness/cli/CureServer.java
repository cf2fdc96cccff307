package dev.atsharness.cli;

import static org.awaitility.Awaitility.await;

import dev.atsharness.testing.Listening;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import org.awaitility.core.ConditionTimeoutException;

/** A product that runs in a directory of its own until it is closed. */
final class CureServer implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(50);

  private final Process process;
  private final Path output;

  private CureServer(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Writes the files, starts the product, and waits until it is ready.
   *
   * @param file how it is run
   * @param texts what stands in the places
   * @param port the port at which it has to listen
   */
  static CureServer start(CureFile file, CureTexts texts, Path directory, int port)
      throws IOException, InterruptedException {
    for (Map.Entry<String, String> one : file.files().entrySet()) {
      Path path = directory.resolve(one.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, texts.fill(one.getValue()) + "\n");
    }
    if (!file.commands().prepare().isEmpty()) {
      run(file, file.commands().prepare(), texts, directory);
    }
    Path output = directory.resolve("output.txt");
    CureServer server =
        new CureServer(
            builder(file, file.commands().start(), texts, directory)
                .redirectOutput(output.toFile())
                .start(),
            output);
    try {
      await()
          .pollInterval(POLL)
          .pollInSameThread()
          .atMost(START)
          .until(() -> !server.process.isAlive() || ready(file, texts, port));
    } catch (ConditionTimeoutException e) {
      server.close();
      throw new IOException("is not ready after " + START + ": " + server.output(), e);
    }
    if (!server.process.isAlive()) {
      throw new IOException("does not start: " + server.output());
    }
    return server;
  }

  /** Returns the version of the installed product. */
  static String version(CureFile file, Path directory) throws IOException, InterruptedException {
    CureTexts texts = new CureTexts(Map.of("dir", directory.toString()));
    String output = run(file, file.commands().version(), texts, directory);
    Matcher version = file.commands().pattern().matcher(output);
    if (!version.find()) {
      throw new IOException("no version in: " + output);
    }
    return version.group(1);
  }

  private static String run(CureFile file, List<String> command, CureTexts texts, Path directory)
      throws IOException, InterruptedException {
    Process process = builder(file, command, texts, directory).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(command + " fails: " + output);
    }
    return output;
  }

  private static ProcessBuilder builder(
      CureFile file, List<String> command, CureTexts texts, Path directory) {
    ProcessBuilder builder =
        new ProcessBuilder(command.stream().map(texts::fill).toList())
            .directory(directory.toFile())
            .redirectErrorStream(true);
    file.environment().forEach((name, value) -> builder.environment().put(name, texts.fill(value)));
    return builder;
  }

  private static boolean ready(CureFile file, CureTexts texts, int port) throws IOException {
    if (!Listening.on(InetAddress.getLoopbackAddress(), port)) {
      return false;
    }
    if (file.commands().ready().isEmpty()) {
      return true;
    }
    URI url = URI.create(texts.fill(file.commands().ready().orElseThrow()));
    HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
    try {
      return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
    } finally {
      connection.disconnect();
    }
  }

  /** Returns what it printed until now. */
  String output() throws IOException {
    return Files.readString(output);
  }

  @Override
  public void close() {
    List<ProcessHandle> all = process.descendants().toList();
    process.destroy();
    all.forEach(ProcessHandle::destroy);
    process.onExit().completeOnTimeout(process, 5, TimeUnit.SECONDS).join();
    process.destroyForcibly();
    all.forEach(ProcessHandle::destroyForcibly);
  }
}
