package dev.atsharness.io.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

class JsonFaultTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [1, 2            | it ends before its JSON is complete (line 1, column 6)
          {"a": tru}       | it is not JSON (line 1, column 7)
          {"a" 1}          | it is not JSON (line 1, column 6)
          {"a": 1} {}      | something follows its JSON, which has to be one value (line 1, column 10)
          nonsense         | it is not JSON (line 1, column 1)
          """)
  void itSaysWhatAndWhere(String json, String words) {
    JacksonException failure =
        catchThrowableOfType(JacksonException.class, () -> JsonMapper.shared().readTree(json));

    assertThat(JsonFault.words(failure)).isEqualTo(words);
  }
}
