package dev.atsharness.log.internal.report;

import dev.atsharness.log.internal.letter.LetterFiles;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * A file of a letter that a page has in itself, as a link that saves it. So the page stays one
 * file, and can be mailed.
 *
 * @param file its name
 * @param word what the link says
 * @param address the content as a {@code data:} URL (RFC 2397)
 */
record LinkedLetter(String file, String word, String address) {

  private static final String PAGE = ".html";
  private static final String MARKDOWN = ".md";

  /** The files of the letter about a server; none if it has no letter. */
  static List<LinkedLetter> about(String server, LetterFiles letters) {
    return letters.about(server).stream()
        .map(
            file ->
                new LinkedLetter(
                    file,
                    word(file),
                    "data:"
                        + type(file)
                        + ";charset=utf-8;base64,"
                        + Base64.getEncoder()
                            .encodeToString(
                                letters.content(file).getBytes(StandardCharsets.UTF_8))))
        .toList();
  }

  private static String word(String file) {
    return file.endsWith(PAGE) ? "page" : file.endsWith(MARKDOWN) ? "Markdown" : "text";
  }

  private static String type(String file) {
    return file.endsWith(PAGE)
        ? "text/html"
        : file.endsWith(MARKDOWN) ? "text/markdown" : "text/plain";
  }
}
