package dev.atsharness.scenario.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.ats.ClientProfile.Mode;
import dev.atsharness.ats.OsRelease;
import dev.atsharness.ats.Violation;
import dev.atsharness.ats.internal.Wording;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.yaml.internal.SchemaFiles;
import dev.atsharness.yaml.internal.SchemaFiles.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The order of releases, releases that are not listed, and the client profiles of both kinds. */
class ReleasesTest {
  private static final Catalogue CATALOGUE = Catalogue.builtIn();
  private static final Releases RELEASES = CATALOGUE.releases();

  @Test
  void releasesAreOrderedAndEachKnowsWhatTheOneBeforeKnew() {
    List<OsRelease> all = RELEASES.all();

    assertThat(all).isSorted().extracting(OsRelease::label).startsWith("26.4", "26.5", "27.0");
    for (int i = 1; i < all.size(); i++) {
      assertThat(all.get(i).behaviour().messages().keySet())
          .containsAll(all.get(i - 1).behaviour().messages().keySet());
    }
    assertThat(RELEASES.reference().label()).isEqualTo("26.5");
    assertThat(RELEASES.newest(Mode.ENFORCE)).isEqualTo(all.get(all.size() - 1));
    assertThat(Releases.words(RELEASES.all().subList(0, 3), "and")).isEqualTo("26.4, 26.5 and 27");
    assertThat(RELEASES.withNewMessages()).extracting(OsRelease::label).startsWith("26.5", "27.0");
  }

  @ParameterizedTest
  @CsvSource({"26.4.1, 26.4", "26.4.10, 26.4", "26.5.1, 26.5", "27.0.1, 27.0"})
  void aReleaseThatIsNotListedIsAsItsNearestPredecessor(String number, String nearest) {
    OsRelease release = RELEASES.named(number);
    OsRelease listed = RELEASES.named(nearest);

    assertThat(release.behaviour()).isEqualTo(listed.behaviour());
    assertThat(release.isListed()).isFalse();
    assertThat(release.note().orElseThrow())
        .startsWith("release " + release + " is not listed")
        .contains(" as " + nearest + ",");
    assertThat(release.described()).isEqualTo(release + " (taken as " + nearest + ")");
    assertThat(release).isGreaterThan(listed);
  }

  @Test
  void aReleaseNewerThanAllIsAsTheNewest() {
    List<OsRelease> all = RELEASES.all();

    assertThat(RELEASES.named("99").behaviour()).isEqualTo(all.get(all.size() - 1).behaviour());
  }

  @Test
  void aReleaseHasOneNumberHoweverItIsWritten() {
    assertThat(RELEASES.named("27")).isEqualTo(RELEASES.named("27.0.0")).hasToString("27.0");
    assertThat(RELEASES.named("27").note()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"26.3", "18", "26"})
  void aReleaseOlderThanAllIsRefusedWithThoseThatAreKnown(String number) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RELEASES.named(number))
        .withMessageContaining("is older than the first")
        .withMessageContaining("[26.4, 26.5, 27.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "27.", "-1", "27.0.0.1", "27.9999", "2\u0667.0"})
  void whatIsNotANumberIsRefusedWithThoseThatAreKnown(String number) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RELEASES.named(number))
        .withMessageContaining("is not the number of an OS release")
        .withMessageContaining("[26.4, 26.5, 27.0");
  }

  @ParameterizedTest
  @CsvSource({
    "ios-27.0.10-system, 27.0.10, ios-27-system",
    "ios-27.0.1-system, 27.0.1, ios-27-system",
    "ios-26.5.1-system, 26.5.1, ios-26.5-system"
  })
  void theProfileOfAnUnlistedReleaseIsThatOfItsNearestPredecessor(
      String id, String number, String nearest) {
    ClientProfile profile = CATALOGUE.profile(id);
    ClientProfile listed = CATALOGUE.profile(nearest);

    assertThat(profile.id()).isEqualTo(id);
    assertThat(profile.release()).isEqualTo(RELEASES.named(number));
    assertThat(profile.title()).endsWith(listed.title());
    assertThat(profile)
        .usingRecursiveComparison()
        .ignoringFields("id", "title", "sources", "release", "like")
        .isEqualTo(listed);
    assertThat(CATALOGUE.stated(profile)).isEqualTo(listed);
    assertThat(CATALOGUE.stated(listed)).isEqualTo(listed);
    assertThat(CATALOGUE.scenarios())
        .allSatisfy(
            scenario ->
                assertThat(scenario.expectationFor(profile))
                    .isEqualTo(scenario.expectationFor(listed)));
    assertThat(CATALOGUE.profiles()).doesNotContain(profile);
  }

  @Test
  void anotherSpellingOfAListedReleaseIsItsProfile() {
    assertThat(CATALOGUE.profile("ios-27.0-system")).isEqualTo(CATALOGUE.profile("ios-27-system"));
    assertThat(CATALOGUE.reference().id()).isEqualTo("ios-26.5-system");
    assertThat(CATALOGUE.enforcing().release()).isEqualTo(RELEASES.newest(Mode.ENFORCE));
    assertThat(CATALOGUE.devices())
        .extracting(ClientProfile::id)
        .startsWith("ios-26.4-system", "ios-26.5-system", "ios-27-system");
  }

  @ParameterizedTest
  @CsvSource({
    "ios-26.3-system, is older than the first",
    "ios-x-system, no client profile 'ios-x-system'; known: [",
    "ios--system, no client profile 'ios--system'; known: [",
    "ios-system, no client profile 'ios-system'; known: [",
    "safari-27, no client profile 'safari-27'; known: ["
  })
  void aProfileThatIsNotThereIsRefused(String id, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CATALOGUE.profile(id))
        .withMessageContaining(message);
  }

  @Test
  void eachViolationHasWordsToKnowItByAndNoTwoBeginAlike() {
    assertThat(RELEASES.wordings()).extracting(Wording::violation).contains(Violation.values());
    assertThat(RELEASES.wordings())
        .extracting(Wording::words)
        .doesNotHaveDuplicates()
        .contains("EC key size {bits}", "Did not use TLS")
        .doesNotContain("Did not use TLS when opening connection");
    // Every message of every release begins with the words of its own violation.
    assertThat(RELEASES.all())
        .allSatisfy(
            release ->
                release
                    .behaviour()
                    .messages()
                    .forEach(
                        (violation, text) ->
                            assertThat(RELEASES.wordings())
                                .filteredOn(
                                    one -> squeezed(text.words()).startsWith(squeezed(one.words())))
                                .as(text.text())
                                .extracting(Wording::violation)
                                .containsExactly(violation)));
  }

  private static String squeezed(String words) {
    return words.replace(" ", "").toLowerCase(Locale.ROOT);
  }

  @Test
  void theSchemasNameTheViolationCodesOnceAndAllOfThem() throws IOException {
    JsonNode codes =
        JsonMapper.shared().readTree(SchemaFiles.schema(Kind.SCENARIO)).at("/$defs/violation/enum");
    assertThat(codes.valueStream().map(JsonNode::asString))
        .containsExactly(Stream.of(Violation.values()).map(Violation::code).toArray(String[]::new));

    try (Stream<Path> schemas = Files.list(Path.of("schema"))) {
      for (Path schema : schemas.toList()) {
        assertThat(Files.readString(schema).split("\"tls-not-used\"", -1))
            .as(schema.toString())
            .hasSize(schema.endsWith("scenario.schema.json") ? 2 : 1);
      }
    }
  }
}
