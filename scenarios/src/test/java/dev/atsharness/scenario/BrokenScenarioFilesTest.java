package dev.atsharness.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atsharness.yaml.BadFileException;
import dev.atsharness.yaml.Problem;
import dev.atsharness.yaml.SchemaFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokenScenarioFilesTest {
  private static final Catalogue CATALOGUE = Catalogue.builtIn();
  private static final String GOOD =
      """
      title: A scenario of somebody's own
      why: It is good for nothing but this test, which needs one that loads.
      role: mdm
      control: baseline/tls12
      tls:
        versions: [TLSv1.2]
        extended-master-secret: false
      expect:
        violations: [ems-not-negotiated]
        implied: []
        ats: pass
        fcp: fail
      evidence: inferred
      references: [ours]
      """;

  @TempDir Path directory;

  @Test
  void a_good_file_joins_the_catalogue_and_changes_its_fingerprint() throws IOException {
    write("own/mine", GOOD);

    Catalogue extended = CATALOGUE.with(directory);

    assertThat(extended.scenario("own/mine").title()).isEqualTo("A scenario of somebody's own");
    assertThat(extended.scenarios()).hasSize(CATALOGUE.scenarios().size() + 1);
    assertThat(extended.sha256()).isNotEqualTo(CATALOGUE.sha256());
  }

  @Test
  void a_file_with_a_known_id_replaces_ours() throws IOException {
    write("handshake/no-ems", GOOD);

    assertThat(CATALOGUE.with(directory).scenario("handshake/no-ems").title())
        .isEqualTo("A scenario of somebody's own");
  }

  @Test
  void an_unknown_key_is_named_with_its_place_and_the_known_ones() throws IOException {
    write("own/mine", GOOD.replace("  extended-master-secret", "  extended-master-secrets"));

    assertThat(problem())
        .startsWith(
            directory.resolve("own/mine.yaml")
                + ":7:28: tls: unknown key 'extended-master-secrets'; did you mean"
                + " extended-master-secret?; known: [versions, cipher-suites,")
        .contains(" extended-master-secret,")
        .endsWith("]");
  }

  @Test
  void bad_yaml_is_named_with_its_place() throws IOException {
    write("own/mine", GOOD.replace("[TLSv1.2]", "[TLSv1.2"));

    assertThat(problem())
        .contains("own/mine.yaml:7:25: not valid YAML: expected ',' or ']'")
        .contains("while parsing a flow sequence");
  }

  @Test
  void a_tab_is_named_with_its_place() throws IOException {
    write("own/mine", GOOD.replace("  versions", "\tversions"));

    assertThat(problem()).contains(":6:1: not valid YAML: found character '\\t(TAB)'");
  }

  @Test
  void a_fault_at_the_end_of_a_response_needs_http_1() throws IOException {
    write(
        "own/mine",
        GOOD.replace(
            "  extended-master-secret: false\n",
            "  alpn: [h2, http/1.1]\nnetwork-fault: no-close-notify\n"));

    assertThat(problems())
        .extracting(Problem::toString)
        .anySatisfy(
            problem ->
                assertThat(problem).contains("mine.yaml:8:16: ", "leave h2 out of tls.alpn"));
  }

  @Test
  void a_value_of_another_type_brings_up_how_to_write_it() throws IOException {
    write(
        "own/mine",
        GOOD.replace("[TLSv1.2]", "TLSv1.2")
            .replace("secret: false", "secret: 'no'")
            .replace("title: A scenario of somebody's own", "title: 5"));

    assertThat(problems())
        .extracting(Problem::message)
        .containsExactly(
            "title: integer found, string expected; write '5', in quotes",
            "tls.versions: string found, array expected; write [TLSv1.2]",
            "tls.extended-master-secret: string found, boolean expected; write true or false");
  }

  @Test
  void a_file_counts_whatever_its_extension_looks_like() throws IOException {
    write("own/mine", GOOD);
    Files.move(directory.resolve("own/mine.yaml"), directory.resolve("own/mine.YML"));

    assertThat(CATALOGUE.with(directory).scenariosById()).containsKey("own/mine");
  }

  @Test
  void of_two_files_for_one_scenario_the_second_is_named() throws IOException {
    write("own/mine", GOOD);
    Files.copy(directory.resolve("own/mine.yaml"), directory.resolve("own/mine.yml"));

    assertThat(problem()).endsWith("own/mine.yml: there is another file for own/mine; delete one");
  }

  @Test
  void a_key_given_twice_is_refused() throws IOException {
    write("own/mine", GOOD + "role: app\n");

    assertThat(problem()).contains("own/mine.yaml:15:").contains("role");
  }

  @Test
  void a_missing_key_is_named() throws IOException {
    write("own/mine", GOOD.replace("evidence: inferred\n", ""));

    assertThat(problem()).contains("own/mine.yaml:1:1: key 'evidence' is missing");
  }

  @Test
  void an_unknown_suite_is_named_with_its_place() throws IOException {
    write(
        "own/mine",
        GOOD.replace(
            "  extended-master-secret: false", "  cipher-suites: [TLS_RSA_WITH_AES_512_CBC_SHA]"));

    assertThat(problem()).contains(":7:").contains("unknown cipher suite 'TLS_RSA_WITH_AES_512");
  }

  @Test
  void a_combination_that_cannot_work_is_refused() throws IOException {
    write(
        "own/mine",
        GOOD.replace("[TLSv1.2]", "[TLSv1.0]").replace("  extended-master-secret: false\n", ""));

    assertThat(problem())
        .contains("no cipher suite works with TLSv1.0 and an rsa-2048 key; name one");
  }

  @Test
  void a_suite_that_cannot_work_is_named_at_its_place() throws IOException {
    write(
        "own/mine",
        GOOD.replace("[TLSv1.2]", "[TLSv1.3]")
            .replace(
                "extended-master-secret: false",
                "cipher-suites: [TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384]"));

    assertThat(problems().get(0).toString())
        .contains(
            ":7:18: no cipher suite works with TLSv1.3 and an rsa-2048 key:"
                + " TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 is for other versions;");
  }

  @Test
  void a_suite_for_another_key_is_named_at_its_place() throws IOException {
    write(
        "own/mine",
        GOOD.replace(
            "extended-master-secret: false",
            "cipher-suites: [TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384]"));

    assertThat(problem())
        .contains(":7:18: ", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384 needs a key of another kind");
  }

  @Test
  void a_host_that_no_authority_of_ours_vouches_for_needs_an_anchor_of_its_own()
      throws IOException {
    write("own/mine", GOOD.replace("tls:\n", "host: local\ntls:\n"));

    assertThat(problems())
        .extracting(Problem::message)
        .anyMatch(message -> message.endsWith("at another host the issuer is installed-self"))
        .anyMatch(message -> message.contains("and the hosts local, unqualified"));
  }

  @Test
  void a_host_without_a_name_has_no_subdomain_and_no_next_hop() throws IOException {
    write(
        "own/mine",
        GOOD.replace(
            "tls:\n",
            "host: address\nsubdomain: www\nhttp: {status: 302, next-hop: http}\ntls:\n"));

    assertThat(problems())
        .extracting(Problem::message)
        .contains("a host with a subdomain is qualified or local")
        .anyMatch(message -> message.startsWith("next-hop needs a host with a name"));
  }

  @Test
  void two_certificates_have_keys_of_two_kinds() throws IOException {
    write("own/mine", GOOD.replace("tls:\n", "second-certificate: {key: rsa-3072}\ntls:\n"));

    assertThat(problems())
        .extracting(Problem::message)
        .contains(
            "second-certificate: an rsa-3072 key beside rsa-2048; one of the two is RSA and the"
                + " other is not");
  }

  @Test
  void a_second_certificate_counts_as_one_difference_and_its_settings_as_more() throws IOException {
    write(
        "own/mine",
        GOOD.replace("control: baseline/tls12", "control: preference/dual-certificates")
            .replace("tls:\n", "second-certificate: {key: p-384}\ntls:\n"));

    assertThat(problem())
        .contains("in tls.extended-master-secret, second-certificate.key; exactly one");
  }

  @Test
  void a_label_that_is_taken_is_refused() throws IOException {
    write("own/no-ems", GOOD);

    assertThat(problem())
        .contains("the DNS label 'no-ems' is already taken by handshake/no-ems; rename the file");
  }

  @Test
  void a_second_difference_from_the_control_needs_a_reason() throws IOException {
    write("own/mine", GOOD.replace("tls:\n", "certificate:\n  key: rsa-3072\ntls:\n"));

    assertThat(problem())
        .contains(
            ":6:8: differs from its control baseline/tls12 in tls.extended-master-secret,"
                + " certificate.key")
        .endsWith("'also-differs: {certificate.key: the reason}'");
  }

  @Test
  void a_violating_scenario_needs_a_control() throws IOException {
    write("own/mine", GOOD.replace("control: baseline/tls12\n", ""));

    assertThat(problem())
        .contains("a scenario with violations must name its control")
        .endsWith("; write 'control: baseline/tls12'");
  }

  @Test
  void a_scenario_is_not_its_own_control() throws IOException {
    write("own/mine", GOOD.replace("baseline/tls12", "own/mine"));

    assertThat(problem()).contains(":4:10: the scenario is its own control");
  }

  @Test
  void an_unknown_control_is_answered_with_those_that_look_alike() throws IOException {
    write("own/mine", GOOD.replace("baseline/tls12", "baseline/tls21"));

    assertThat(problem())
        .contains(":4:10: there is no scenario 'baseline/tls21'; did you mean baseline/tls12,");
  }

  @Test
  void a_scenario_that_contradicts_the_rules_is_loaded_and_told() throws IOException {
    write("own/mine", GOOD);
    write("own/other", GOOD.replace("ats: pass", "ats: fail"));

    assertThat(OwnScenarios.contradicting(CATALOGUE.with(directory)))
        .extracting(Scenario::id)
        .containsExactly("own/other");
  }

  @Test
  void several_broken_files_are_told_in_one_go() throws IOException {
    write("own/one", GOOD.replace("role: mdm", "role: mdmm"));
    write("own/two", GOOD.replace("evidence: inferred", "evidence: guessed"));
    write("own/three", "");

    assertThat(problems()).extracting(Problem::file).hasSize(3).doesNotHaveDuplicates();
  }

  @Test
  void a_directory_without_scenarios_is_refused() {
    assertThat(problem()).contains("no scenario files");
  }

  @Test
  void a_directory_that_does_not_exist_is_refused() {
    BadFileException thrown =
        catchThrowableOfType(
            BadFileException.class, () -> CATALOGUE.with(directory.resolve("nowhere")));

    assertThat(thrown).hasMessageContaining("is not a directory of scenario files");
  }

  @Test
  void a_file_in_place_of_a_directory_is_refused() throws IOException {
    write("own/mine", GOOD);
    Path file = directory.resolve("own/mine.yaml");

    BadFileException thrown =
        catchThrowableOfType(BadFileException.class, () -> CATALOGUE.with(file));

    assertThat(thrown).hasMessageContaining(file + ": is a file; name its directory");
  }

  @Test
  void an_unknown_violation_code_is_quoted_with_the_known_ones() throws IOException {
    write("own/mine", GOOD.replace("[ems-not-negotiated]", "[ems-not-negociated]"));

    assertThat(problem())
        .contains(
            ":9:",
            "unknown value 'ems-not-negociated'; did you mean ems-not-negotiated?; known:"
                + " [tls-not-used,");
  }

  @Test
  void an_empty_file_is_called_so() throws IOException {
    write("own/mine", "# nothing yet\n");

    assertThat(problem())
        .contains("own/mine.yaml:1:1: the file is empty", "'ats-harness scenario new'");
  }

  @Test
  void a_second_document_is_refused_with_its_place() throws IOException {
    write("own/mine", "# mine\n---\n" + GOOD + "---\n" + GOOD);

    assertThat(problem()).contains(":17:1: a second YAML document");
  }

  @Test
  void a_huge_file_is_refused_unread() throws IOException {
    write("own/mine", GOOD + "#".repeat(SchemaFiles.MAX_BYTES));

    assertThat(problem()).contains("larger than 65536 bytes");
  }

  private String problem() {
    List<Problem> problems = problems();
    assertThat(problems).hasSize(1);
    return problems.get(0).toString();
  }

  private List<Problem> problems() {
    BadFileException thrown =
        catchThrowableOfType(BadFileException.class, () -> CATALOGUE.with(directory));
    assertThat(thrown).isNotNull();
    return thrown.problems();
  }

  private void write(String id, String text) throws IOException {
    Path file = directory.resolve(id + ".yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
