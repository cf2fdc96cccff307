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
  HandshakeLoad(String... versionOptions) {
    this.versionOptions = List.of(versionOptions);
  }

  /** Returns the handshakes per second that the server at this loopback port completed. */
  double run(int port, int seconds) throws IOException {
    List<String> command = new ArrayList<>(List.of("openssl", "s_time", "-new"));
    command.addAll(List.of("-connect", "127.0.0.1:" + port, "-time", Integer.toString(seconds)));
    command.addAll(versionOptions);
    long begun = System.nanoTime();
    List<Process> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(new ProcessBuilder(command).redirectErrorStream(true).start());
    }
    double perSecond = 0;
    for (Process client : clients) {
      String output = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      // s_time counts whole seconds of the clock; this is the time for which it really ran.
      double elapsed = (System.nanoTime() - begun) / 1e9;
      Matcher matcher = CONNECTIONS.matcher(output);
      if (!matcher.find()) {
        throw new IOException("openssl s_time did not finish: " + output);
      }
      perSecond += Integer.parseInt(matcher.group(1)) / elapsed;
    }
    return perSecond;
  }
}
