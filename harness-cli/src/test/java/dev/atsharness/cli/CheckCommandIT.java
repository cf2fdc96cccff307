package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.ats.Violation;
import dev.atsharness.conformance.CheckResult;
import dev.atsharness.conformance.CheckerResult;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.Outcome;
import dev.atsharness.conformance.checker.internal.PrivateHosts;
import dev.atsharness.conformance.internal.Judgement;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.server.AtsHarness;
import dev.atsharness.server.Endpoint;
import dev.atsharness.testing.OutsideProgram;
import dev.atsharness.testing.Skip;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CheckCommandIT {

  private static final String DEVICE = "simulated-device:ios-26.5-system";
  private static final String NO_EMS = "handshake/no-ems";

  /** The compliant servers with TLS, and one whose certificate is wrong without SNI alone. */
  private static final String[] BASELINES = {
    "--only", "baseline/*", "--only", "trust/other-host-without-sni"
  };

  @TempDir Path directory;

  @Test
  void agreesWithItsOwnEndpointsAndWritesReports() throws Exception {
    Path junit = directory.resolve("junit.xml");
    Path json = directory.resolve("result.json");

    Cli.Result result =
        Cli.run(
            "check",
            "--checker",
            DEVICE,
            "--only",
            "handshake/*",
            "--junit",
            junit.toString(),
            "--json",
            json.toString());

    assertThat(result.status()).as(result.out() + result.err()).isEqualTo(ExitCode.OK);
    assertThat(result.out()).contains("all as expected").contains("0 missed, 0 false alarms");
    assertThat(Files.readString(junit))
        .contains("classname=\"" + DEVICE + "\" name=\"handshake/no-ems\"")
        .doesNotContain("<propert", System.getProperty("user.dir"));
    JsonNode checker = JsonMapper.shared().readTree(json.toFile()).at("/checkers/0");
    assertThat(checker.path("name").asString()).isEqualTo(DEVICE);
    assertThat(directory.resolve("result.json.partial.jsonl")).doesNotExist();
  }

  private static final String CLIENT =
      "curl -sS --noproxy '*' --cacert {ca} --connect-to ::{address}: -o /dev/null"
          + " https://{host}:{port}/";

  @Test
  void judgesAClientByTheJournalAfterTheControlsOfItsTests() throws Exception {
    OutsideProgram.require("curl");
    String[] only = {"--only", "handshake/group-not-offered", "--only", "trust/expired", "--all"};
    Path gaps = directory.resolve("careless.yaml");

    Cli.Result right = check(only, "--client", CLIENT);
    Cli.Result careless =
        check(
            only,
            "--client",
            CLIENT + " --insecure",
            "--name",
            "careless",
            "--write-gaps",
            gaps.toString());
    Cli.Result known =
        check(new String[] {"--only", "trust/expired"}, "--checker", gaps.toString());

    assertThat(right.status()).as(right.out()).isEqualTo(ExitCode.OK);
    assertThat(right.out())
        .contains("curl-client: 4 agreed", "baseline/tls12", "baseline/tls13", "all as expected");
    assertThat(careless.status()).as(careless.out()).isEqualTo(ExitCode.DEVIATION);
    assertThat(careless.out())
        .contains(
            "trust/expired by careless: accepted",
            "It accepted what it must refuse: it says that it connected (RFC 5280 section"
                + " 6.1.3).");
    assertThat(known.status()).as(known.out()).isEqualTo(ExitCode.OK);
    assertThat(known.out()).contains("1 known gap");
  }

  @Test
  void aClientThatNeverConnectsCannotBeJudged() throws Exception {
    Cli.Result result = check(new String[] {"--only", "trust/expired"}, "--client", "exit 1");

    assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(result.out()).contains("Cannot tell: it never sent a ClientHello");
  }

  /** Sends the shortest complete ClientHello and waits for the answer. */
  private static final String HELLO =
      "exec 3<>/dev/tcp/$ATS_HARNESS_ADDRESS/$ATS_HARNESS_PORT; printf"
          + " '\\026\\003\\001\\000\\055\\001\\000\\000\\051\\003\\003%032d\\000\\000\\002\\023\\001\\001\\000'"
          + " 0 >&3; read -r -n 1 -u 3;";

  /** A checker that agrees at the baseline and cannot judge anything else. */
  private static final String SEES_NOTHING =
      "case $ATS_HARNESS_HOST in tls13.*) "
          + HELLO
          + " echo OK ;; *) echo UNSUPPORTED not today ;; esac";

  private String seesNothing() throws Exception {
    return script("sees-nothing.sh", SEES_NOTHING);
  }

  private String script(String name, String text) throws Exception {
    return "bash " + Files.writeString(directory.resolve(name), text);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the program is a shell script")
  void aVoidRunShowsWhatFailedAtTheBaseline() throws Exception {
    String distrusts = script("distrusts.sh", "echo 'it says: unknown issuer'; echo 'UNSUPPORTED'");
    Path json = directory.resolve("void.json");
    Path markdown = directory.resolve("void.md");

    Cli.Result result =
        check(
            new String[] {"--only", "baseline/tls13"},
            "--exec",
            distrusts + " {url}",
            "--json",
            json.toString(),
            "--markdown",
            markdown.toString());

    assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
    String hint =
        "If it does not trust the certificate, see docs/stacks.md. Programs got addresses in this"
            + " run: try --private-hosts.";
    assertThat(result.out()).contains("output:   it says: unknown issuer", hint);
    assertThat(Files.readString(markdown)).contains("it says: unknown issuer");
    assertThat(ResultFile.read(json).checkers().get(0).verdicts())
        .singleElement()
        .satisfies(
            verdict ->
                assertThat(verdict.observation().report().output())
                    .contains("it says: unknown issuer"));
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the program is a shell script")
  void saysNothingOfAProgramThatOpensThePortAlone() throws Exception {
    Path gaps = directory.resolve("mine.yaml");
    String knocks =
        script("knocks.sh", ": >/dev/tcp/$ATS_HARNESS_ADDRESS/$ATS_HARNESS_PORT; echo OK");

    Cli.Result result =
        check(
            new String[] {"--only", "baseline/tls1*"},
            "--exec",
            knocks,
            "--allow-unsupported",
            "--write-gaps",
            gaps.toString());

    assertThat(result.status()).as(result.out()).isEqualTo(ExitCode.FAILURE);
    assertThat(result.out())
        .contains("nothing can be said", "did not check the server")
        .contains("'ats-harness serve --only baseline/tls13'")
        .doesNotContain("That was allowed");
    assertThat(result.err()).contains("is not written: the run is void");
    assertThat(gaps).doesNotExist();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the program is a shell script")
  void findsTheServersThatAProgramDidNotLookAt() throws Exception {
    String looksOnce =
        script("looks-once.sh", "case $ATS_HARNESS_HOST in tls13.*) " + HELLO + " esac; echo OK");
    String dies =
        script(
            "dies.sh",
            HELLO + " echo OK; case $ATS_HARNESS_HOST in tls13.*) ;; *) kill -9 $$; esac");

    Cli.Result once = check(new String[] {"--only", "baseline/tls12"}, "--exec", looksOnce);
    Cli.Result died = check(new String[] {"--only", "baseline/tls12"}, "--exec", dies);

    assertThat(once.status()).as(once.out()).isEqualTo(ExitCode.DEVIATION);
    assertThat(once.out()).contains("baseline/tls12 by looks-once.sh: no-contact");
    assertThat(died.status()).as(died.out()).isEqualTo(ExitCode.FAILURE);
    assertThat(died.out()).contains("1 unsupported", "1 server was not looked at");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the program is a shell script")
  void isRedForACheckerThatDoesNotLookUntilThatIsDeclared() throws Exception {
    Path gaps = directory.resolve("mine.yaml");
    String[] only = {"--only", "handshake/no-ems*"};

    Cli.Result red = check(only, "--exec", seesNothing(), "--write-gaps", gaps.toString());
    Cli.Result declared = check(only, "--checker", gaps.toString());
    Cli.Result again = check(only, "--exec", seesNothing(), "--write-gaps", gaps.toString());
    Cli.Result allowed = check(only, "--exec", seesNothing(), "--allow-unsupported");
    Files.writeString(
        gaps,
        Files.readString(gaps).replaceFirst("(?s)  - scenario: handshake/no-ems\n.*?(?=  - )", ""));
    Cli.Result removed = check(only, "--checker", gaps.toString());

    assertThat(red.status()).as(red.err()).isEqualTo(ExitCode.DEVIATION);
    assertThat(red.out())
        .contains("handshake/no-ems by sees-nothing.sh: unsupported", "  why:      ")
        .contains("2 servers were not looked at, and nothing declares this.");
    assertThat(red.err()).contains("wrote 2 known gaps to " + gaps);
    assertThat(declared.status()).as(declared.out()).isEqualTo(ExitCode.OK);
    assertThat(declared.out())
        .contains("no deviation, but 2 servers were not looked at. 2 known gaps.")
        .contains(
            "2 servers were not looked at, which its adapter declares. At each it said that it");
    assertThat(again.status()).isEqualTo(ExitCode.USAGE);
    assertThat(again.err()).contains(gaps + " exists already");
    assertThat(allowed.status()).as(allowed.out()).isEqualTo(ExitCode.OK);
    assertThat(allowed.out())
        .contains("no deviation, but 2 servers were not looked at.")
        .doesNotContain("as expected");
    assertThat(removed.status()).as(removed.out()).isEqualTo(ExitCode.DEVIATION);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the program is a shell script")
  void isRedForACheckerThatFailsWhereItOnlyMissedSomething() throws Exception {
    Path gaps = directory.resolve("mine.yaml");
    String program = script("mine.sh", HELLO + " echo OK");
    String[] only = {"--only", "handshake/no-ems"};

    check(only, "--exec", program, "--write-gaps", gaps.toString());
    Cli.Result declared = check(only, "--checker", gaps.toString());
    script("mine.sh", HELLO + " case $ATS_HARNESS_HOST in tls13.*) echo OK ;; *) exit 9 ;; esac");
    Cli.Result fails = check(only, "--checker", gaps.toString());

    assertThat(declared.status()).as(declared.out()).isEqualTo(ExitCode.OK);
    assertThat(fails.status()).as(fails.out()).isEqualTo(ExitCode.DEVIATION);
    assertThat(fails.out())
        .contains("handshake/no-ems by mine: unsupported", "a gap with 'no-result: true' would")
        .contains("There it came to no result.");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the program is a shell script")
  void cannotTellWhereOnlyServersInOrderWereNotLookedAt() throws Exception {
    Cli.Result result = check(new String[] {"--only", "baseline/tls1*"}, "--exec", seesNothing());

    assertThat(result.status()).as(result.out()).isEqualTo(ExitCode.FAILURE);
    assertThat(result.out())
        .contains("no deviation, but 3 servers were not looked at.")
        .doesNotContain("as expected");
  }

  /** What curl's exit status says about the certificate; all else is left out. */
  private static final String CURL =
      "curl --disable --silent --show-error --noproxy '*' --max-time 20 --output /dev/null"
          + " --cacert \"$ATS_HARNESS_CA\" \"$@\"; status=$?;"
          + " case $status in 0) echo OK ;; 60) echo certificate-not-trusted ;;"
          + " *) echo UNSUPPORTED status $status ;; esac";

  /** The names do not resolve, so the URL has the address, and curl sends no server name. */
  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the program is a shell script")
  void aPlainCurlAgreesAtTheAddressOfTheBaselines() throws Exception {
    OutsideProgram.require("curl");
    String curl = script("by-address.sh", CURL);
    Cli.Result result = check(BASELINES, "--exec", curl + " {url}");
    assertThat(result.err()).contains("programs get addresses");
    assertThat(result.status()).as(result.out()).isEqualTo(ExitCode.OK);
    assertThat(result.out())
        .containsPattern("by-address.sh: \\d+ agreed, 0 missed, 0 false alarms");
  }

  /**
   * A client that connects to the address sends no server name, and compares the certificate with
   * the address; there too the certificate is wrong.
   */
  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the program is a shell script")
  void aPlainCurlFindsEveryFaultInTheNamesByNameAndByAddress() throws Exception {
    OutsideProgram.require("curl");
    String[] faults = faultsInTheNames();
    String curl = script("verifies.sh", CURL);

    Cli.Result byAddress = check(faults, "--exec", curl + " {url}");
    Cli.Result byName =
        check(faults, "--exec", curl + " --resolve {host}:{port}:{address} https://{host}:{port}/");

    assertThat(faults).contains("trust/wrong-host", "trust/ip-san-only");
    for (Cli.Result result : List.of(byAddress, byName)) {
      assertThat(result.status()).as(result.out()).isEqualTo(ExitCode.OK);
      assertThat(result.out()).contains("verifies.sh: " + (faults.length / 2 + 1) + " agreed");
    }
  }

  /**
   * The options that choose the scenarios whose certificates are wrong in their names alone, but
   * not the one without any: there curl compares the common name.
   */
  private static String[] faultsInTheNames() {
    Catalogue all = Catalogue.builtIn();
    Set<String> names = Set.of("certificate.names", "certificate.common-name", "subdomain");
    return all.scenarios().stream()
        .filter(one -> one.expect().violations().contains(Violation.CERTIFICATE_NOT_TRUSTED))
        .filter(one -> names.containsAll(one.differencesFrom(all.scenario(one.control().get()))))
        .filter(one -> !one.settings().certificate().names().isEmpty())
        .flatMap(one -> Stream.of("--only", one.id()))
        .toArray(String[]::new);
  }

  /** The redirect leads to the name of another server. */
  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the program is a shell script")
  void aCurlThatFollowsARedirectFindsTheNextServerByItsPrivateName() throws Exception {
    OutsideProgram.require("curl");
    requirePrivateHosts();
    Cli.Result result =
        check(
            new String[] {"--only", "next-hop/redirect-to-compliant"},
            "--private-hosts",
            "--exec",
            script("follows.sh", CURL) + " --location {url}");
    assertThat(result.status()).as(result.out()).isEqualTo(ExitCode.OK);
    assertThat(result.out()).containsPattern("follows.sh: \\d+ agreed, 0 missed, 0 false alarms");
  }

  private static void requirePrivateHosts() throws Exception {
    try {
      PrivateHosts.find(System.getenv("PATH"));
    } catch (IllegalArgumentException e) {
      Skip.unless(false, e.getMessage());
    }
  }

  @Test
  void aCaWithoutNameConstraintsIsWarnedOf() {
    Cli.Result result =
        check(
            new String[] {"--only", "baseline/tls13"},
            "--checker",
            DEVICE,
            "--ca-without-name-constraints");
    assertThat(result.status()).as(result.err()).isEqualTo(ExitCode.OK);
    assertThat(result.err())
        .contains("warning: --ca-without-name-constraints", "impersonate any server");
  }

  /** Such a CA permits every name, so that the certificate is right. */
  @Test
  void aBreachOfNameConstraintsIsNotJudgedWhereThereAreNone() {
    String[] only = {"--only", "trust/name-outside-constraints"};
    Cli.Result without = check(only, "--checker", DEVICE, "--ca-without-name-constraints", "--all");
    Cli.Result with = check(only, "--checker", DEVICE, "--all");

    assertThat(without.status()).as(without.out()).isEqualTo(ExitCode.OK);
    assertThat(without.out()).doesNotContain("name-outside-constraints");
    assertThat(without.err())
        .contains("there is no fault in trust/name-outside-constraints, so it is left out");
    assertThat(with.out()).contains("name-outside-constraints");
    assertThat(with.err()).doesNotContain("left out");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the program is a shell script")
  void aPlainCurlAgreesAtTheNamesOfTheBaselines() throws Exception {
    OutsideProgram.require("curl");
    String curl = script("by-name.sh", CURL);
    Cli.Result result =
        check(
            BASELINES,
            "--exec",
            curl + " --resolve {host}:{port}:{address} https://{host}:{port}/");
    assertThat(result.status()).as(result.out()).isEqualTo(ExitCode.OK);
    assertThat(result.out()).containsPattern("by-name.sh: \\d+ agreed, 0 missed, 0 false alarms");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the program is a shell script")
  void tellsTwoProgramsOfOneNameApart() throws Exception {
    Cli.Result result =
        check(
            new String[] {"--only", "baseline/tls13"},
            "--exec",
            seesNothing(),
            "--name",
            "old",
            "--exec",
            seesNothing());

    assertThat(result.status()).as(result.err()).isEqualTo(ExitCode.OK);
    assertThat(result.out()).contains("old: 1 agreed", "sees-nothing.sh: 1 agreed");
  }

  @Test
  void refusesAKnownGapOfAScenarioThatIsNotThere() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("mine.yaml"),
            """
            title: mine
            programs: [sh]
            arguments: []
            output: {format: contract}
            known-gaps:
              - scenario: handshake/no-emz
                reason: once
            """);

    Cli.Result result = Cli.run("check", "--checker", file.toString());

    assertThat(result.status()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err())
        .contains("mine.yaml:6:15: a known gap names 'handshake/no-emz'")
        .contains("did you mean handshake/no-ems?");
  }

  private static Cli.Result check(String[] only, String... options) {
    return Cli.run(
        Stream.of(Stream.of("check"), Stream.of(only), Stream.of(options))
            .flatMap(words -> words)
            .toArray(String[]::new));
  }

  @Test
  void checksARunningHarnessByFileAndByConsole() {
    try (AtsHarness harness =
        AtsHarness.builder().only("baseline/tls13", "handshake/no-ems").start()) {
      Path manifest = directory.resolve("ready.json");
      harness.manifest().write(manifest);

      for (String against :
          new String[] {manifest.toString(), harness.manifest().console().toString()}) {
        Cli.Result result = Cli.run("check", "--checker", DEVICE, "--against", against);

        assertThat(result.status()).as(result.out() + result.err()).isEqualTo(ExitCode.OK);
      }
    }
  }

  @Test
  void saysThatTheHarnessIsNoLongerListening() {
    Path manifest = directory.resolve("ready.json");
    URI console;
    try (AtsHarness harness = AtsHarness.builder().only("baseline/tls13").start()) {
      harness.manifest().write(manifest);
      console = harness.manifest().console();
    }

    Cli.Result result = Cli.run("check", "--checker", DEVICE, "--against", manifest.toString());

    assertThat(result.status()).isEqualTo(ExitCode.FAILURE);
    assertThat(result.err())
        .contains("nothing listens at " + console.getAuthority())
        .contains("is 'ats-harness serve' still running?");
  }

  @ParameterizedTest
  @CsvSource({
    "https://, the console speaks plain HTTP",
    "http://, answered with status 400",
  })
  void saysThatAnEndpointIsNotTheConsole(String scheme, String why) {
    try (AtsHarness harness = AtsHarness.builder().only("baseline/tls13").start()) {
      Endpoint endpoint = harness.endpoint("baseline/tls13");
      String url = scheme + endpoint.address() + ":" + endpoint.port() + "/";

      Cli.Result result = Cli.run("check", "--checker", DEVICE, "--against", url);

      assertThat(result.status()).isEqualTo(ExitCode.USAGE);
      assertThat(result.err())
          .contains("--against " + url + " is not the console of a harness: ")
          .contains(why)
          .contains("'ats-harness serve' prints the URL after 'Console:'");
    }
  }

  @Test
  void saysThatAPageIsNoManifest() {
    try (AtsHarness harness = AtsHarness.builder().only("baseline/tls13").start()) {
      String url = harness.manifest().console().resolve("/ca.pem").toString();

      Cli.Result result = Cli.run("check", "--checker", DEVICE, "--against", url);

      assertThat(result.status()).isEqualTo(ExitCode.USAGE);
      assertThat(result.err())
          .contains("is not the console of a harness: its answer is not a manifest")
          .doesNotContain("token");
    }
  }

  @Test
  void warnsOfAFileThatContradictsTheRules() throws Exception {
    Cli.run("scenario", "new", "own/mine", "--from", NO_EMS, "--scenarios", directory.toString());
    Path file = directory.resolve("own/mine.yaml");
    String good = Files.readString(file);
    assertThat(good).contains("ats: pass");

    assertThat(checkOwn().err()).doesNotContain("warning");

    Files.writeString(file, good.replace("ats: pass", "ats: fail"));

    assertThat(checkOwn().err())
        .containsOnlyOnce("warning: own/mine: the rules compute a ground truth that differs")
        .contains("run 'ats-harness scenario check " + directory + "'");
  }

  private Cli.Result checkOwn() {
    return Cli.run(
        "check", "--checker", DEVICE, "--scenarios", directory.toString(), "--only", "own/*");
  }

  @Test
  void turnsRedWhenTheServerIsNotWhatTheManifestSays() throws Exception {
    try (AtsHarness harness = AtsHarness.builder().only("baseline/*", "handshake/no-ems").start()) {
      int sound = harness.endpoint("baseline/tls12").port();
      int faulty = harness.endpoint("handshake/no-ems").port();
      Path manifest = directory.resolve("ready.json");
      harness.manifest().write(manifest);
      String json = Files.readString(manifest);
      assertThat(json).contains("\"port\" : " + faulty);
      Files.writeString(manifest, json.replace("\"port\" : " + faulty, "\"port\" : " + sound));

      Cli.Result result =
          Cli.run(
              "check",
              "--checker",
              DEVICE,
              "--only",
              "handshake/*",
              "--against",
              manifest.toString());

      assertThat(result.status()).isEqualTo(ExitCode.DEVIATION);
      assertThat(result.out()).contains("handshake/no-ems by " + DEVICE);
    }
  }

  @Test
  void saysThatNothingCanBeSaidWithoutABaseline() {
    try (AtsHarness harness = AtsHarness.builder().only("handshake/no-ems").start()) {
      Path manifest = directory.resolve("ready.json");
      harness.manifest().write(manifest);

      Cli.Result result = Cli.run("check", "--checker", DEVICE, "--against", manifest.toString());

      assertThat(result.status()).isEqualTo(ExitCode.USAGE);
      assertThat(result.err()).contains("baseline/tls13");
    }
  }

  @Test
  void probesAServer() throws Exception {
    try (AtsHarness harness = AtsHarness.builder().only("handshake/no-ems").start()) {
      var endpoint = harness.endpoint("handshake/no-ems");
      Path ca = Files.writeString(directory.resolve("ca.pem"), harness.caPem());

      Cli.Result result =
          Cli.run(
              "probe",
              "https://" + endpoint.host() + "/",
              "--connect",
              endpoint.address() + ":" + endpoint.port(),
              "--ca",
              ca.toString());

      assertThat(result.status()).as(result.err()).isEqualTo(ExitCode.DEVIATION);
      assertThat(result.out())
          .contains("Warning [ATS FCPv2.1 violation]: TLS 1.2 negotiated without extended master")
          .contains("FCP_v2.1: FAIL");
    }
  }

  @Test
  void shardsShareTheScenariosAndReportPutsThemTogether() throws Exception {
    Path first = directory.resolve("1.json");
    Path second = directory.resolve("2.json");
    String[] only = {"baseline/*", "handshake/no-ems"};
    check(first, "--shard", "1/2", "--only", only[0], "--only", only[1]);
    check(second, "--shard", "2/2", "--only", only[0], "--only", only[1]);

    List<String> one = scenarios(first);
    List<String> two = scenarios(second);

    assertThat(one.get(0)).isEqualTo("baseline/tls13").isEqualTo(two.get(0));
    assertThat(Set.copyOf(one.subList(1, one.size())))
        .isNotEmpty()
        .doesNotContainAnyElementsOf(two.subList(1, two.size()));
    Cli.Result whole = Cli.run("report", "--all", first.toString(), second.toString());
    assertThat(Cli.run("report", first.toString()).err()).contains("part 2/2 is missing");
    assertThat(whole.out()).contains(NO_EMS).contains(one).contains(two);
  }

  @Test
  void saysThatAPartHasNothingButTheBaseline() throws Exception {
    Cli.Result result = Cli.run("check", "--checker", DEVICE, "--only", NO_EMS, "--shard", "2/2");

    assertThat(result.status()).as(result.out()).isEqualTo(ExitCode.OK);
    assertThat(result.err())
        .contains("nothing of the selection is in part 2/2: its scenario is in another part");
  }

  @Test
  void refusesPartsOfDifferentSelections() throws Exception {
    Path first = directory.resolve("1.json");
    Path second = directory.resolve("2.json");
    check(first, "--shard", "1/2", "--only", "baseline/tls12", "--only", NO_EMS);
    check(second, "--shard", "2/2", "--only", "baseline/tls12", "--only", "handshake/no-ems-*");

    Cli.Result whole = Cli.run("report", first.toString(), second.toString());

    assertThat(whole.status()).as(whole.out()).isEqualTo(ExitCode.USAGE);
    assertThat(whole.err()).contains("are parts of runs of different scenarios");
  }

  @Test
  void rerunsOnlyWhatDeviates() throws Exception {
    Path good = directory.resolve("good.json");
    Path bad = directory.resolve("bad.json");
    Path again = directory.resolve("again.json");
    check(good, "--only", "baseline/*", "--only", "handshake/no-ems");
    ConformanceResult was = ResultFile.read(good);
    CheckerResult device = was.checkers().get(0);
    Files.writeString(
        bad,
        new ConformanceResult(
                was.started(),
                was.ended(),
                was.scenarios(),
                List.of(
                    new CheckerResult(
                        device.checker(),
                        device.version(),
                        device.profile(),
                        device.voided(),
                        device.took(),
                        device.verdicts().stream().map(CheckCommandIT::missed).toList())))
            .toJson());

    assertThat(Cli.run("check", "--rerun", good.toString()).err())
        .contains("nothing to check: none of these checkers has a deviation in " + good);
    assertThat(Cli.run("check", "--rerun", bad.toString(), "--only", "baseline/*"))
        .satisfies(
            elsewhere -> {
              assertThat(elsewhere.status()).isEqualTo(ExitCode.DEVIATION);
              assertThat(elsewhere.err())
                  .contains("is not in the selection: " + NO_EMS + " by " + DEVICE);
            });
    assertThat(Cli.run("check", "--rerun", bad.toString(), "--exec", "./other"))
        .satisfies(
            other -> {
              assertThat(other.status()).isEqualTo(ExitCode.USAGE);
              assertThat(other.err()).contains("it has no result for other, only for " + DEVICE);
            });
    Cli.Result result = Cli.run("check", "--rerun", bad.toString(), "--json", again.toString());

    assertThat(result.status()).as(result.err()).isEqualTo(ExitCode.OK);
    assertThat(scenarios(again)).containsExactly("baseline/tls13", NO_EMS);
  }

  /** Returns the result that a wrong device would have. */
  private static CheckResult missed(CheckResult verdict) {
    Judgement judgement = verdict.judgement();
    return verdict.scenario().equals(NO_EMS)
        ? new CheckResult(
            verdict.checker(),
            verdict.scenario(),
            verdict.observation(),
            new Judgement(
                Outcome.MISSED,
                true,
                judgement.expected(),
                judgement.actual(),
                "It missed it.",
                judgement.missed(),
                judgement.falseAlarms()))
        : verdict;
  }

  private static void check(Path json, String... options) {
    Cli.Result result =
        Cli.run(
            Stream.concat(
                    Stream.of("check", "--checker", DEVICE, "--json", json.toString()),
                    Stream.of(options))
                .toArray(String[]::new));
    assertThat(result.status()).as(result.err()).isEqualTo(ExitCode.OK);
  }

  private static List<String> scenarios(Path json) {
    return ResultFile.read(json).checkers().get(0).verdicts().stream()
        .map(CheckResult::scenario)
        .toList();
  }
}
