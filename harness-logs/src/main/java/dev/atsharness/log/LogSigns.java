package dev.atsharness.log;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Checks whether a text that is one of many, and does not begin as a log, may contain a log:
 * quoted, wrapped or encoded. A sysdiagnose has hundreds of such texts, so the first check is
 * cheap.
 */
final class LogSigns {

  /** The signs of a violation: its words, also if they were cut, and the function that logs it. */
  private static final Pattern SIGNS =
      Pattern.compile(
          "\\bats\\b[\\s\\S]{0,40}?v\\s{0,80}+i\\s{0,80}+o\\s{0,80}+l"
              + "|(?:warning|error)\\W{1,3}ats\\b|boringssl_context_log|TLSv2Comp",
          Pattern.CASE_INSENSITIVE);

  private static final Watch WORDS =
      new Watch(List.of(LogStyle.NETWORK, "boringssl", "TLSv2Comp"), event -> false);

  /** Letters that HTML or quoted-printable writes as numbers, which is unusual. */
  private static final Pattern LETTERS =
      Pattern.compile(
          "&#(?:[xX](?:[46][1-9a-fA-F]|[57][0-9aA])|6[5-9]|[789]\\d|1[01]\\d|12[0-2])(?!\\d);?"
              + "|=\\r?\\n[\\s\\S]{0,2000}?=\\r?\\n");

  private LogSigns() {}

  /** Whether a text should be repaired. */
  static boolean mayBeIn(byte[] text) {
    Finder words = new EscapeFinder(new ViolationPrefilter(ViolationPrefilter.Replacements.APPLE));
    return WORDS.find(text, 0, text.length) >= 0
        || words.find(text, 0, text.length) >= 0
        || LETTERS.matcher(new String(text, StandardCharsets.ISO_8859_1)).find();
  }

  /**
   * Whether a repaired text has more than one word of a log, and not only words from other sources.
   */
  static boolean areIn(String repaired) {
    if (!SIGNS.matcher(repaired).find()) {
      return false;
    }
    List<ViolationText.Found> found = ViolationText.in(repaired, true);
    return found.isEmpty()
        || found.stream()
            .anyMatch(
                one ->
                    one.violation().isPresent()
                        || one.server().state() != ServerName.State.NOT_TOLD);
  }
}
