package dev.atsharness.log;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Removes the markup that chat programs, ticket systems, terminals and word processors add to a log
 * when it is copied through them. Each step restores what was there before it, or does nothing.
 */
final class Markup {

  private static final char ESCAPE = '\u001b';

  /** Colours and titles of a terminal (ECMA-48), the first character visible as ^[ or lost. */
  private static final Pattern TERMINAL =
      Pattern.compile(
          "(?:\u001b|\\^\\[|\\\\(?:e|033|x1[bB]|u001[bB]))(?:\\[[0-9;?]{0,64}["
              + " -/]{0,8}[@-~]|\\][^\u0007\u001b\\n"
              + "]{0,256}(?:\u0007|\u001b\\\\))|\\[(?:[0-9]{1,3};)*+[0-9]{1,3}m");

  private static final Pattern ENTITY =
      Pattern.compile("&(?:#(\\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z]{2,8}));");

  private static final Map<String, String> ENTITIES =
      Map.ofEntries(
          Map.entry("lt", "<"),
          Map.entry("gt", ">"),
          Map.entry("amp", "&"),
          Map.entry("quot", "\""),
          Map.entry("apos", "'"),
          Map.entry("nbsp", " "),
          Map.entry("ensp", " "),
          Map.entry("emsp", " "),
          Map.entry("lsqb", "["),
          Map.entry("rsqb", "]"),
          Map.entry("lbrack", "["),
          Map.entry("rbrack", "]"),
          Map.entry("lpar", "("),
          Map.entry("rpar", ")"),
          Map.entry("colon", ":"),
          Map.entry("period", "."),
          Map.entry("ndash", "-"),
          Map.entry("mdash", "-"),
          Map.entry("hyphen", "-"),
          Map.entry("shy", ""),
          Map.entry("hellip", "\u2026"),
          Map.entry("zwsp", ""),
          Map.entry("zwnj", ""),
          Map.entry("ldquo", "\""),
          Map.entry("rdquo", "\""));

  /** Tags of HTML; a log has others in pointed brackets, such as {@code <private>}. */
  private static final Pattern BREAKING_TAG =
      Pattern.compile(
          "<(?:br|/p|/div|/li|/tr|/pre|pre|/h[1-6]|/blockquote)(?:\\s[^<>]{0,500})?/?>",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern CELL_END =
      Pattern.compile("</t[dh]>\\s{0,100}(?=<t[dh])", Pattern.CASE_INSENSITIVE);

  private static final Pattern TAG =
      Pattern.compile(
          "</?(?:a|abbr|b|blockquote|body|code|div|em|font|h[1-6]|head|html|i|kbd|li|mark|ol|p|s|samp"
              + "|small|span|strong|sub|sup|table|tbody|td|th|thead|tr|tt|u|ul|wbr)(?:\\s[^<>]{0,500})?/?>",
          Pattern.CASE_INSENSITIVE);

  private static final String URL = "(?:https?|ftp|hxxps?)://[^\\s<>|\\[\\]]{0,2000}";

  /** The beginning of a link in any of the forms below. The other patterns are slow. */
  private static final Pattern LINK =
      Pattern.compile("[<(|\\[](?:(?:https?|ftp|hxxps?)://|mailto:)", Pattern.CASE_INSENSITIVE);

  /** Slack's link, with a text. */
  private static final Pattern SLACK =
      Pattern.compile("<" + URL + "\\|([^<>|\\n]{1,300})>", Pattern.CASE_INSENSITIVE);

  /** A name and its link in the form of Outlook's plain text, also with a space between them. */
  private static final Pattern OUTLOOK =
      Pattern.compile(
          "(?<![A-Za-z0-9_.:-])([A-Za-z0-9_.-]{1,300}(?::\\d{1,5})?)[ ]?<(?:"
              + URL
              + "|mailto:[^<>\\s]{1,300})>",
          Pattern.CASE_INSENSITIVE);

  /** A link without a text. */
  private static final Pattern BARE =
      Pattern.compile("<(?:https?|hxxps?)://([A-Za-z0-9_.:-]{1,300})/?>", Pattern.CASE_INSENSITIVE);

  private static final Pattern MARKDOWN =
      Pattern.compile(
          "!?\\[([^\\[\\]\\n|]{1,300})\\]\\(<?" + URL + "?>?(?:\\s+\"[^\"\\n]{0,300}\")?\\)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern JIRA =
      Pattern.compile(
          "\\[([^\\[\\]|\\n]{1,300})\\|" + URL + "(?:\\|[^\\[\\]\\n]{0,40})?\\]",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern JIRA_BARE =
      Pattern.compile(
          "\\[(?:https?|hxxps?)://([A-Za-z0-9_.:-]{1,300})/?\\]", Pattern.CASE_INSENSITIVE);

  /** A dot in names that were made harmless: {@code mdm[.]example[.]com}. */
  private static final Pattern HARMLESS_DOT =
      Pattern.compile("(?:\\[\\.\\]|\\(\\.\\)|\\{\\.\\}|\\[dot\\])(?<=\\w.{3,5})(?=\\w)");

  private static final Pattern BACKSLASH = Pattern.compile("\\\\([\\\\\\[\\]()<>_*.`~#|:+-])");

  private Markup() {}

  /** The text without markup. Line breaks are kept, and more may be added. */
  static String plain(String text) {
    String plain = links(html(characters(text)));
    return plain.indexOf('\\') < 0 ? plain : BACKSLASH.matcher(plain).replaceAll("$1");
  }

  /**
   * The text with a log's usual spaces, quotation marks and dashes, and without zero-width
   * characters. Characters that change the direction of text are kept, because they show a forged
   * name.
   */
  static String characters(String text) {
    StringBuilder plain = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int replaced = c < 0x80 ? (c == '\u000b' || c == '\f' ? '\n' : c) : replaced(c);
      if (replaced != c && plain == null) {
        plain = new StringBuilder(text.length()).append(text, 0, i);
      }
      if (plain != null && replaced >= 0) {
        plain.append((char) replaced);
      }
    }
    String result = plain == null ? text : plain.toString();
    return mayHaveColours(result) ? TERMINAL.matcher(result).replaceAll("") : result;
  }

  private static boolean mayHaveColours(String text) {
    if (text.indexOf(ESCAPE) >= 0 || text.contains("^[[") || text.contains("\\e[")) {
      return true;
    }
    for (int at = text.indexOf('['); at >= 0; at = text.indexOf('[', at + 1)) {
      int end = at + 1;
      while (end < text.length() && "0123456789;".indexOf(text.charAt(end)) >= 0) {
        end++;
      }
      if (end > at + 1 && end < text.length() && text.charAt(end) == 'm') {
        return true;
      }
    }
    return false;
  }

  /** The replacement of a character beyond ASCII; -1 if it is removed. */
  private static int replaced(char c) {
    return switch (c) {
      case '\u00a0', '\u1680', '\u202f', '\u205f', '\u3000' -> ' ';
      case '\u00ad',
          '\u200b',
          '\u200c',
          '\u200d',
          '\u2060',
          '\u2061',
          '\u2062',
          '\u2063',
          '\u2064',
          '\ufeff',
          '\u180e',
          '\u034f',
          '\ufe0e',
          '\ufe0f' ->
          -1;
      case '\u201c', '\u201d', '\u201e', '\u201f', '\u00ab', '\u00bb', '\u2033', '\uff02' -> '"';
      case '\u2018', '\u2019', '\u201a', '\u201b', '\u2032', '\uff07' -> '\'';
      case '\u2010',
          '\u2011',
          '\u2012',
          '\u2013',
          '\u2014',
          '\u2015',
          '\u2212',
          '\ufe58',
          '\ufe63',
          '\uff0d' ->
          '-';
      case '\uff1a' -> ':';
      case '\uff0e', '\u3002' -> '.';
      case '\u0085', '\u2028', '\u2029' -> '\n';
      default -> c >= '\u2000' && c <= '\u200a' ? ' ' : c;
    };
  }

  /** The text without HTML tags and entities. */
  static String html(String text) {
    String plain = text;
    if (plain.indexOf('<') >= 0 && TAG.matcher(plain).find()) {
      plain = CELL_END.matcher(plain).replaceAll("\t");
    }
    if (plain.indexOf('<') >= 0) {
      plain = BREAKING_TAG.matcher(plain).replaceAll("\n");
      plain = TAG.matcher(plain).replaceAll("");
    }
    // Twice, because a text may be escaped twice.
    for (int i = 0; i < 2 && plain.indexOf('&') >= 0; i++) {
      plain = ENTITY.matcher(plain).replaceAll(entity -> Matcher.quoteReplacement(decoded(entity)));
    }
    return plain;
  }

  private static String decoded(MatchResult entity) {
    if (entity.group(3) != null) {
      return ENTITIES.getOrDefault(entity.group(3), entity.group());
    }
    int code =
        entity.group(1) != null
            ? Integer.parseInt(entity.group(1))
            : Integer.parseInt(entity.group(2), 16);
    boolean shown =
        Character.isValidCodePoint(code) && (code >= ' ' || code == '\n' || code == '\t');
    return shown ? characters(Character.toString(code)) : entity.group();
  }

  /** The text with each link replaced by its text. */
  static String links(String text) {
    String plain = text;
    if (LINK.matcher(plain).find()) {
      plain = SLACK.matcher(plain).replaceAll("$1");
      plain = MARKDOWN.matcher(plain).replaceAll("$1");
      plain = JIRA.matcher(plain).replaceAll("$1");
      plain = JIRA_BARE.matcher(plain).replaceAll("$1");
      plain = OUTLOOK.matcher(plain).replaceAll("$1");
      plain = BARE.matcher(plain).replaceAll("$1");
    }
    return plain.contains(".]")
            || plain.contains(".)")
            || plain.contains(".}")
            || plain.contains("[dot]")
        ? HARMLESS_DOT.matcher(plain).replaceAll(".")
        : plain;
  }
}
