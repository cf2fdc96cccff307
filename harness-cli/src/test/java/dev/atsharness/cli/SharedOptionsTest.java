package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The options of a command as text that can be given to another command. */
class SharedOptionsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          own/scenarios | " --scenarios own/scenarios"
          my own        | " --scenarios 'my own'"
          it's          | " --scenarios 'it'\\''s'"
          """)
  void scenariosAreQuotedForTheShell(String directory, String words) {
    CatalogueOptions options =
        CommandLine.populateCommand(new CatalogueOptions(), "--scenarios", directory);

    assertThat(options.shellWords()).isEqualTo(words);
  }

  @Test
  void aDomainIsSaidUnlessItIsTheDefault() {
    ListenOptions other =
        CommandLine.populateCommand(new ListenOptions(), "--domain", "example.test");
    ListenOptions none = CommandLine.populateCommand(new ListenOptions());

    assertThat(other.domainWords()).isEqualTo(" --domain example.test");
    assertThat(none.domainWords()).isEmpty();
  }
}
