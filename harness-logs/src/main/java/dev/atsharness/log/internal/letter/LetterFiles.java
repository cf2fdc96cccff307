package dev.atsharness.log.internal.letter;

import dev.atsharness.log.LogSummary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The letters about the servers that a log names, and their index, as files. Each letter is there
 * as a page, in Markdown and as plain text. The content of a file is made when it is asked for,
 * because a log may lead to thousands of letters.
 */
public final class LetterFiles {

  /** The index as a page. */
  public static final String INDEX = "index.html";

  private static final String INDEX_MARKDOWN = "index.md";
  private static final String PAGE = ".html";
  private static final String MARKDOWN = ".md";
  private static final String TEXT = ".txt";

  private final Knowledge knowledge = Knowledge.builtIn();
  private final Map<String, Letter> letters = new LinkedHashMap<>();
  private final Map<String, List<String>> byServer = new HashMap<>();
  private final Letters all;
  private final Optional<String> contact;
  private final boolean required;
  private final LetterIndex index;

  /**
   * The files for a log.
   *
   * @param summary the log
   * @param sentence its result in a sentence or two
   * @param tally its messages
   * @param owners what is known of the owners of a server, by the server's name in lower case; at
   *     least one row, and several if the list of owners has several of the server
   */
  public LetterFiles(
      LogSummary summary,
      String sentence,
      LetterTally tally,
      Function<String, List<Owner>> owners) {
    this(summary, sentence, tally, owners, Optional.empty());
  }

  /**
   * The files for a log.
   *
   * @param summary the log
   * @param sentence its result in a sentence or two
   * @param tally its messages
   * @param owners what is known of the owners of a server, as above
   * @param contact who answers questions about the letters
   */
  public LetterFiles(
      LogSummary summary,
      String sentence,
      LetterTally tally,
      Function<String, List<Owner>> owners,
      Optional<String> contact) {
    this.contact = contact;
    this.all = Letters.of(tally.lines(), owners, knowledge);
    LetterNames names = new LetterNames();
    for (Letter letter : all.letters()) {
      String name = names.of(letter);
      letters.put(name, letter);
      for (String server : letter.servers()) {
        byServer.computeIfAbsent(server, unused -> new ArrayList<>()).add(name);
      }
    }
    boolean unnamed =
        tally.lines().stream()
            .anyMatch(line -> line.server().isEmpty() && knowledge.concerns(line));
    this.required = !letters.isEmpty() || unnamed || tally.omitted() > 0;
    this.index =
        LetterIndex.of(
            Stream.of(sentence + omitted(tally), all.totals())
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(" ")),
            letters,
            all,
            summary.unread(),
            knowledge);
  }

  /**
   * Whether a server has to be changed, as far as the log and the list of owners show: not if the
   * requirements do not apply to any of the servers.
   */
  public boolean required() {
    return required;
  }

  /** The numbers of letters, and of servers without one by the reason; empty if there are none. */
  public String totals() {
    return all.totals();
  }

  /** What the sender should know of servers that the list of owners has in several rows. */
  public List<String> notes() {
    return all.notes();
  }

  private static String omitted(LetterTally tally) {
    return tally.omitted() == 0
        ? ""
        : " " + tally.omitted() + " messages are in no letter: there are too many different ones.";
  }

  /** The names of the files of the letters about a server, one letter for each owner. */
  public List<String> about(String server) {
    return byServer.getOrDefault(server, List.of()).stream()
        .flatMap(name -> files(name).stream())
        .toList();
  }

  private static List<String> files(String name) {
    return List.of(name + PAGE, name + MARKDOWN, name + TEXT);
  }

  /** The number of letters. */
  public int letters() {
    return letters.size();
  }

  /** The names of the files, the index first. A name has no path and is in lower case. */
  public List<String> names() {
    List<String> names = new ArrayList<>(List.of(INDEX, INDEX_MARKDOWN));
    letters.keySet().forEach(name -> names.addAll(files(name)));
    return List.copyOf(names);
  }

  /**
   * The content of a file.
   *
   * @throws IllegalArgumentException if it is not one of {@link #names}
   */
  public String content(String name) {
    if (name.equals(INDEX)) {
      return index.html();
    }
    if (name.equals(INDEX_MARKDOWN)) {
      return index.markdown();
    }
    int end = name.lastIndexOf('.');
    Letter letter = end < 0 ? null : letters.get(name.substring(0, end));
    if (letter == null) {
      throw new IllegalArgumentException("no letter has the file " + name);
    }
    List<Block> blocks = LetterContent.of(letter, knowledge, contact);
    return switch (name.substring(end)) {
      case PAGE -> LetterPage.of(blocks, LetterContent.title(letter));
      case MARKDOWN -> Markdown.of(blocks);
      case TEXT -> PlainText.of(blocks);
      default -> throw new IllegalArgumentException("no letter has the file " + name);
    };
  }
}
