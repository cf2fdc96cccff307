package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Markdown pages: the README is short, lines are not too long, and links lead somewhere. */
class DocsTest {

  private static final Path ROOT = Path.of("..");
  private static final Path README = ROOT.resolve("README.md");

  private static final int README_LINES = 150;
  private static final int COLUMNS = 120;

  private static final Pattern GENERATED =
      Pattern.compile("(?s)<!-- Made from the files.*?<!-- Written by hand again");
  private static final Pattern CODE = Pattern.compile("(?ms)^ *```.*?^ *```$");
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

  static List<Path> pages() throws IOException {
    try (Stream<Path> modules = Files.list(ROOT)) {
      return Stream.concat(
              Stream.of(ROOT, ROOT.resolve("docs")).flatMap(DocsTest::markdown),
              modules.map(module -> module.resolve("README.md")).filter(Files::exists))
          .toList();
    }
  }

  @Test
  void theReadmeIsAFrontPage() throws IOException {
    assertThat(Files.readAllLines(README)).hasSizeLessThanOrEqualTo(README_LINES);
  }

  @Test
  void everyGuideIsLinkedFromTheReadmeOrFromContributing() throws IOException {
    Stream<Path> linked =
        Stream.of(README, ROOT.resolve("CONTRIBUTING.md"))
            .flatMap(page -> links(page).map(link -> file(page, link)));

    assertThat(linked).containsAll(markdown(ROOT.resolve("docs")).toList());
  }

  @ParameterizedTest
  @MethodSource("pages")
  void linesAreNotTooLong(Path page) {
    String byHand = GENERATED.matcher(read(page)).replaceAll("");

    assertThat(withoutCode(byHand).lines().filter(line -> !line.startsWith("|")))
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(COLUMNS));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void linksLeadSomewhere(Path page) {
    assertThat(links(page).filter(link -> !leadsSomewhere(page, link))).isEmpty();
  }

  private static boolean leadsSomewhere(Path page, String link) {
    Path file = file(page, link);
    if (!Files.exists(file)) {
      return false;
    }
    int anchor = link.indexOf('#');
    return anchor < 0 || anchors(file).contains(link.substring(anchor + 1));
  }

  /** The relative links of a page, with their anchors. */
  private static Stream<String> links(Path page) {
    return LINK.matcher(withoutCode(read(page)))
        .results()
        .map(link -> link.group(1))
        .filter(link -> !link.contains("://"));
  }

  private static Path file(Path page, String link) {
    String path = link.replaceFirst("#.*", "");
    return path.isEmpty() ? page : page.resolveSibling(path).normalize();
  }

  /** The anchors of the headings, as GitHub makes them. */
  private static List<String> anchors(Path page) {
    return HEADING
        .matcher(withoutCode(read(page)))
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(title -> title.replaceAll("[^\\p{L}\\p{N}_ -]", "").replace(' ', '-'))
        .toList();
  }

  private static String withoutCode(String markdown) {
    return CODE.matcher(markdown).replaceAll("");
  }

  private static Stream<Path> markdown(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".md")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
