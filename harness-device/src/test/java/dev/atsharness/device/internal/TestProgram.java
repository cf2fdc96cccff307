package dev.atsharness.device.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A server of another project, in a separate process; tests are skipped if it is not installed. */
public final class TestProgram implements AutoCloseable {

  private final Process process;
  private final int port;

  private TestProgram(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts a program that must listen on this loopback port, and waits until it does.
   *
   * @param directory its working directory, which also gets its output
   */
  public static TestProgram start(int port, Path directory, List<String> command)
      throws IOException {
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output-" + port).toFile())
            .start();
    TestProgram program = new TestProgram(process, port);
    await().atMost(Duration.ofSeconds(30)).until(() -> program.listens() || !process.isAlive());
    assertThat(process.isAlive()).as(() -> read(directory.resolve("output-" + port))).isTrue();
    return program;
  }

  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(address(), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    await().atMost(Duration.ofSeconds(30)).until(() -> !process.isAlive());
  }
}
