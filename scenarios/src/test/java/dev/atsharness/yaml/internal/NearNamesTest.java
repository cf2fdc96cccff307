package dev.atsharness.yaml.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearNamesTest {

  private static final List<String> KNOWN =
      List.of("handshake/no-ems", "handshake/no-ems-but-tls13", "key/p384", "key/p521", "mdm");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          handshake/no-emz | ; did you mean handshake/no-ems?
          tls/no-ems       | ; did you mean handshake/no-ems, handshake/no-ems-but-tls13?
          key/p38          | ; did you mean key/p384?
          mdmm             | ; did you mean mdm?
          k                | ''
          frobnicate       | ''
          """)
  void namesTheNearOnesNearestFirstAndNoOthers(String name, String hint) {
    assertThat(NearNames.hint(name, KNOWN)).isEqualTo(hint);
  }
}
