package dev.atsharness.log.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostileTextTest {

  @ParameterizedTest
  @CsvSource({
    "plain ünïcode, plain ünïcode",
    "'\u001b[31mred', '\\u001b[31mred'",
    "'a\rb', 'a\\u000db'",
    "'a\u202eb', 'a\\u202eb'",
    "'a\u2028b', 'a\\u2028b'",
    "'a\u009bb', 'a\\u009bb'",
  })
  void makesControlCharactersVisible(String hostile, String safe) {
    assertThat(HostileText.escape(hostile)).isEqualTo(safe);
  }
}
