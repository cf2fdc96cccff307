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
    for (String directory : new String[] {"rules", "fixes", "clients"}) {
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

    BadFileException thrown =
        catchThrowableOfType(
            BadFileException.class,
            () ->
                new CatalogueLoader(new Catalogue(Map.of(), Map.of(), ""))
                    .loadProfiles(module.resolve("clients")));

    assertThat(thrown)
        .hasMessageContaining("safari-26.yaml:")
        .hasMessageContaining("like: 'ios-26-system' is no client profile");
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
