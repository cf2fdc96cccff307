package dev.atsharness.log.internal.letter;

import dev.atsharness.log.internal.text.HostileText;
import java.util.List;
import java.util.stream.Collectors;

/** A letter, or the index, in Markdown (CommonMark). */
final class Markdown {

  /** The characters that mean something within a line, or HTML. */
  private static final String SPECIAL = "\\`*_[]<>&|~#";

  private Markdown() {}

  static String of(List<Block> blocks) {
    return blocks.stream().map(Markdown::of).collect(Collectors.joining("\n"));
  }

  private static String of(Block block) {
    if (block instanceof Block.Heading heading) {
      return "#".repeat(heading.level()) + " " + text(heading.text()) + "\n";
    }
    if (block instanceof Block.Paragraph paragraph) {
      return text(paragraph.text()) + "\n";
    }
    if (block instanceof Block.Items items) {
      return items.texts().stream()
          .map(item -> "- " + text(item) + "\n")
          .collect(Collectors.joining());
    }
    if (block instanceof Block.Listing listing) {
      return listing(HostileText.escapeBlock(listing.text()));
    }
    Block.Reference reference = (Block.Reference) block;
    return text(reference.text()) + ": <" + reference.url() + ">\n";
  }

  /** A text in which nothing is markup; for the middle of a line. */
  static String text(String hostile) {
    StringBuilder safe = new StringBuilder();
    HostileText.escape(hostile)
        .chars()
        .forEach(
            c -> {
              if (SPECIAL.indexOf(c) >= 0) {
                safe.append('\\');
              }
              safe.append((char) c);
            });
    return safe.toString();
  }

  /** A fence that is longer than any in the text. */
  private static String listing(String text) {
    String fence = "```";
    while (text.contains(fence)) {
      fence += "`";
    }
    return fence + "\n" + text + "\n" + fence + "\n";
  }
}
