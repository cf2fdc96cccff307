package dev.atsharness.yaml.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.yaml.internal.SchemaFiles.Kind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaFilesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SCENARIO | certificate: {chain: [leaf, stranger]}         | 'stranger' is called 'unrelated' now
          SCENARIO | certificate: {issuer: enrollment-self}         | 'enrollment-self' is called 'self-signed-enrollment-anchor' now
          ADAPTER  | mostly-waits: true                             | 'mostly-waits' is called 'io-bound' now
          ADAPTER  | known-gaps: [{scenario: a/b, by-chance: true}] | 'by-chance' is called 'flaky' now
          """)
  void aNameOfAnEarlierVersionIsAnsweredWithThePresentOne(Kind kind, String yaml, String message) {
    Document document =
        new SchemaFiles().read(yaml.getBytes(StandardCharsets.UTF_8), "file.yaml", kind);

    assertThat(document.problems()).anySatisfy(one -> assertThat(one.message()).contains(message));
  }
}
