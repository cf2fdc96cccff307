package dev.atsharness.log.internal.letter;

import dev.atsharness.log.internal.text.HostileText;
import java.util.List;
import java.util.Locale;

/** A letter as plain text for a mail, with lines of at most 78 columns except for listings. */
final class PlainText {

  private static final int COLUMNS = 78;

  private PlainText() {}

  static String of(List<Block> blocks) {
    StringBuilder text = new StringBuilder();
    for (Block block : blocks) {
      if (!text.isEmpty()) {
        text.append('\n');
      }
      append(text, block);
    }
    return text.toString();
  }

  private static void append(StringBuilder text, Block block) {
    if (block instanceof Block.Heading heading) {
      String title = HostileText.escape(heading.text());
      if (heading.level() == 2) {
        text.append('\n').append(title.toUpperCase(Locale.ROOT)).append('\n');
      } else {
        wrap(text, title, "");
      }
    } else if (block instanceof Block.Paragraph paragraph) {
      wrap(text, HostileText.escape(paragraph.text()), "");
    } else if (block instanceof Block.Items items) {
      items.texts().forEach(item -> wrap(text, "- " + HostileText.escape(item), "  "));
    } else if (block instanceof Block.Listing listing) {
      HostileText.escapeBlock(listing.text())
          .lines()
          .forEach(line -> text.append(line.isEmpty() ? "" : "    " + line).append('\n'));
    } else if (block instanceof Block.Reference reference) {
      wrap(text, HostileText.escape(reference.text()) + ":", "");
      text.append(reference.url()).append('\n');
    }
  }

  /** Adds a text; its lines after the first one are indented. A longer word is not broken. */
  private static void wrap(StringBuilder text, String paragraph, String indent) {
    int column = 0;
    for (String word : paragraph.strip().split("\\s+", -1)) {
      if (column > 0 && column + 1 + word.length() > COLUMNS) {
        text.append('\n').append(indent);
        column = indent.length();
      } else if (column > 0) {
        text.append(' ');
        column++;
      }
      text.append(word);
      column += word.length();
    }
    text.append('\n');
  }
}
