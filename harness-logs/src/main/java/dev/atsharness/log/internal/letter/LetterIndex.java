package dev.atsharness.log.internal.letter;

import dev.atsharness.log.Unread;
import dev.atsharness.log.internal.text.HostileText;
import dev.atsharness.log.internal.text.Resources;
import io.jstach.jstache.JStache;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The list of all letters, of the servers without a letter, and of what was not read. It is for the
 * sender. Control characters are made visible.
 *
 * @param sentence the result of the log in a sentence or two
 */
@JStache(path = "index")
record LetterIndex(
    String style,
    String sentence,
    List<Row> letters,
    List<Without> without,
    List<String> notes,
    List<Part> unread) {

  private static final int MAX_NAMES = 20;

  private static final String URGENCY = "Urgency";

  /** A letter, and the name of its files without the ending. */
  record Row(String to, List<String> servers, String faults, String urgency, String file) {}

  /** A server without a letter. */
  record Without(String server, String reason) {}

  /** A part of the log that was not read. */
  record Part(String what, String remedy, Optional<String> samples) {}

  /**
   * The index.
   *
   * @param files the letters by the names of their files, without the ending
   * @param all the letters, and the servers without one
   */
  static LetterIndex of(
      String sentence,
      Map<String, Letter> files,
      Letters all,
      List<Unread> unread,
      Knowledge knowledge) {
    List<Row> rows = new ArrayList<>();
    files.entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getValue().priority()))
        .forEach(entry -> rows.add(row(entry.getValue(), entry.getKey(), knowledge)));
    return new LetterIndex(
        Resources.text(LetterIndex.class, "letter.css"),
        HostileText.escape(sentence),
        rows,
        all.without().entrySet().stream()
            .map(
                entry ->
                    new Without(
                        entry.getKey().isEmpty()
                            ? "Server not named"
                            : HostileText.escape(entry.getKey()),
                        HostileText.escape(entry.getValue().reason())))
            .toList(),
        all.notes().stream().map(HostileText::escape).toList(),
        unread.stream().map(LetterIndex::part).toList());
  }

  private static Row row(Letter letter, String file, Knowledge knowledge) {
    List<String> names =
        letter.servers().stream()
            .limit(MAX_NAMES)
            .map(HostileText::escape)
            .collect(Collectors.toCollection(ArrayList::new));
    if (letter.servers().size() > MAX_NAMES) {
      names.add("and " + (letter.servers().size() - MAX_NAMES) + " more");
    }
    return new Row(
        HostileText.escape(LetterContent.recipient(letter)),
        List.copyOf(names),
        letter.faults().stream()
            .map(fault -> knowledge.title(fault.violation()))
            .distinct()
            .collect(Collectors.joining("; ")),
        letter.priority().words(),
        file);
  }

  private static Part part(Unread part) {
    return new Part(
        HostileText.escape(part.what()),
        HostileText.escapeBlock(part.remedy()),
        Optional.of(part.samples())
            .filter(samples -> !samples.isEmpty())
            .map(samples -> HostileText.escapeBlock(String.join("\n", samples))));
  }

  String html() {
    return LetterIndexRenderer.of().execute(this);
  }

  String markdown() {
    StringBuilder page = new StringBuilder("# Letters to the owners of servers\n\n");
    page.append(Markdown.text(sentence)).append('\n');
    if (anyLetters()) {
      page.append(
          "\n| To | Servers | What is wrong | " + URGENCY + " | Letter |\n|---|---|---|---|---|\n");
      letters.forEach(
          row ->
              page.append(
                  String.format(
                      "| %s | %s | %s | %s | [text](%s.txt), [Markdown](%s.md), [page](%s.html)"
                          + " |\n",
                      Markdown.text(row.to),
                      Markdown.text(String.join(", ", row.servers)),
                      Markdown.text(row.faults),
                      row.urgency,
                      row.file,
                      row.file,
                      row.file)));
    }
    if (anyWithout()) {
      page.append("\n## No letter\n\n");
      without.forEach(
          one ->
              page.append("- ")
                  .append(Markdown.text(one.server))
                  .append(": ")
                  .append(Markdown.text(one.reason))
                  .append('\n'));
    }
    if (anyNotes()) {
      page.append("\n## Several rows in the list of owners\n\n");
      notes.forEach(note -> page.append("- ").append(Markdown.text(note)).append('\n'));
    }
    if (anyUnread()) {
      page.append("\n## Not read\n\nThere may be more servers in these parts of the log.\n\n");
      unread.forEach(
          part ->
              page.append(
                  Markdown.of(
                      Stream.concat(
                              Stream.<Block>of(
                                  new Block.Paragraph(part.what), new Block.Listing(part.remedy)),
                              part.samples.stream().map(Block.Listing::new))
                          .toList())));
    }
    return page.toString();
  }

  String styleHash() {
    return Resources.hash(style);
  }

  boolean anyLetters() {
    return !letters.isEmpty();
  }

  boolean anyWithout() {
    return !without.isEmpty();
  }

  boolean anyNotes() {
    return !notes.isEmpty();
  }

  boolean anyUnread() {
    return !unread.isEmpty();
  }
}
