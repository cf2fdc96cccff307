package dev.atsharness.cli.internal.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The JUnit that the benchmark looks for is the one of this build. */
public class JUnitJarsTest {

  /** Returns the local Maven repository: JUnit's jar is five directories below. */
  public static Path repository() {
    try {
      Path jar = Path.of(Test.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return jar.resolve("../../../../../..").normalize();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theBuildHasEachOfTheJars() throws IOException {
    assertThat(JUnitJars.missing(JUnitJars.in(repository()))).isEmpty();
    assertThat(JUnitJars.in(repository())).hasSize(6);
  }

  @Test
  void anotherRepositoryHasNone() throws IOException {
    assertThat(JUnitJars.missing(JUnitJars.in(Path.of("nowhere")))).hasSize(6);
  }
}
