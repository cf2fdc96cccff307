package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * OS releases are data: the code does not name any, so that a new release needs a file and no
 * change of code.
 */
class ReleaseIdsTest {

  /** Matches comments and literals in code. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])*'|/\\*.*?\\*/|//[^\\n]*",
          Pattern.DOTALL);

  /** A number such as 26.4, 27 after a word, and names such as ios-27 or OS_26_4. */
  private static final Pattern RELEASE =
      Pattern.compile(
          "(?<![0-9.])2[67]\\.[0-9]+(?![0-9.]*[0-9])|\\b(?:ios|macos|safari)-2[67]\\b|\\bOS[ _]2[67]");

  @Test
  void noCodeNamesAnOsRelease() throws IOException {
    List<String> named = new ArrayList<>();
    int files = 0;
    for (Path source : sources()) {
      files++;
      String code = code(source);
      Matcher matcher = RELEASE.matcher(code);
      while (matcher.find()) {
        named.add(source.getFileName() + ": " + matcher.group());
      }
    }

    assertThat(files).isGreaterThan(300);
    assertThat(sources())
        .extracting(source -> source.getFileName().toString())
        .contains("words.js", "home.js", "index.html", "report.mustache");
    assertThat(named)
        .as("releases belong into scenarios/releases; Catalogue.reference() and the like find them")
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"26.4\"",
        "\"ios-27-system\"",
        "'ios-26'",
        "`OS 27: x`",
        "OS_27_0",
        "\"on OS 27 only\"",
        "\"27.0, 27.9\""
      })
  void itWouldBeNoticed(String code) {
    assertThat(RELEASE.matcher(withoutComments("x(" + code + "); // y")).find()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"127.0.0.1\"", "\"2026-10-05\"", "/* 26.4 */", "// ios-27\n", "x * 27"})
  void whatIsNotAReleaseIsPassedOver(String code) {
    assertThat(RELEASE.matcher(withoutComments(code)).find()).isFalse();
  }

  /** Returns the code of a file; of other files than Java and JavaScript, the whole text. */
  private static String code(Path source) throws IOException {
    String text = Files.readString(source);
    return source.toString().matches(".*\\.(java|js)") ? withoutComments(text) : text;
  }

  private static String withoutComments(String code) {
    return TOKEN
        .matcher(code)
        .replaceAll(
            token -> token.group().startsWith("/") ? " " : Matcher.quoteReplacement(token.group()));
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> modules = Files.list(Path.of(".."))) {
      for (Path module : modules.map(one -> one.resolve("src/main")).toList()) {
        if (Files.isDirectory(module)) {
          try (Stream<Path> files = Files.walk(module)) {
            sources.addAll(
                files
                    .filter(file -> file.toString().matches(".*\\.(java|js|html|mustache)"))
                    .toList());
          }
        }
      }
    }
    return sources;
  }
}
