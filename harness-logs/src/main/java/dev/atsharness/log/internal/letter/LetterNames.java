package dev.atsharness.log.internal.letter;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Names of files, made of owners' and servers' names. A name is in lower case, has only letters,
 * digits, dots and hyphens, has no path, is not too long, and is used once.
 */
final class LetterNames {

  private static final int MAX_LENGTH = 80;

  private final Set<String> used = new HashSet<>();

  /** A name that was not used yet, without an ending. */
  String of(Letter letter) {
    String readable =
        Normalizer.normalize(letter.owner().orElse(letter.servers().get(0)), Normalizer.Form.NFD)
            .replaceAll("\\p{M}", "")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9.]+", "-")
            .replaceAll("\\.{2,}", ".")
            .replaceAll("^[.-]+", "");
    String part =
        readable.substring(0, Math.min(MAX_LENGTH, readable.length())).replaceAll("[.-]+$", "");
    String name = part.isEmpty() ? "letter" : "letter-" + part;
    String free = name;
    for (int number = 2; !used.add(free); number++) {
      free = name + "-" + number;
    }
    return free;
  }
}
