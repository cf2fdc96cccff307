package dev.atsharness.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atsharness.scenario.internal.Citation;
import dev.atsharness.scenario.internal.OwnScenarios;
import dev.atsharness.scenario.internal.Sources;
import dev.atsharness.yaml.BadFileException;
import dev.atsharness.yaml.internal.Problem;
import dev.atsharness.yaml.internal.SchemaFiles;
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
      title: A scenario of a user
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
  void aGoodFileJoinsTheCatalogueAndChangesItsFingerprint() throws IOException {
    write("own/mine", GOOD);

    Catalogue extended = CATALOGUE.with(directory);

    assertThat(extended.scenario("own/mine").description().title())
        .isEqualTo("A scenario of a user");
    assertThat(extended.scenarios()).hasSize(CATALOGUE.scenarios().size() + 1);
    assertThat(extended.sha256()).isNotEqualTo(CATALOGUE.sha256());
  }

  @Test
  void aReferenceOfAUserSOwnFileIsAKeyOrAnyText() throws IOException {
    write("own/mine", GOOD.replace("[ours]", "[rfc7627, 'our ticket 12, http://tickets.test/12']"));

    Scenario mine = CATALOGUE.with(directory).scenario("own/mine");

    assertThat(mine.grounds().references())
        .containsExactly("rfc7627", "our ticket 12, http://tickets.test/12");
    assertThat(Sources.builtIn().cited(mine.grounds().references()))
        .extracting(Citation::text)
        .containsExactly("RFC 7627, https://www.rfc-editor.org/rfc/rfc7627");
  }

  @Test
  void aFileWithAKnownIdReplacesOurs() throws IOException {
    write("handshake/no-ems", GOOD);

    assertThat(CATALOGUE.with(directory).scenario("handshake/no-ems").description().title())
        .isEqualTo("A scenario of a user");
  }

  @Test
  void anUnknownKeyIsNamedWithItsPlaceAndTheKnownOnes() throws IOException {
    write("own/mine", GOOD.replace("  extended-master-secret", "  extended-master-secrets"));

    assertThat(problem())
        .startsWith(
            directory.resolve("own/mine.yaml")
                + ":7:28: tls: unknown key 'extended-master-secrets'; did you mean"
                + " extended-master-secret, extended-master-secret-used?; known: [versions,"
                + " cipher-suites,")
        .contains(" extended-master-secret,")
        .endsWith("]");
  }

  @Test
  void whatAClientMustDoIsEitherToConnectOrToRefuseForAKnownReason() throws IOException {
    write("own/mine", withDuty("{connect: true, by: RFC 8446 section 2}"));
    assertThat(CATALOGUE.with(directory).scenario("own/mine").expect().duty())
        .hasValueSatisfying(duty -> assertThat(duty.connects()).isTrue());

    assertRefused("{connect: true, refuse-after: certificate, by: RFC 8446}", "client-must");
    assertRefused("{refuse-after: certificate, by: RFC 8446}", "or 'refuse-after' and 'alerts'");
    assertRefused("{refuse-after: certificate, alerts: [bad_mood], by: RFC 8446}", "bad_mood");
    assertRefused("{connect: true, by: RFC 8446, if-offered: [TLSv1.4]}", "TLSv1.4");
  }

  @Test
  void aFaultOfTheProtocolIsInOneVersionWhereItExists() throws IOException {
    assertMisbehaviour("[TLSv1.3, TLSv1.2]", "corrupt-finished", "exactly one version");
    assertMisbehaviour("[TLSv1.2]", "raw-public-key", "exists in TLSv1.3;");
    assertMisbehaviour("[TLSv1.2]", "point-not-on-curve", "name in tls.groups only secp256r1");
  }

  private void assertMisbehaviour(String versions, String fault, String why) throws IOException {
    write("own/mine", GOOD.replace("[TLSv1.2]", versions + "\n  misbehaviour: " + fault));
    assertThat(problems())
        .extracting(Problem::toString)
        .anySatisfy(problem -> assertThat(problem).contains(why));
  }

  private void assertRefused(String duty, String why) throws IOException {
    write("own/mine", withDuty(duty));
    assertThat(problems())
        .extracting(Problem::toString)
        .anySatisfy(problem -> assertThat(problem).contains(why));
  }

  private static String withDuty(String duty) {
    return GOOD.replace("  fcp: fail\n", "  fcp: fail\n  client-must: " + duty + "\n");
  }

  @Test
  void badYamlIsNamedWithItsPlace() throws IOException {
    write("own/mine", GOOD.replace("[TLSv1.2]", "[TLSv1.2"));

    assertThat(problem())
        .contains("own/mine.yaml:7:25: not valid YAML: a list in [ ] has no ] at its end");
  }

  @Test
  void aTabIsNamedWithItsPlace() throws IOException {
    write("own/mine", GOOD.replace("  versions", "\tversions"));

    assertThat(problem()).contains(":6:1: not valid YAML: a tab");
  }

  @Test
  void aFaultAtTheEndOfAResponseNeedsHttp1() throws IOException {
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
  void aValueOfAnotherTypeBringsUpHowToWriteIt() throws IOException {
    write(
        "own/mine",
        GOOD.replace("[TLSv1.2]", "TLSv1.2")
            .replace("secret: false", "secret: 'no'")
            .replace("title: A scenario of a user", "title: 5"));

    assertThat(problems())
        .extracting(Problem::message)
        .containsExactly(
            "title: must be a text, and is '5'; write '5', in quotes",
            "tls.versions: must be a list, and is 'TLSv1.2'; write [TLSv1.2]",
            "tls.extended-master-secret: must be true or false, and is 'no'; write true or false");
  }

  @Test
  void aFileCountsWithEitherExtensionInAnyCase() throws IOException {
    write("own/mine", GOOD);
    Files.move(directory.resolve("own/mine.yaml"), directory.resolve("own/mine.YML"));

    assertThat(CATALOGUE.with(directory).scenariosById()).containsKey("own/mine");
  }

  @Test
  void ofTwoFilesForOneScenarioTheSecondIsNamed() throws IOException {
    write("own/mine", GOOD);
    Files.copy(directory.resolve("own/mine.yaml"), directory.resolve("own/mine.yml"));

    assertThat(problem()).endsWith("own/mine.yml: there is another file for own/mine; delete one");
  }

  @Test
  void aKeyGivenTwiceIsRefused() throws IOException {
    write("own/mine", GOOD + "role: app\n");

    assertThat(problem()).contains("own/mine.yaml:15:").contains("role");
  }

  @Test
  void aMissingKeyIsNamed() throws IOException {
    write("own/mine", GOOD.replace("evidence: inferred\n", ""));

    assertThat(problem()).contains("own/mine.yaml:1:1: key 'evidence' is missing");
  }

  @Test
  void anUnknownSuiteIsNamedWithItsPlace() throws IOException {
    write(
        "own/mine",
        GOOD.replace(
            "  extended-master-secret: false", "  cipher-suites: [TLS_RSA_WITH_AES_512_CBC_SHA]"));

    assertThat(problem()).contains(":7:").contains("unknown cipher suite 'TLS_RSA_WITH_AES_512");
  }

  @Test
  void aCombinationThatCannotWorkIsRefused() throws IOException {
    write(
        "own/mine",
        GOOD.replace("[TLSv1.2]", "[TLSv1.0]").replace("  extended-master-secret: false\n", ""));

    assertThat(problem())
        .contains("no cipher suite works with TLSv1.0 and an rsa-2048 key; name one");
  }

  @Test
  void aSuiteThatCannotWorkIsNamedAtItsPlace() throws IOException {
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
  void aSuiteForAnotherKeyIsNamedAtItsPlace() throws IOException {
    write(
        "own/mine",
        GOOD.replace(
            "extended-master-secret: false",
            "cipher-suites: [TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384]"));

    assertThat(problem())
        .contains(":7:18: ", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384 needs a key of another kind");
  }

  @Test
  void aHostThatNoAuthorityOfOursVouchesForNeedsAnAnchorOfItsOwn() throws IOException {
    write("own/mine", GOOD.replace("tls:\n", "host: local\ntls:\n"));

    assertThat(problems())
        .extracting(Problem::message)
        .anyMatch(message -> message.endsWith("at another host the issuer is installed-self"))
        .anyMatch(message -> message.contains("and the hosts local, unqualified"));
  }

  @Test
  void aHostWithoutANameHasNoSubdomainAndNoNextHop() throws IOException {
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
  void theServerToWhichAnAnswerLeadsIsFoundByItsNameAndLeadsNowhere() throws IOException {
    for (String next :
        List.of(
            "exempt/address-no-ems",
            "exempt/scep-no-ems",
            "protocol/ssl3-only",
            "cleartext/plain-http",
            "cleartext/redirect-to-http",
            "own/absent")) {
      write(
          "own/mine",
          GOOD.replace("tls:\n", "http: {status: 302, leads-to: " + next + "}\ntls:\n"));

      assertThat(problems())
          .extracting(Problem::message)
          .as(next)
          .anyMatch(message -> message.startsWith("leads-to: ") && message.contains(next));
    }
  }

  @Test
  void anAnswerLeadsToOnePlace() throws IOException {
    write(
        "own/mine",
        GOOD.replace("tls:\n", "http: {next-hop: http, leads-to: trust/expired}\ntls:\n"));

    assertThat(problems())
        .extracting(Problem::message)
        .anyMatch(message -> message.startsWith("next-hop and leads-to: an answer"))
        .anyMatch(message -> message.startsWith("next-hop and leads-to need a redirect status"));
  }

  @Test
  void twoCertificatesHaveKeysOfTwoKinds() throws IOException {
    write("own/mine", GOOD.replace("tls:\n", "second-certificate: {key: rsa-3072}\ntls:\n"));

    assertThat(problems())
        .extracting(Problem::message)
        .contains(
            "second-certificate: an rsa-3072 key beside rsa-2048; one of the two is RSA and the"
                + " other is not");
  }

  @Test
  void aSecondCertificateCountsAsOneDifferenceAndItsSettingsAsMore() throws IOException {
    write(
        "own/mine",
        GOOD.replace("control: baseline/tls12", "control: preference/dual-certificates")
            .replace("[TLSv1.2]", "[TLSv1.3, TLSv1.2]")
            .replace("tls:\n", "second-certificate: {key: p-384}\ntls:\n"));

    assertThat(problem())
        .contains("in tls.extended-master-secret, second-certificate.key; exactly one");
  }

  @Test
  void aLabelThatIsTakenIsRefused() throws IOException {
    write("own/no-ems", GOOD);

    assertThat(problem())
        .contains("the DNS label 'no-ems' is already taken by handshake/no-ems; rename the file");
  }

  @Test
  void aSecondDifferenceFromTheControlNeedsAReason() throws IOException {
    write("own/mine", GOOD.replace("tls:\n", "certificate:\n  key: rsa-3072\ntls:\n"));

    assertThat(problem())
        .contains(
            ":6:8: differs from its control baseline/tls12 in tls.extended-master-secret,"
                + " certificate.key")
        .endsWith("'also-differs: {certificate.key: the reason}'");
  }

  @Test
  void aViolatingScenarioNeedsAControl() throws IOException {
    write("own/mine", GOOD.replace("control: baseline/tls12\n", ""));

    assertThat(problem())
        .contains("a scenario with violations must name its control")
        .endsWith("; write 'control: baseline/tls12'");
  }

  @Test
  void aScenarioIsNotItsOwnControl() throws IOException {
    write("own/mine", GOOD.replace("baseline/tls12", "own/mine"));

    assertThat(problem()).contains(":4:10: the scenario is its own control");
  }

  @Test
  void anUnknownControlIsAnsweredWithThoseThatLookAlike() throws IOException {
    write("own/mine", GOOD.replace("baseline/tls12", "baseline/tls21"));

    assertThat(problem())
        .contains(":4:10: there is no scenario 'baseline/tls21'; did you mean baseline/tls12,");
  }

  @Test
  void aScenarioThatContradictsTheRulesIsLoadedAndTold() throws IOException {
    write("own/mine", GOOD);
    write("own/other", GOOD.replace("ats: pass", "ats: fail"));

    assertThat(OwnScenarios.contradicting(CATALOGUE.with(directory)))
        .extracting(Scenario::id)
        .containsExactly("own/other");
  }

  @Test
  void severalBrokenFilesAreToldInOneGo() throws IOException {
    write("own/one", GOOD.replace("role: mdm", "role: mdmm"));
    write("own/two", GOOD.replace("evidence: inferred", "evidence: guessed"));
    write("own/three", "");

    assertThat(problems()).extracting(Problem::file).hasSize(3).doesNotHaveDuplicates();
  }

  @Test
  void aDirectoryWithoutScenariosIsRefused() {
    assertThat(problem()).contains("no scenario files");
  }

  @Test
  void aDirectoryThatDoesNotExistIsRefused() {
    BadFileException thrown =
        catchThrowableOfType(
            BadFileException.class, () -> CATALOGUE.with(directory.resolve("nowhere")));

    assertThat(thrown).hasMessageContaining("is not a directory of scenario files");
  }

  @Test
  void aFileInPlaceOfADirectoryIsRefused() throws IOException {
    write("own/mine", GOOD);
    Path file = directory.resolve("own/mine.yaml");

    BadFileException thrown =
        catchThrowableOfType(BadFileException.class, () -> CATALOGUE.with(file));

    assertThat(thrown).hasMessageContaining(file + ": is a file; name its directory");
  }

  @Test
  void anUnknownViolationCodeIsQuotedWithTheKnownOnes() throws IOException {
    write("own/mine", GOOD.replace("[ems-not-negotiated]", "[ems-not-negociated]"));

    assertThat(problem())
        .contains(
            ":9:",
            "unknown value 'ems-not-negociated'; did you mean ems-not-negotiated?; known:"
                + " [tls-not-used,");
  }

  @Test
  void anEmptyFileIsCalledSo() throws IOException {
    write("own/mine", "# nothing yet\n");

    assertThat(problem())
        .contains("own/mine.yaml:1:1: the file is empty", "'ats-harness scenario new'");
  }

  @Test
  void aSecondDocumentIsRefusedWithItsPlace() throws IOException {
    write("own/mine", "# mine\n---\n" + GOOD + "---\n" + GOOD);

    assertThat(problem()).contains(":17:1: a second YAML document");
  }

  @Test
  void aHugeFileIsRefusedUnread() throws IOException {
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
