package dev.atsharness.conformance.checker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atsharness.conformance.checker.internal.Selector.Selected;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelectorTest {

  private static final String XML =
      "<!DOCTYPE scan><scan><pk type=\"RSA\" bits=\"1024\"/><sig>sha1</sig></scan>";
  private static final String JSON =
      "[{\"id\": \"key\", \"finding\": \"RSA 1024\"}, {\"id\": \"ems\", \"finding\": null}]";

  @Test
  void anXpathSelectsAttributesWithTheirElement() throws IOException {
    assertThat(select(XPathSelector.of("//pk[@bits < 2048]/@bits"), XML))
        .containsExactly(new Selected("1024", "<pk bits=\"1024\" type=\"RSA\">"));
  }

  @Test
  void anXpathSelectsElementsAndText() throws IOException {
    assertThat(select(XPathSelector.of("//sig"), XML))
        .containsExactly(new Selected("sha1", "<sig> sha1"));
    assertThat(select(XPathSelector.of("//sig/text()"), XML))
        .containsExactly(new Selected("sha1", "<sig> sha1"));
  }

  @Test
  void anXpathMayBeATruth() throws IOException {
    assertThat(select(XPathSelector.of("not(//ems)"), XML)).hasSize(1);
    assertThat(select(XPathSelector.of("not(//pk)"), XML)).isEmpty();
  }

  @Test
  void xmlReachesForNothingOutside(@TempDir Path directory) throws IOException {
    Path secret = Files.writeString(directory.resolve("secret"), "secret");
    String hostile =
        "<!DOCTYPE a [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]><a><b>&x;</b></a>";

    assertThat(select(XPathSelector.of("//b"), hostile))
        .allSatisfy(found -> assertThat(found.value()).doesNotContain("secret"));
  }

  @Test
  void xmlDoesNotGrow() {
    StringBuilder bomb = new StringBuilder("<!DOCTYPE a [<!ENTITY a0 \"lol\">");
    for (int i = 1; i < 12; i++) {
      bomb.append("<!ENTITY a").append(i).append(" \"");
      bomb.append(("&a" + (i - 1) + ";").repeat(10)).append("\">");
    }
    bomb.append("]><a>&a11;</a>");

    assertThatThrownBy(() -> select(XPathSelector.of("string(/a)"), bomb.toString()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not XML");
  }

  @Test
  void aJsonpathSelectsValuesWithWhatIsBesideThem() throws IOException {
    assertThat(select(JsonPathSelector.of("$[?(@.id == 'key')].finding"), JSON))
        .containsExactly(new Selected("RSA 1024", "{\"id\":\"key\",\"finding\":\"RSA 1024\"}"));
    assertThat(select(JsonPathSelector.of("$[0].nothing.here"), JSON)).isEmpty();
  }

  @Test
  void jsonLinesAreAnArray() throws IOException {
    ToolOutput output = new ToolOutput(0, "{\"a\": 1}\n\n{\"a\": 2}\n", true);

    assertThat(JsonPathSelector.of("$[*].a").select(output))
        .extracting(Selected::value)
        .containsExactly("1", "2");
  }

  @Test
  void jsonIsNotNestedWithoutEnd() {
    assertThatThrownBy(() -> select(JsonPathSelector.of("$"), "[".repeat(100_000)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("too many levels");
  }

  @Test
  void aRegexSelectsItsGroupAndShowsTheLine() throws IOException {
    String text = "first\nServer key: 1024 bits\nlast\n";

    assertThat(select(RegexSelector.of("key: (\\d+)"), text))
        .containsExactly(new Selected("1024", "Server key: 1024 bits"));
    assertThat(select(RegexSelector.of("^last$"), text))
        .containsExactly(new Selected("last", "last"));
    assertThat(select(RegexSelector.of("^bits"), text)).isEmpty();
  }

  @Test
  void aRegexTakesNoLongerForHostileText() throws IOException {
    assertThat(select(RegexSelector.of("(a+)+$"), "a".repeat(50_000) + "b")).isEmpty();
  }

  @Test
  void anExitStatusIsOneOfSome() {
    ExitSelector selector = new ExitSelector(Set.of(60, 35));

    assertThat(selector.select(new ToolOutput(60, "", false))).hasSize(1);
    assertThat(selector.select(new ToolOutput(0, "", false))).isEmpty();
  }

  private static List<Selected> select(Selector selector, String text) throws IOException {
    return selector.select(new ToolOutput(0, text, false));
  }
}
