package dev.atsharness.log.internal.unpack;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parts of a mail in base64 (RFC 2045), which may contain a log. */
public final class MailParts {

  private static final Pattern MAIL =
      Pattern.compile(
          "\\A\\s*(?:From |(?:From|To|Cc|Date|Subject|Received|Return-Path|Delivered-To|Message-ID"
              + "|MIME-Version|Content-Type|Content-Transfer-Encoding|DKIM-Signature|X-[\\w-]+):)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern BASE64 =
      Pattern.compile(
          "^Content-Transfer-Encoding:[ \\t]*\"?base64",
          Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

  /** Types of parts that do not contain a log: pictures, and the signature of the mail. */
  private static final Pattern OTHER_TYPE =
      Pattern.compile(
          "^Content-Type:\\s*(?:(?:image|audio|video|font)/"
              + "|application/(?:x-)?(?:pkcs7|pgp)-signature)",
          Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

  /** Lines of base64 without a header, of the usual length in mail. */
  private static final Pattern BARE =
      Pattern.compile(
          "\\A\\s*(?:[A-Za-z0-9+/]{60,76}\\r?\\n){3,}+[A-Za-z0-9+/]{0,76}={0,2}(?:\\s|\\z)");

  private static final Pattern BLANK_LINE = Pattern.compile("\\n[ \\t\\r]*\\n");

  private MailParts() {}

  /**
   * Whether there is such a part.
   *
   * @param beginning the beginning of the text
   * @param alone whether no other file can be the log, so that the text need not begin as a mail
   */
  public static boolean areEncoded(String beginning, boolean alone) {
    if (!alone && !MAIL.matcher(beginning).lookingAt()) {
      return false;
    }
    if (BARE.matcher(beginning).lookingAt()) {
      return true;
    }
    Matcher encoded = BASE64.matcher(beginning);
    while (encoded.find()) {
      if (!OTHER_TYPE.matcher(heading(beginning, encoded.start())).find()) {
        return true;
      }
    }
    return false;
  }

  /** The lines around a place, up to the nearest blank lines. */
  private static String heading(String text, int place) {
    int start = 0;
    Matcher blank = BLANK_LINE.matcher(text);
    while (blank.find()) {
      if (blank.start() > place) {
        return text.substring(start, blank.start());
      }
      start = blank.end();
    }
    return text.substring(start);
  }
}
