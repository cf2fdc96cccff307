package dev.atsharness.ats.internal;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of one of Apple's messages, from "Warning" or "Error" to the server's name, without the
 * function and connection before it. Parameters stand in braces.
 *
 * @param text for example {@code Warning [ATS violation]: RSA key size {bits} bits is less than
 *     minimum 2048 bits for server: {server}}
 */
public record MessageText(String text) {

  /** A parameter; its name is the group. */
  public static final Pattern PARAMETER = Pattern.compile("\\{([a-z]+)\\}");

  private static final String SERVER = "server";

  /**
   * The parts that the reader of logs needs: the first word, the tag, and the server at the end.
   */
  private static final Pattern FORM =
      Pattern.compile(
          "(?:Warning|Error) \\[(ATS(?: FCPv[0-9.]+)? [Vv]iolation)\\]: (.+) (?:for|by) server: \\{server\\}");

  /**
   * A text.
   *
   * @throws IllegalArgumentException if it is not of the form that all messages have
   */
  public MessageText {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "a message is like 'Warning [ATS violation]: WORDS for server: {server}'; its words end"
              + " with 'for' or 'by', it may begin with 'Error', and the tag may be [ATS FCPv2.1 violation]");
    }
  }

  /** The message with its parameters filled in. */
  public String with(String quoted, String server) {
    return PARAMETER
        .matcher(text)
        .replaceAll(
            parameter ->
                Matcher.quoteReplacement(parameter.group(1).equals(SERVER) ? server : quoted));
  }

  /** The names of the parameters in order, without the server. */
  public List<String> quoted() {
    return PARAMETER
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .filter(name -> !name.equals(SERVER))
        .toList();
  }

  /** The text in the brackets: {@code ATS violation}. */
  public String tag() {
    return form().group(1);
  }

  /** The text between the brackets and the server, with the parameter in braces. */
  public String words() {
    return form().group(2);
  }

  private MatchResult form() {
    Matcher matcher = FORM.matcher(text);
    matcher.matches();
    return matcher.toMatchResult();
  }

  @Override
  public String toString() {
    return text;
  }
}
