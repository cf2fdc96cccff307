package dev.atsharness.server.internal.tls;

import dev.atsharness.testing.OutsideProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs TLS clients that are not ours against a loopback port. */
final class OpenSsl {

  private OpenSsl() {}

  /**
   * Both outputs of {@code openssl s_client} for one GET request; skips the test if the program is
   * missing.
   */
  static String get(int port, String... options) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of("openssl", "s_client", "-connect", "127.0.0.1:" + port, "-ign_eof"));
    command.addAll(List.of(options));
    return send(command);
  }

  /** The same for {@code gnutls-cli}, which does not verify the certificate. */
  static String gnuTls(int port, String... options) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("gnutls-cli", "--insecure", "--port", String.valueOf(port)));
    command.addAll(List.of(options));
    command.add("127.0.0.1");
    return send(command);
  }

  private static String send(List<String> command) throws Exception {
    OutsideProgram.require(command.get(0));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      try (var in = process.getOutputStream()) {
        in.write(
            "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        // the program has ended already, and its output has the reason
      }
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        throw new AssertionError(command.get(0) + " hangs after " + output);
      }
      return output;
    } finally {
      process.destroyForcibly();
    }
  }
}
