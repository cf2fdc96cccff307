package dev.atsharness.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atsharness.yaml.BadFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules, fixes and client profiles that the build has to refuse. */
class BrokenRuleFilesTest {
  @TempDir Path module;

  @BeforeEach
  void a_copy_of_the_files() throws IOException {
    Files.copy(Path.of("processes.yaml"), module.resolve("processes.yaml"));
    Files.copy(Path.of("tour.yaml"), module.resolve("tour.yaml"));
    Files.copy(Path.of("documents.yaml"), module.resolve("documents.yaml"));
    Files.copy(Path.of("remedies.yaml"), module.resolve("remedies.yaml"));
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
  void a_document_s_url_that_an_unknown_process_fetches_is_refused() throws IOException {
    change("documents.yaml", "fetched-by: [remotemanagementd, ", "fetched-by: [remotemanagemend, ");

    assertThat(problem())
        .matches(
            "(?s).*documents.yaml:\\d+:\\d+: processes.yaml has no process 'remotemanagemend'.*");
  }

  @Test
  void a_document_s_url_of_which_nothing_is_said_is_refused() throws IOException {
    change("documents.yaml", "        exempt: Apple exempts SCEP\n", "");

    assertThat(problem()).contains("documents.yaml:");
  }

  @Test
  void a_document_s_url_that_leads_to_an_unknown_document_is_refused() throws IOException {
    change("documents.yaml", "leads-to: app manifest", "leads-to: app manifesto");

    assertThat(problem())
        .matches("(?s).*documents.yaml:\\d+:\\d+: this file has no document 'app manifesto'.*");
  }

  @Test
  void a_code_without_a_rule_is_named() throws IOException {
    Files.delete(module.resolve("rules/ems-not-negotiated.yaml"));

    assertThat(problem())
        .isEqualTo("rules/ems-not-negotiated.yaml: is missing: every violation code has a rule");
  }

  @Test
  void a_rule_that_is_named_after_no_code_is_refused() throws IOException {
    Files.copy(module.resolve("rules/tls-not-used.yaml"), module.resolve("rules/no-tls.yaml"));

    assertThat(problem()).contains("no-tls.yaml:2:1: ", "unknown violation code 'no-tls'");
  }

  @Test
  void an_unknown_fix_is_named_with_its_place() throws IOException {
    change("rules/tls-not-used.yaml", "fix: https", "fix: http");

    assertThat(problem())
        .matches("(?s).*tls-not-used.yaml:\\d+:6: no fix 'http'; known: .*https.*");
  }

  @Test
  void a_fix_without_one_of_the_servers_is_refused() throws IOException {
    change("fixes/https.yaml", "jetty:", "netty:");

    assertThat(problem()).contains("https.yaml:").contains("unknown key 'netty'");
  }

  @Test
  void a_process_on_no_platform_of_apples_is_refused() throws IOException {
    change("processes.yaml", "[tvos]}", "[beos]}");

    assertThat(problem()).contains("processes.yaml:").contains("beos");
  }

  @Test
  void a_profile_that_is_like_none_is_refused() throws IOException {
    change("clients/safari-26.yaml", "like: ios-26.5-system", "like: ios-26-system");

    assertThat(profileProblem())
        .contains("safari-26.yaml:")
        .contains("like: 'ios-26-system' is not a client profile");
  }

  @Test
  void a_message_without_the_server_is_refused() throws IOException {
    change("rules/tls-version-below-1.2.yaml", " for server: {server}", "");

    assertThat(releaseProblem())
        .matches("(?s).*tls-version-below-1.2.yaml:\\d+:\\d+: messages: a message is like .*");
  }

  @Test
  void a_message_that_quotes_what_is_not_described_is_refused() throws IOException {
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
  void a_message_since_a_release_that_is_not_listed_is_refused() throws IOException {
    change("rules/rsa-key-below-2048.yaml", "\"27.0\":", "\"27.1\":");

    assertThat(releaseProblem())
        .matches(
            "(?s).*rsa-key-below-2048.yaml:\\d+:\\d+: messages: release 27.1 is not in releases/;"
                + " known: \\[26.4, 26.5, 27.0\\]");
  }

  @Test
  void words_that_another_message_begins_with_too_are_refused() throws IOException {
    change("rules/tls-not-used.yaml", "- \"Did not use TLS\"", "- \"Leaf certificate\"");

    assertThat(releaseProblem())
        .contains("tls-not-used.yaml:")
        .contains("'Leaf certificate' is how a message of leaf-hash-below-sha256 begins too");
  }

  @Test
  void words_for_a_reader_that_quote_what_is_not_described_are_refused() throws IOException {
    change("rules/ecdsa-key-below-256.yaml", "\"EC key size {bits}\"", "\"EC key size {n}\"");

    assertThat(releaseProblem())
        .matches("(?s).*ecdsa-key-below-256.yaml:\\d+:\\d+: read-as: .*describe \\{n\\}");
  }

  @Test
  void a_release_that_is_named_after_no_number_is_refused() throws IOException {
    Files.move(module.resolve("releases/27.0.yaml"), module.resolve("releases/27.yaml"));

    assertThat(releaseProblem())
        .matches("(?s).*27.yaml:\\d+:\\d+: the file must be named 27.0.yaml");
  }

  @Test
  void the_first_release_says_all() throws IOException {
    change("releases/26.4.yaml", "  mode: warn\n", "");

    assertThat(releaseProblem())
        .matches(
            "(?s).*26.4.yaml:\\d+:\\d+: changes: the first release must have 'mode', because .*");
  }

  @Test
  void there_is_one_reference() throws IOException {
    change("releases/27.0.yaml", "changes:", "reference: true\nchanges:");
    assertThat(releaseProblem())
        .matches("(?s).*27.0.yaml:\\d+:\\d+: reference: .*26.5.yaml is the reference already");

    change("releases/27.0.yaml", "reference: true\n", "");
    change("releases/26.5.yaml", "reference: true\n", "");
    assertThat(releaseProblem()).contains("no release says 'reference: true'");
  }

  @Test
  void an_unknown_change_of_a_release_is_refused() throws IOException {
    change("releases/27.0.yaml", "mode: enforce", "mood: enforce");

    assertThat(releaseProblem()).contains("27.0.yaml:").contains("unknown key 'mood'");
  }

  @Test
  void a_system_process_that_does_otherwise_than_its_release_is_refused() throws IOException {
    change("clients/ios-26.5-system.yaml", "mode: warn", "mode: enforce");

    assertThat(profileProblem())
        .matches("(?s).*ios-26.5-system.yaml:\\d+:\\d+: mode: 26.5 has another mode.*");
  }

  @Test
  void a_release_that_changes_its_mode_needs_a_client_file() throws IOException {
    Files.delete(module.resolve("clients/ios-27-system.yaml"));

    assertThat(profileProblem())
        .contains("releases/27.0.yaml: changes 'mode'")
        .contains("clients/ios-27-system.yaml");
  }

  @Test
  void a_profile_of_a_release_that_is_older_than_all_is_refused() throws IOException {
    change("clients/ios-26.4-system.yaml", "os-release: \"26.4\"", "os-release: \"26.3\"");

    assertThat(profileProblem())
        .matches(
            "(?s).*ios-26.4-system.yaml:\\d+:\\d+: release 26.3 is older than .*26.4, 26.5, 27.0.*");
  }

  private String releaseProblem() {
    BadFileException thrown =
        catchThrowableOfType(
            BadFileException.class, () -> CompiledReleases.compile(module, module));
    assertThat(thrown).isNotNull();
    return thrown.getMessage();
  }

  private String profileProblem() {
    BadFileException thrown =
        catchThrowableOfType(
            BadFileException.class,
            () ->
                new CatalogueLoader(new Catalogue(Map.of(), Map.of(), Releases.builtIn(), ""))
                    .loadProfiles(module.resolve("clients")));
    assertThat(thrown).isNotNull();
    return thrown.getMessage();
  }

  private String problem() {
    BadFileException thrown =
        catchThrowableOfType(BadFileException.class, () -> CompiledRules.compile(module, module));
    assertThat(thrown).isNotNull();
    return thrown.getMessage();
  }

  private void change(String file, String from, String to) throws IOException {
    String text = Files.readString(module.resolve(file));
    assertThat(text).contains(from);
    Files.writeString(module.resolve(file), text.replace(from, to));
  }
}
