package dev.atsharness.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atsharness.scenario.internal.CatalogueLoader;
import dev.atsharness.scenario.internal.CompiledReleases;
import dev.atsharness.scenario.internal.CompiledRules;
import dev.atsharness.scenario.internal.CompiledSources;
import dev.atsharness.scenario.internal.Releases;
import dev.atsharness.scenario.internal.Source;
import dev.atsharness.scenario.internal.Sources;
import dev.atsharness.yaml.BadFileException;
import dev.atsharness.yaml.internal.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Rules, fixes and client profiles that the build must refuse. */
class BrokenRuleFilesTest {
  @TempDir Path module;

  @BeforeEach
  void aCopyOfTheFiles() throws IOException {
    Files.copy(Path.of("processes.yaml"), module.resolve("processes.yaml"));
    Files.copy(Path.of("tour.yaml"), module.resolve("tour.yaml"));
    Files.copy(Path.of("documents.yaml"), module.resolve("documents.yaml"));
    Files.copy(Path.of("remedies.yaml"), module.resolve("remedies.yaml"));
    Files.copy(Path.of("products.yaml"), module.resolve("products.yaml"));
    Files.copy(Path.of("sources.yaml"), module.resolve("sources.yaml"));
    for (String directory : new String[] {"releases", "rules", "fixes", "clients"}) {
      Files.createDirectory(module.resolve(directory));
      try (Stream<Path> files = Files.list(Path.of(directory))) {
        for (Path file : files.toList()) {
          Files.copy(file, module.resolve(directory).resolve(file.getFileName()));
        }
      }
    }
  }

  @Test
  void aDocumentsUrlThatAnUnknownProcessFetchesIsRefused() throws IOException {
    change("documents.yaml", "fetched-by: [remotemanagementd, ", "fetched-by: [remotemanagemend, ");

    assertThat(problem())
        .matches(
            "(?s).*documents.yaml:\\d+:\\d+: processes.yaml has no process 'remotemanagemend'.*");
  }

  @Test
  void aDocumentsUrlOfWhichNothingIsSaidIsRefused() throws IOException {
    change("documents.yaml", "        exempt: Apple exempts SCEP\n", "");

    assertThat(problem()).contains("documents.yaml:");
  }

  @Test
  void aDocumentsUrlThatLeadsToAnUnknownDocumentIsRefused() throws IOException {
    change("documents.yaml", "leads-to: app manifest", "leads-to: app manifesto");

    assertThat(problem())
        .matches("(?s).*documents.yaml:\\d+:\\d+: this file has no document 'app manifesto'.*");
  }

  @Test
  void aCodeWithoutARuleIsNamed() throws IOException {
    Files.delete(module.resolve("rules/ems-not-negotiated.yaml"));

    assertThat(problem())
        .isEqualTo("rules/ems-not-negotiated.yaml: is missing: every violation code has a rule");
  }

  @Test
  void aRuleThatIsNamedAfterNoCodeIsRefused() throws IOException {
    Files.copy(module.resolve("rules/tls-not-used.yaml"), module.resolve("rules/no-tls.yaml"));

    assertThat(problem()).contains("no-tls.yaml:2:1: ", "unknown violation code 'no-tls'");
  }

  @Test
  void anUnknownFixIsNamedWithItsPlace() throws IOException {
    change("rules/tls-not-used.yaml", "fix: https", "fix: http");

    assertThat(problem())
        .matches("(?s).*tls-not-used.yaml:\\d+:6: no fix 'http'; known: .*https.*");
  }

  @Test
  void aFixWithoutOneOfTheProductsIsRefused() throws IOException {
    change("fixes/https.yaml", "jetty: |", "netty: |");

    assertThat(problem())
        .contains("https.yaml:", "'jetty' is missing: products.yaml has it")
        .contains("products.yaml has no 'netty'; did you mean jetty?");
  }

  @Test
  void aProductThatNoTestRunsHasASource() throws IOException {
    String place = "    place: the source text of the program\n";
    change("products.yaml", place, place + "    not-run: Nobody has run it yet.\n");

    assertThat(problem()).contains("products.yaml:").contains("sources");
  }

  @Test
  void aProcessOnNoPlatformOfApplesIsRefused() throws IOException {
    change("processes.yaml", "[tvos]}", "[beos]}");

    assertThat(problem()).contains("processes.yaml:").contains("beos");
  }

  @Test
  void aProfileThatIsLikeNoneIsRefused() throws IOException {
    change("clients/safari-26.yaml", "like: ios-26.5-system", "like: ios-26-system");

    assertThat(profileProblem())
        .contains("safari-26.yaml:")
        .contains("like: 'ios-26-system' is not a client profile");
  }

  @Test
  void aMessageWithoutTheServerIsRefused() throws IOException {
    change("rules/tls-version-below-1.2.yaml", " for server: {server}", "");

    assertThat(releaseProblem())
        .matches("(?s).*tls-version-below-1.2.yaml:\\d+:\\d+: messages: a message is like .*");
  }

  @Test
  void aMessageThatQuotesWhatIsNotDescribedIsRefused() throws IOException {
    change(
        "rules/rsa-key-below-2048.yaml",
        "\"27.0\": \"Error [ATS violation]: RSA key size {bits}",
        "\"27.0\": \"Error [ATS violation]: RSA key size {size}");

    assertThat(releaseProblem())
        .matches(
            "(?s).*rsa-key-below-2048.yaml:\\d+:\\d+: messages: quotes \\[size\\], but 'quotes'"
                + " describes \\[bits\\]");
  }

  @Test
  void aMessageSinceAReleaseThatIsNotListedIsRefused() throws IOException {
    change("rules/rsa-key-below-2048.yaml", "\"27.0\":", "\"27.1\":");

    assertThat(releaseProblem())
        .matches(
            "(?s).*rsa-key-below-2048.yaml:\\d+:\\d+: messages: release 27.1 is not in releases/;"
                + " known: \\[26.4, 26.5, 27.0.*\\]");
  }

  @Test
  void wordsThatAnotherMessageBeginsWithTooAreRefused() throws IOException {
    change("rules/tls-not-used.yaml", "- \"Did not use TLS\"", "- \"Leaf certificate\"");

    assertThat(releaseProblem())
        .contains("tls-not-used.yaml:")
        .contains("'Leaf certificate' is how a message of leaf-hash-below-sha256 begins too");
  }

  @Test
  void wordsForAReaderThatQuoteWhatIsNotDescribedAreRefused() throws IOException {
    change("rules/ecdsa-key-below-256.yaml", "\"EC key size {bits}\"", "\"EC key size {n}\"");

    assertThat(releaseProblem())
        .matches("(?s).*ecdsa-key-below-256.yaml:\\d+:\\d+: read-as: .*describe \\{n\\}");
  }

  @Test
  void aReleaseThatIsNamedAfterNoNumberIsRefused() throws IOException {
    Files.move(module.resolve("releases/27.0.yaml"), module.resolve("releases/27.yaml"));

    assertThat(releaseProblem())
        .matches("(?s).*27.yaml:\\d+:\\d+: the file must be named 27.0.yaml");
  }

  @Test
  void theFirstReleaseSaysAll() throws IOException {
    change("releases/26.4.yaml", "  mode: warn\n", "");

    assertThat(releaseProblem())
        .matches(
            "(?s).*26.4.yaml:\\d+:\\d+: changes: the first release must have 'mode', because .*");
  }

  @Test
  void thereIsOneReference() throws IOException {
    change("releases/27.0.yaml", "changes:", "reference: true\nchanges:");
    assertThat(releaseProblem())
        .matches("(?s).*27.0.yaml:\\d+:\\d+: reference: .*26.5.yaml is the reference already");

    change("releases/27.0.yaml", "reference: true\n", "");
    change("releases/26.5.yaml", "reference: true\n", "");
    assertThat(releaseProblem()).contains("no release says 'reference: true'");
  }

  @Test
  void anUnknownChangeOfAReleaseIsRefused() throws IOException {
    change("releases/27.0.yaml", "mode: enforce", "mood: enforce");

    assertThat(releaseProblem()).contains("27.0.yaml:").contains("unknown key 'mood'");
  }

  @Test
  void aSystemProcessThatDoesOtherwiseThanItsReleaseIsRefused() throws IOException {
    change("clients/ios-26.5-system.yaml", "mode: warn", "mode: enforce");

    assertThat(profileProblem())
        .matches("(?s).*ios-26.5-system.yaml:\\d+:\\d+: mode: 26.5 has another mode.*");
  }

  @Test
  void aReleaseThatChangesItsModeNeedsAClientFile() throws IOException {
    Files.delete(module.resolve("clients/ios-27-system.yaml"));

    assertThat(profileProblem())
        .contains("releases/27.0.yaml: changes 'mode'")
        .contains("clients/ios-27-system.yaml");
  }

  @Test
  void aProfileOfAReleaseThatIsOlderThanAllIsRefused() throws IOException {
    change("clients/ios-26.4-system.yaml", "os-release: \"26.4\"", "os-release: \"26.3\"");

    assertThat(profileProblem())
        .matches(
            "(?s).*ios-26.4-system.yaml:\\d+:\\d+: release 26.3 is older than .*26.4, 26.5, 27.0.*");
  }

  @Test
  void aReferenceToAnUnknownSourceIsNamedWithItsPlaceAndTheNearOnes() throws IOException {
    change("rules/ems-not-negotiated.yaml", "- rfc7627", "- rfc7628");
    assertThat(problem())
        .matches(
            "(?s).*ems-not-negotiated.yaml:\\d+:5: sources.yaml has no source 'rfc7628'; did you"
                + " mean .*rfc7627.*");

    change("releases/27.0.yaml", "source: libboringssl-27", "source: libboringssl-28");
    assertThat(releaseProblem())
        .matches("(?s).*27.0.yaml:\\d+:\\d+: .*'libboringssl-28'; did you mean libboringssl-27.*");

    change("clients/lab.yaml", "- harness: ", "- harnes: ");
    assertThat(profileProblem())
        .matches("(?s).*lab.yaml:\\d+:\\d+: .*'harnes'; did you mean harness\\?");

    change("documents.yaml", "references: [apple-126655]", "references: [apple-126555]");
    assertThat(problem()).matches("(?s).*documents.yaml:\\d+:\\d+: .*'apple-126555'; did you.*");
  }

  @Test
  void aSourceThatNoFileRefersToIsRefused() throws IOException {
    change(
        "sources.yaml",
        "  rfc7627:\n",
        "  rfc1:\n    title: RFC 1\n    no-url: A test adds it.\n  rfc7627:\n");

    CompiledSources sources = sources();
    ObjectNode citing = JsonMapper.shared().createObjectNode();
    ArrayNode references = citing.putArray("references");
    sources.sources().all().stream()
        .map(Source::key)
        .filter(key -> !key.equals("rfc1"))
        .forEach(references::add);
    sources.check(new Document("all the others", citing));

    assertThat(catchThrowableOfType(BadFileException.class, sources::requireAllUsed))
        .hasMessageMatching("[^\\n]*sources.yaml:\\d+:\\d+: no file refers to 'rfc1'");
  }

  @Test
  void aSourceWithNeitherAUrlNorAReasonIsRefused() throws IOException {
    change("sources.yaml", "    no-url: It follows from how the harness is made.\n", "");

    assertThat(catchThrowableOfType(BadFileException.class, this::sources))
        .hasMessageContaining("sources.yaml:");
  }

  private String releaseProblem() {
    BadFileException thrown =
        catchThrowableOfType(
            BadFileException.class, () -> CompiledReleases.compile(module, module, sources()));
    assertThat(thrown).isNotNull();
    return thrown.getMessage();
  }

  private String profileProblem() {
    BadFileException thrown =
        catchThrowableOfType(
            BadFileException.class,
            () ->
                new CatalogueLoader(
                        new Catalogue(Map.of(), Map.of(), Releases.builtIn(), ""), sources()::check)
                    .loadProfiles(module.resolve("clients"), Sources.builtIn()));
    assertThat(thrown).isNotNull();
    return thrown.getMessage();
  }

  private String problem() {
    BadFileException thrown =
        catchThrowableOfType(
            BadFileException.class, () -> CompiledRules.compile(module, module, sources()));
    assertThat(thrown).isNotNull();
    return thrown.getMessage();
  }

  private CompiledSources sources() throws IOException {
    return CompiledSources.compile(module, module);
  }

  private void change(String file, String from, String to) throws IOException {
    String text = Files.readString(module.resolve(file));
    assertThat(text).contains(from);
    Files.writeString(module.resolve(file), text.replace(from, to));
  }
}
