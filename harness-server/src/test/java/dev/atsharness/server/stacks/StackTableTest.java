package dev.atsharness.server.stacks;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class StackTableTest {

  private static final Stack RUN = Stack.ALL.get(0);

  private static final String PAGE =
      "# Title\n<!-- table of stacks -->\n| old |\n<!-- end of table -->\nText\n";

  private static final Visit VERIFIED = new Visit("verified TLSv1.2", Optional.empty());
  private static final Visit REFUSED = new Visit("refused because it is wrong", Optional.empty());
  private static final Visit UNCLEAR = new Visit("failed", Optional.empty());

  @Test
  void aLibraryThatWasNotRunIsNotCalledFine() {
    assertThat(table("1.0", VERIFIED, REFUSED).putInto(PAGE))
        .startsWith("# Title\n<!-- table of stacks -->\n| library | version |")
        .contains("| OpenSSL | 1.0 | all | all | all | **ignored** | obeyed |")
        .contains("| NSS | not run, because ?it? is absent |")
        .endsWith("<!-- end of table -->\nText\n")
        .doesNotContain("old");
  }

  @Test
  void anUnclearVisitCountsNeitherAsVerifiedNorAsRefused() {
    assertThat(table("1.0", UNCLEAR, UNCLEAR).putInto(PAGE))
        .contains("| OpenSSL | 1.0 | none | none | none | unknown | unknown |");
    assertThat(table("1.0", VERIFIED, UNCLEAR).putInto(PAGE))
        .contains("| OpenSSL | 1.0 | all | all | none | **ignored** | unknown |");
    assertThat(table("1.0", REFUSED, VERIFIED).putInto(PAGE))
        .contains("| OpenSSL | 1.0 | none | none | none |");
  }

  @Test
  void pagesAreComparedByTheResultsOfWhatWasRunHere() {
    StackTable here = table("1.0", VERIFIED, REFUSED);
    String page = here.putInto(PAGE);

    assertThat(here.comparable(table("2.0", VERIFIED, REFUSED).putInto(PAGE)))
        .isEqualTo(here.comparable(page));
    assertThat(
            here.comparable(
                page.replace("| NSS | not run, because ?it? is absent |", "| NSS | 1 |")))
        .isEqualTo(here.comparable(page));
    assertThat(here.comparable(table("1.0", REFUSED, REFUSED).putInto(PAGE)))
        .isNotEqualTo(here.comparable(page));
    assertThat(
            here.comparable(
                page.replace("| OpenSSL | 1.0 | all | all |", "| OpenSSL | not run | | |")))
        .isNotEqualTo(here.comparable(page));
    assertThat(here.comparable(page.replaceAll("(?m)^\\| OpenSSL .*\\n", "")))
        .isNotEqualTo(here.comparable(page));
  }

  /** A machine with one library, and what its client saw at the one baseline and the one fault. */
  private static StackTable table(String version, Visit baseline, Visit fault) {
    Map<Stack, String> absent =
        Stack.ALL.stream().skip(1).collect(toMap(Function.identity(), stack -> "|it| is absent"));
    return new StackTable(
        new Survey(
            Map.of(RUN, version),
            absent,
            Map.of("good", visits(baseline), "bad", visits(fault)),
            Map.of(
                RUN,
                Map.of(
                    StolenRoot.WITHIN_LIMITS,
                    baseline,
                    StolenRoot.OTHER_NAME,
                    VERIFIED,
                    StolenRoot.AFTER_ITS_END,
                    fault))),
        List.of("good"),
        List.of("bad"));
  }

  private static Map<Stack, Map<Way, Visit>> visits(Visit both) {
    return Map.of(RUN, Map.of(Way.BY_NAME, both, Way.BY_ADDRESS, both));
  }
}
