package dev.atsharness.log.internal.letter;

import dev.atsharness.log.LogSummary;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The letters about the servers that a log names, and their index, as files.
 *
 * @param byName the content of each file by its name, the index first. A name has no path and is in
 *     lower case
 * @param letters the number of letters; each is there as a page, in Markdown and as plain text
 */
public record LetterFiles(Map<String, String> byName, int letters) {

  /** The index as a page. */
  public static final String INDEX = "index.html";

  /**
   * The files for a log.
   *
   * @param summary the log
   * @param sentence its result in a sentence or two
   * @param tally its messages
   * @param owners the owner of a server, by the server's name in lower case
   */
  public static LetterFiles of(
      LogSummary summary, String sentence, LetterTally tally, Function<String, Owner> owners) {
    Processes processes = Processes.all();
    Letters all = Letters.of(tally.lines(), owners, processes);
    LetterNames names = new LetterNames();
    Map<String, Letter> named = new LinkedHashMap<>();
    all.letters().forEach(letter -> named.put(names.of(letter), letter));
    LetterIndex index =
        LetterIndex.of(sentence + omitted(tally), named, all.without(), summary.unread());
    Map<String, String> files = new LinkedHashMap<>();
    files.put(INDEX, index.html());
    files.put("index.md", index.markdown());
    named.forEach(
        (name, letter) -> {
          List<Block> blocks = LetterContent.of(letter, processes);
          files.put(name + ".html", LetterPage.of(blocks, LetterContent.title(letter)));
          files.put(name + ".md", Markdown.of(blocks));
          files.put(name + ".txt", PlainText.of(blocks));
        });
    return new LetterFiles(Collections.unmodifiableMap(files), named.size());
  }

  private static String omitted(LetterTally tally) {
    return tally.omitted() == 0
        ? ""
        : " " + tally.omitted() + " messages are in no letter: there are too many different ones.";
  }
}
