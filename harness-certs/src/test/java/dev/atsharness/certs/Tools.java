package dev.atsharness.certs;

import dev.atsharness.testing.OutsideProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The OpenSSL command as a second opinion. */
final class Tools {
  private Tools() {}

  /**
   * @param output standard output and error together
   */
  record Result(int exit, String output) {}

  /** Skips the test where OpenSSL is absent, unless the environment insists on it. */
  static void requireOpenssl() {
    OutsideProgram.require("openssl");
  }

  static Result openssl(Path directory, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("openssl did not end");
    }
    return new Result(process.exitValue(), output);
  }
}
