package dev.atsharness.ats.internal;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The number of an OS release. It has two parts, and a third one if that is not 0.
 *
 * @param major 27 of 27.0.1
 * @param minor 0 of 27.0.1
 * @param patch 1 of 27.0.1
 */
public record ReleaseNumber(int major, int minor, int patch) implements Comparable<ReleaseNumber> {

  private static final Pattern FORM =
      Pattern.compile("(\\d{1,3})(?:\\.(\\d{1,3}))?(?:\\.(\\d{1,3}))?");

  private static final Comparator<ReleaseNumber> ORDER =
      Comparator.comparingInt(ReleaseNumber::major)
          .thenComparingInt(ReleaseNumber::minor)
          .thenComparingInt(ReleaseNumber::patch);

  /**
   * Reads a number from a text. Parts that are left out are 0.
   *
   * @throws IllegalArgumentException if the text is not such a number
   */
  public static ReleaseNumber of(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not the number of an OS release; write it like 12.3 or 12.3.1");
    }
    return new ReleaseNumber(
        Integer.parseInt(matcher.group(1)), part(matcher.group(2)), part(matcher.group(3)));
  }

  private static int part(String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  /** The number as people say it: {@code 27} of the first release of that system. */
  public String inShort() {
    return minor == 0 && patch == 0 ? Integer.toString(major) : toString();
  }

  @Override
  public int compareTo(ReleaseNumber other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor + (patch == 0 ? "" : "." + patch);
  }
}
