package dev.atsharness.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.log.ViolationPrefilter.Replacements;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ViolationPrefilterTest {

  private final ViolationPrefilter needle = new ViolationPrefilter(Replacements.APPLE);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[ATS violation]: x",
        "[ats FCPv2.1 VIOLATION]: x",
        "ATS\n                                        Violation: x",
        "FCS TLS v2 compliance error: x"
      })
  void findsTheWordsAtAnyPlace(String words) {
    int word = Math.max(words.toLowerCase(Locale.ROOT).indexOf("violation"), words.indexOf("v2 "));
    for (int before = 0; before < 70; before++) {
      byte[] text = bytes("-".repeat(before) + words + "-".repeat(before));

      assertThat(needle.find(text, 0, text.length)).as("at %s", before).isEqualTo(before + word);
      assertThat(needle.find(text, before + word + 1, text.length)).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "APPLE, '<compose failure [UUID]>'",
    "APPLE, '<decode: missing data>'",
    "ITERATOR, Unknown shared string message",
    "ITERATOR, Failed to get string message from UUIDText file",
    "ITERATOR, Error: Invalid shared string offset"
  })
  void findsTheWordsThatStandInPlaceOfAMessage(Replacements replacements, String words) {
    ViolationPrefilter finder = new ViolationPrefilter(replacements);
    for (int before = 0; before < 70; before++) {
      byte[] text = bytes("-".repeat(before) + words + "-".repeat(before));

      assertThat(finder.find(text, 0, text.length))
          .as("at %s", before)
          .isBetween(before, text.length - before);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sandbox violation: x",
        "a v of vvvvvviolatio",
        "TLS v1 and v3",
        "ATS violatiom",
        "[apple] [ATS Moon] [a b"
      })
  void passesOthersOver(String words) {
    byte[] text = bytes(words.repeat(40));

    assertThat(needle.find(text, 0, text.length)).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[ATS\n",
        "[ATS FCPv2.1\r\n",
        "[ATS viola\n",
        "[ATS\u2026 more",
        "[A (truncated)",
        "AT\nS vio\u200blation",
        "ATS viola=\ntion",
        "ATS viola-\n> tion",
        "ATS \u001b[1mviol\u001b[0mation"
      })
  void findsWordsThatWereCutOrBroken(String words) {
    for (int before = 0; before < 70; before++) {
      byte[] text = bytes("-".repeat(before) + words + "-".repeat(before));

      assertThat(needle.find(text, 0, text.length)).as("at %s", before).isNotNegative();
    }
  }

  @Test
  void whatGoesOnBehindTheTextMayBeCut() {
    byte[] text = bytes("[ATS violation]");

    assertThat(needle.find(text, 0, 13)).isZero();
    assertThat(needle.find(text, 0, 14)).isEqualTo(5);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
