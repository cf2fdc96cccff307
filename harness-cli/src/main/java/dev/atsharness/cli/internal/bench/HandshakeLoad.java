package dev.atsharness.cli.internal.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes full handshakes with {@code openssl s_time}, two clients at once. */
final class HandshakeLoad {
  private static final int CLIENTS = 2;
  private static final Pattern CONNECTIONS = Pattern.compile("(\\d+) connections in \\d+ real");

  private final List<String> versionOptions;

  /**
   * @param versionOptions options of s_time, for example {@code -tls1_2 -cipher X}
   */
  HandshakeLoad(List<String> versionOptions) {
    this.versionOptions = List.copyOf(versionOptions);
  }

  /**
   * The handshakes of some seconds.
   *
   * @param handshakes how many the server completed
   * @param perSecond how many in a second
   */
  record Done(int handshakes, double perSecond) {}

  /** Returns the handshakes that the server at this loopback port completed. */
  Done run(int port, int seconds) throws IOException {
    List<String> command = new ArrayList<>(List.of("openssl", "s_time", "-new"));
    command.addAll(List.of("-connect", "127.0.0.1:" + port, "-time", Integer.toString(seconds)));
    command.addAll(versionOptions);
    long begun = System.nanoTime();
    List<Process> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(new ProcessBuilder(command).redirectErrorStream(true).start());
    }
    int handshakes = 0;
    double perSecond = 0;
    for (Process client : clients) {
      String output = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      // s_time counts whole seconds of the clock; this is the time for which it really ran.
      double elapsed = (System.nanoTime() - begun) / 1e9;
      int connections = connections(output);
      handshakes += connections;
      perSecond += connections / elapsed;
    }
    return new Done(handshakes, perSecond);
  }

  /** Returns the number of connections that s_time says it made. */
  static int connections(String output) throws IOException {
    Matcher matcher = CONNECTIONS.matcher(output);
    if (!matcher.find()) {
      throw new IOException("openssl s_time did not finish: " + output);
    }
    return Integer.parseInt(matcher.group(1));
  }
}
