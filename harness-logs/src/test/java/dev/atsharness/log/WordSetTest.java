package dev.atsharness.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WordSetTest {

  private static final long SEED = 20260430;

  @Test
  void findsWhatASearchForEachWordFinds() {
    Random random = new Random(SEED);
    for (int round = 0; round < 2_000; round++) {
      List<String> words =
          random.ints(1 + random.nextInt(4), 2, 8).mapToObj(l -> text(random, l)).toList();
      String text = text(random, random.nextInt(60));
      int from = random.nextInt(text.length() + 1);

      int first =
          words.stream()
              .mapToInt(word -> lower(text).indexOf(lower(word), from))
              .filter(at -> at >= 0)
              .min()
              .orElse(-1);
      assertThat(new WordSet(words).find(bytes(text), from, text.length()))
          .as("%s in '%s' from %s", words, text, from)
          .isEqualTo(first);
    }
  }

  @Test
  void aWordBeyondTheEndIsNotFound() {
    WordSet words = new WordSet(List.of("abc", "bcdef"));

    assertThat(words.find(bytes("xabcdef"), 0, 7)).isEqualTo(1);
    assertThat(words.find(bytes("xabcdef"), 2, 7)).isEqualTo(2);
    assertThat(words.find(bytes("xabcdef"), 2, 6)).isEqualTo(-1);
    assertThat(new WordSet(List.of()).find(bytes("x"), 0, 1)).isEqualTo(-1);
  }

  @Test
  void aWordHasToBeLongEnough() {
    assertThatThrownBy(() -> new WordSet(List.of("ab", "a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 to 256 characters");
  }

  /** Letters of few kinds, so that words occur by chance, with some that have the same hash. */
  private static String text(Random random, int length) {
    return random
        .ints(length, 0, 6)
        .mapToObj("abA[{ "::charAt)
        .map(String::valueOf)
        .collect(Collectors.joining());
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
