package dev.atsharness.conformance.checker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.re2j.Pattern;
import dev.atsharness.ats.internal.AtsPolicy;
import dev.atsharness.tls.CipherSuite;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SuiteListsTest {

  @Test
  void aListMatchesTheIanaNamesOfItsSuitesAndNoOther() {
    assertMatches("{ats-suites}", AtsPolicy::inAts);
    assertMatches("{fcp-suites}", AtsPolicy::inFcp);
  }

  private static void assertMatches(String list, Predicate<CipherSuite> included) {
    Pattern pattern = Patterns.compile(list, 0);
    assertThat(IntStream.rangeClosed(0, 0xFFFF).mapToObj(CipherSuite::ofCode))
        .allSatisfy(
            suite ->
                assertThat(pattern.matches(suite.name()))
                    .as(suite.name())
                    .isEqualTo(included.test(suite)));
  }

  @ParameterizedTest
  @CsvSource({
    "ECDHE-ECDSA-AES128-GCM-SHA256, true, true",
    "ECDHE-ECDSA-AES256-GCM-SHA384, true, true",
    "ECDHE-RSA-AES128-GCM-SHA256, true, true",
    "ECDHE-RSA-AES256-GCM-SHA384, true, true",
    "ECDHE-ECDSA-CHACHA20-POLY1305, true, false",
    "ECDHE-RSA-CHACHA20-POLY1305, true, false",
    "ECDHE-ECDSA-AES128-SHA, true, false",
    "ECDHE-ECDSA-AES256-SHA, true, false",
    "ECDHE-RSA-AES128-SHA, true, false",
    "ECDHE-RSA-AES256-SHA, true, false",
    "TLS_AKE_WITH_AES_128_GCM_SHA256, true, true",
    "TLS_AKE_WITH_CHACHA20_POLY1305_SHA256, true, true",
    "TLS_AKE_WITH_AES_128_CCM_SHA256, false, false",
    "ECDHE-RSA-AES128-SHA256, false, false",
    "ECDHE-RSA-AES256-SHA384, false, false",
    "DHE-RSA-AES128-GCM-SHA256, false, false",
    "AES128-GCM-SHA256, false, false",
    "AES128-SHA, false, false"
  })
  void toolsHaveTheirOwnNamesOfASuite(String name, boolean ats, boolean fcp) {
    assertThat(Patterns.compile("{ats-suites}", 0).matches(name)).isEqualTo(ats);
    assertThat(Patterns.compile("{fcp-suites}", 0).matches(name)).isEqualTo(fcp);
  }

  @Test
  void aListIsPartOfAnExpression() {
    Pattern pattern = Patterns.compile("0000|{fcp-suites}(-draft)?|x{2,3}", 0);

    assertThat(pattern.matches("0000")).isTrue();
    assertThat(pattern.matches("TLS_AES_128_GCM_SHA256-draft")).isTrue();
    assertThat(pattern.matches("xxx")).isTrue();
    assertThat(pattern.matches("{fcp-suites}")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ats-suits",
        "ats_suites",
        "ATS-suites",
        " ats-suites ",
        "cipher-suites",
        "suites"
      })
  void anUnknownListIsNamedWithTheRemedy(String list) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Patterns.compile("{" + list + "}", 0))
        .withMessageContaining("no list of cipher suites '" + list + "'")
        .withMessageContaining("write {ats-suites} or {fcp-suites}, or \\{ if you mean the brace");
  }

  @Test
  void aListThatIsNotClosedIsNotText() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Patterns.compile("{fcp-suites|x", 0))
        .withMessageContaining("no list of cipher suites 'fcp-suites|x'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a{2}",
        "{\"x\": 1}",
        "\\{ats-suites}",
        "\\d{2}",
        "{word}",
        "{a-z}",
        "[{a-z}]",
        "x\\"
      })
  void otherBracesAreAsTheyWere(String expression) {
    assertThat(SuiteLists.expand(expression)).isEqualTo(expression);
  }
}
