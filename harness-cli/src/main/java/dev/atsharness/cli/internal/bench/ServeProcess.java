package dev.atsharness.cli.internal.bench;

import dev.atsharness.server.Manifest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** A harness in a separate process, on free ports. */
final class ServeProcess implements AutoCloseable {
  private final Process process;
  private final String json;
  private final Manifest manifest;
  private final Duration timeToReady;

  private ServeProcess(Process process, String json, Duration timeToReady) {
    this.process = process;
    this.json = json;
    this.manifest = Manifest.parse(json);
    this.timeToReady = timeToReady;
  }

  /** Starts {@code serve} and returns once every endpoint accepts connections. */
  static ServeProcess start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(harness());
    command.addAll(
        List.of(
            "serve",
            "--json",
            "--https-port",
            "0",
            "--http-port",
            "0",
            "--console-port",
            "0",
            "--first-port",
            "0"));
    command.addAll(List.of(arguments));
    long begun = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      BufferedReader output =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      String json = firstDocument(output);
      Duration timeToReady = Duration.ofNanos(System.nanoTime() - begun);
      return new ServeProcess(process, json, timeToReady);
    } catch (IOException | RuntimeException e) {
      process.destroy();
      throw e;
    }
  }

  /** Returns the command that started this JVM, up to the jar. */
  static List<String> harness() {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-cp");
    command.add(ManagementFactory.getRuntimeMXBean().getClassPath());
    command.add("dev.atsharness.cli.Main");
    return command;
  }

  /** Returns the manifest as {@code serve} wrote it. */
  String json() {
    return json;
  }

  Manifest manifest() {
    return manifest;
  }

  long pid() {
    return process.pid();
  }

  ProcessHandle process() {
    return process.toHandle();
  }

  Duration timeToReady() {
    return timeToReady;
  }

  /** Returns the peak memory of the process in bytes; known only on Linux (proc(5), VmHWM). */
  OptionalLong peakMemory() throws IOException {
    return TimedProcess.peakMemory(process.pid());
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Reads the first JSON document. It ends at its closing brace; the process continues to run. */
  private static String firstDocument(BufferedReader output) throws IOException {
    StringBuilder json = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      json.append(line).append('\n');
      if (line.equals("}") || (line.startsWith("{") && line.endsWith("}"))) {
        return json.toString();
      }
    }
    throw new IOException("the harness stopped before it was ready: " + json);
  }
}
