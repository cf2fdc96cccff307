package dev.atsharness.log.internal.letter;

import dev.atsharness.log.internal.text.HostileText;
import dev.atsharness.log.internal.text.Resources;
import io.jstach.jstache.JStache;
import java.util.List;
import java.util.Optional;

/** The data for the template of a letter as a page, with control characters made visible. */
@JStache(path = "letter")
record LetterPage(String style, String title, List<Part> parts) {

  /** One block; exactly one of the components has something. */
  record Part(
      Optional<String> title,
      Optional<String> section,
      Optional<String> part,
      Optional<String> paragraph,
      List<String> items,
      Optional<String> listing,
      Optional<Link> link) {

    private static final Optional<String> NO = Optional.empty();

    boolean anyItems() {
      return !items.isEmpty();
    }

    static Part of(Block block) {
      if (block instanceof Block.Heading heading) {
        Optional<String> text = Optional.of(HostileText.escape(heading.text()));
        return new Part(
            text.filter(t -> heading.level() == 1),
            text.filter(t -> heading.level() == 2),
            text.filter(t -> heading.level() == 3),
            NO,
            List.of(),
            NO,
            Optional.empty());
      }
      if (block instanceof Block.Items list) {
        return new Part(
            NO,
            NO,
            NO,
            NO,
            list.texts().stream().map(HostileText::escape).toList(),
            NO,
            Optional.empty());
      }
      return new Part(
          NO,
          NO,
          NO,
          block instanceof Block.Paragraph text ? Optional.of(HostileText.escape(text.text())) : NO,
          List.of(),
          block instanceof Block.Listing text
              ? Optional.of(HostileText.escapeBlock(text.text()))
              : NO,
          block instanceof Block.Reference one
              ? Optional.of(new Link(HostileText.escape(one.text()), one.url()))
              : Optional.empty());
    }
  }

  /** A document and where it is published. */
  record Link(String text, String url) {}

  static String of(List<Block> blocks, String title) {
    return LetterPageRenderer.of()
        .execute(
            new LetterPage(
                Resources.text(LetterPage.class, "letter.css"),
                HostileText.escape(title),
                blocks.stream().map(Part::of).toList()));
  }

  String styleHash() {
    return Resources.hash(style);
  }
}
