package dev.atsharness.testing;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds programs that are not part of this project. A test that needs one calls {@link #require}
 * first. If the program is missing, the test is skipped with this reason; with {@value
 * #REQUIRE_ALL}{@code =true} in the environment, as in CI, it fails.
 */
public final class OutsideProgram {

  /** The environment variable that turns skipped tests into failures. */
  public static final String REQUIRE_ALL = "ATS_HARNESS_REQUIRE_TOOLS";

  private OutsideProgram() {}

  /**
   * Looks for a program on the PATH.
   *
   * @param names names of the same program, the preferred one first
   * @return the file of the first name that is found
   */
  public static Optional<Path> find(String... names) {
    return findOn(System.getenv("PATH"), names);
  }

  static Optional<Path> findOn(String path, String... names) {
    return Stream.of(names)
        .flatMap(name -> Stream.of(name, name + ".exe"))
        .flatMap(
            name -> Stream.of(path.split(File.pathSeparator)).map(folder -> Path.of(folder, name)))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  /**
   * Skips the test unless the PATH has the program.
   *
   * @param names names of the same program, the preferred one first
   * @return the program's file
   */
  public static Path require(String... names) {
    Optional<Path> found = find(names);
    require(found.isPresent(), names[0]);
    return found.orElseThrow();
  }

  /**
   * Skips the test unless something outside the project is present.
   *
   * @param there whether it is present
   * @param what its name, for the message
   */
  public static void require(boolean there, String what) {
    require(there, what, Boolean.parseBoolean(System.getenv(REQUIRE_ALL)));
  }

  static void require(boolean there, String what, boolean all) {
    if (!there && all) {
      fail(what + " is not installed, and " + REQUIRE_ALL + " is set");
    }
    assumeTrue(there, what + " is not installed; " + REQUIRE_ALL + "=true makes that a failure");
  }
}
