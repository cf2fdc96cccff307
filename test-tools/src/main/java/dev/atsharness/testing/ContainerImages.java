package dev.atsharness.testing;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Whether a container engine has the images that a test needs. The {@code docker} program is asked,
 * because Testcontainers waits for minutes where no engine answers or where no registry has its own
 * helper image.
 */
public final class ContainerImages {

  private static final String REQUIRE = "ATS_HARNESS_REQUIRE_DOCKER";

  /** A working engine answers in 0.02 s; what CI has prepared may be slow but must be there. */
  private static final boolean REQUIRED = Boolean.parseBoolean(System.getenv(REQUIRE));

  private static final long SECONDS = REQUIRED ? 60 : 1;

  private ContainerImages() {}

  /**
   * Skips the test unless the engine has all these images, or fails it where CI says so.
   *
   * @param scratch an existing directory
   */
  public static void require(Path scratch, String... images) throws InterruptedException {
    Optional<String> missing = missing(scratch, images);
    if (REQUIRED && missing.isPresent()) {
      fail(REQUIRE + " is set, and " + missing.get());
    }
    assumeTrue(
        missing.isEmpty(),
        () ->
            missing.orElseThrow()
                + "; .ci/install-docker and .ci/image make what is needed, and "
                + REQUIRE
                + "=true makes this a failure");
  }

  private static Optional<String> missing(Path scratch, String... images)
      throws InterruptedException {
    Optional<Path> docker = OutsideProgram.find("docker");
    if (docker.isEmpty()) {
      return Optional.of("the docker program is not installed");
    }
    List<String> command = new ArrayList<>(List.of(docker.get().toString(), "image", "inspect"));
    command.addAll(List.of("--format", "{{.Id}}"));
    command.addAll(List.of(images));
    Path errors = scratch.resolve("docker-errors");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(errors.toFile())
              .start();
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.of("no container engine answered within " + SECONDS + " s");
      }
      return process.exitValue() == 0
          ? Optional.empty()
          : Optional.of("docker: " + Files.readString(errors).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
