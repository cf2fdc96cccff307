package dev.atsharness.conformance.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.scenario.internal.Releases;
import dev.atsharness.scenario.internal.Rules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishableWordsTest {

  private static final PublishableWords WORDS = new PublishableWords();

  @Test
  void theWordsOfEachKnownMessageAreKept() {
    Releases.builtIn()
        .wordings()
        .forEach(
            wording -> {
              String words =
                  "Warning [ATS FCPv2.1 violation]: "
                      + wording.words().replaceAll("\\{[^}]*\\}", "1024")
                      + " for server: ";
              assertThat(WORDS.of(words, true)).isEqualTo(words);
            });
  }

  @Test
  void messagesOfEveryRuleAreKept() {
    assertThat(Rules.builtIn().all())
        .flatExtracting(rule -> rule.messages().byRelease().values())
        .isNotEmpty()
        .allSatisfy(
            message -> {
              String words = message.toString().replaceAll("\\{[^}]*\\}|HOST", "1024");
              assertThat(WORDS.of(words, true)).isEqualTo(words);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          Ciphersuite(TLS_RSA_WITH_AES_128_CBC_SHA) not offered; Ciphersuite(TLS_RSA_WITH_AES_128_CBC_SHA) not offered
          signature algorithm rsa_pkcs1_sha1, not permitted; signature algorithm rsa_pkcs1_sha1, not permitted
          Key exchange group (secp224r1) is not permitted; Key exchange group (secp224r1) is not permitted
          owner Anna Schmidt; (removed) (removed) (removed)
          Ciphersuite(Anna's iPhone); (removed) (removed))
          TLS_ANNA_SCHMIDT; (removed)
          serial F2LX91ABC1; (removed) (removed)
          tel 555 1234; (removed) (removed) (removed)
          tel 555-1234; (removed) (removed)
          müller аdmin; (removed) (removed)
          key of intranet; key of (removed)
          """)
  void everyOtherWordIsRemoved(String text, String kept) {
    assertThat(WORDS.of(text, false)).isEqualTo(kept);
  }
}
