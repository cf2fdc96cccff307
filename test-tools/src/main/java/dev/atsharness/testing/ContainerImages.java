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
 * Checks whether a container engine has the images that a test needs. It calls the {@code docker}
 * program, because Testcontainers waits for minutes if no engine answers or if its helper image is
 * not available.
 */
public final class ContainerImages {

  private static final String REQUIRE = "ATS_HARNESS_REQUIRE_DOCKER";

  /**
   * Whether missing images fail the test. Without this, one second is enough: a working engine
   * answers in 0.02 s.
   */
  private static final boolean REQUIRED = Boolean.parseBoolean(System.getenv(REQUIRE));

  private static final long SECONDS = REQUIRED ? 60 : 1;

  private ContainerImages() {}

  /**
   * Skips the test unless the engine has all these images; in CI the test fails instead.
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
