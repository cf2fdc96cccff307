package dev.atsharness.log.internal.letter;

import java.util.List;

/** A part of a letter, without its form. The texts may be hostile. */
sealed interface Block {

  /**
   * A heading.
   *
   * @param level 1 for the title, 2 for the sections, 3 for their parts
   */
  record Heading(int level, String text) implements Block {}

  /** Running text. */
  record Paragraph(String text) implements Block {}

  /** A list. */
  record Items(List<String> texts) implements Block {}

  /** Lines that must stay as they are: messages, commands, configuration. */
  record Listing(String text) implements Block {}

  /** A document and where it is published. */
  record Reference(String text, String url) implements Block {}
}
