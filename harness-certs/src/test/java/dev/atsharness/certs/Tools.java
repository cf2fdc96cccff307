package dev.atsharness.certs;

import dev.atsharness.testing.OutsideProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the OpenSSL command, as an independent implementation. */
final class Tools {
  private Tools() {}

  /**
   * @param output standard output and error together
   */
  record Result(int exit, String output) {}

  /** Skips the test if OpenSSL is missing, or fails it if the environment requires OpenSSL. */
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
