package dev.atsharness.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IndexPageTest {

  private static String page(String... anchors) {
    return StandardCharsets.UTF_8.decode(IndexPage.of(Set.of(anchors)).body()).toString();
  }

  @Test
  void anchors_are_in_the_order_of_their_ids() {
    assertThat(page("trust/b", "trust/a", "anchored/c"))
        .containsSubsequence(
            "<a href=\"/anchors/anchored/c.pem\">The anchor of anchored/c</a>",
            "\"/anchors/trust/a.pem\"",
            "\"/anchors/trust/b.pem\"");
  }

  @Test
  void what_an_id_has_of_markup_is_escaped() {
    assertThat(page("\"><script>'&"))
        .doesNotContain("<script>")
        .contains("href=\"/anchors/&quot;&gt;&lt;script&gt;&apos;&amp;.pem\"");
  }
}
