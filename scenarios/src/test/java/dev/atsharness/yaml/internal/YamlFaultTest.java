package dev.atsharness.yaml.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atsharness.yaml.BadFileException;
import dev.atsharness.yaml.internal.SchemaFiles.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlFaultTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a: [1, 2               | 2:1 | a list in [ ] has no ]
          a: {b: 1               | 2:1 | a map in { } has no }
          a: 1/\\tb: 2           | 2:1 | a tab; YAML is indented with blanks
          a: "open               | 2:1 | a quotation mark is missing
          a: b: c                | 1:5 | a colon where none can be
          a: @x                  | 1:4 | a value cannot begin with @; put it in quotes
          a: 1/b/c: 2            | 3:1 | a key without a colon
          a:/  - 1/ b: 2         | 3:2 | this line is not indented as the lines before it
          a: "\\q"               | 1:6 | YAML has no such escape
          a: 1/a: 2              | 2:2 | the key 'a' occurs twice
          """)
  void itSaysWhatAndWhere(String yaml, String place, String words) {
    byte[] text = (yaml.replace("/", "\n").replace("\\t", "\t") + "\n").getBytes(UTF_8);

    BadFileException failure =
        catchThrowableOfType(
            BadFileException.class, () -> new SchemaFiles().read(text, "own.yaml", Kind.SCENARIO));

    assertThat(failure.problems())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.toString())
                    .startsWith("own.yaml:" + place + ": not valid YAML: " + words));
  }
}
