package dev.atsharness.log;

import dev.atsharness.log.internal.unpack.FileSignature;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Restores the lines of a log from a text that was copied through mail, a chat, a ticket system or
 * a terminal. It removes quoting, fences, quoted-printable and markup, and joins lines that were
 * certainly cut at a fixed width. A text that is a log already is not changed.
 */
final class PastedText {

  private static final Pattern LINE_END = Pattern.compile("\r\n|[\r\u0085\u2028\u2029\u000b\f]");

  /** Marks of quotations, and the border of a table. */
  private static final Pattern QUOTE = Pattern.compile("^[ \t]{0,3}(?:[>|\u00bb\u2502\u2503] ?)++");

  private static final Pattern FENCE =
      Pattern.compile(
          "(?:`{3,}\\w*|~{3,}\\w*|\\{(?:noformat|code|quote|panel)(?::[^}]*)?\\}"
              + "|\\[/?(?:code|quote|pre)\\]|</?(?:pre|code)>)");

  private static final Pattern TABLE_BORDER = Pattern.compile("[ :|+-]+");
  private static final Pattern CELL_BORDER =
      Pattern.compile("[ \t]{0,99}(?<!\\\\)\\|{1,2}[ \t]{0,99}");

  /** The maximum length of a table's row, and of a fence, in characters. */
  private static final int LONGEST_ROW = 4_000;

  private static final Pattern SOFT_BREAK = Pattern.compile("=[ \t]*\n");
  private static final Pattern QUOTED_BYTES = Pattern.compile("(?:=[0-9A-F]{2})+");

  /**
   * The maximum length of a line of quoted-printable, including the mark of a soft line break (RFC
   * 2045).
   */
  private static final int QUOTED_PRINTABLE_LINE = 76;

  private PastedText() {}

  /** The text of a file, decoded with the most probable encoding. */
  static String decode(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      boolean binary = FileSignature.hasZero(bytes);
      Charset charset = binary ? StandardCharsets.UTF_8 : Charset.forName("windows-1252");
      return new String(bytes, charset);
    }
  }

  /** The lines of the log. */
  static String repair(String text) {
    String plain = Markup.characters(LINE_END.matcher(text).replaceAll("\n"));
    plain = unquotedPrintable(plain);
    List<String> lines = new ArrayList<>(List.of(plain.split("\n", -1)));
    lines.replaceAll(PastedText::unquoted);
    List<String> joined = FixedWidth.join(lines);
    if (joined.size() == lines.size()) {
      // The width may be that of the text before its special characters were escaped.
      List<String> plainLines = List.of(Markup.html(String.join("\n", lines)).split("\n", -1));
      joined = FixedWidth.join(plainLines);
    }
    return Markup.links(Markup.html(String.join("\n", joined)));
  }

  private static String unquoted(String line) {
    if (line.length() > LONGEST_ROW) {
      return QUOTE.matcher(line).replaceFirst("");
    }
    String row = line.strip();
    boolean border = row.startsWith("|") && TABLE_BORDER.matcher(row).matches();
    if (border || FENCE.matcher(row).matches()) {
      return "";
    }
    if (row.startsWith("|") && row.endsWith("|") && row.length() > 2) {
      String cells = Markup.links(row);
      return CELL_BORDER.matcher(cells.substring(1, cells.length() - 1)).replaceAll("\t").strip();
    }
    return QUOTE.matcher(line).replaceFirst("");
  }

  /** The text decoded from quoted-printable (RFC 2045), if it was encoded. */
  private static String unquotedPrintable(String text) {
    long soft = SOFT_BREAK.matcher(text).results().count();
    if (soft == 0
        || text.lines().anyMatch(line -> line.stripTrailing().length() > QUOTED_PRINTABLE_LINE)) {
      return text;
    }
    String joined = SOFT_BREAK.matcher(text).replaceAll("");
    return Markup.characters(
        QUOTED_BYTES
            .matcher(joined)
            .replaceAll(found -> Matcher.quoteReplacement(bytes(found.group()))));
  }

  private static String bytes(String quoted) {
    byte[] bytes = new byte[quoted.length() / 3];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(quoted.substring(3 * i + 1, 3 * i + 3), 16);
    }
    return decode(bytes);
  }
}
