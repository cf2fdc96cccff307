package dev.atsharness.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.ats.Violation;
import dev.atsharness.scenario.ClientExpectation.Connects;
import dev.atsharness.scenario.internal.Releases;
import dev.atsharness.scenario.internal.Rules;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CatalogueTest {
  private static final Catalogue CATALOGUE = Catalogue.builtIn();

  @Test
  void everyReachableViolationHasAViolatingScenarioAndAControl() {
    Set<Violation> violated = new HashSet<>();
    for (Scenario scenario : CATALOGUE.scenarios()) {
      if (scenario.control().isPresent()) {
        violated.addAll(scenario.expect().violations());
      }
    }
    Set<Violation> reachable =
        Arrays.stream(Violation.values())
            .filter(violation -> Rules.builtIn().of(violation).coverage().unreachable().isEmpty())
            .collect(Collectors.toSet());

    assertThat(violated).isEqualTo(reachable);
  }

  @Test
  void whatEveryClientMustDoIsASentence() {
    assertThat(sentence("handshake/sha224-server-key-exchange"))
        .isEqualTo(
            "Every client that does not offer rsa_pkcs1_sha224 must refuse after"
                + " server-key-exchange, with illegal_parameter, handshake_failure or decrypt_error"
                + " (RFC 5246 section 7.4.3).");
    assertThat(sentence("preference/tls12-first-with-sentinel"))
        .startsWith("Every client that offers TLSv1.3 and TLSv1.2 must refuse after server-hello");
    assertThat(sentence("baseline/tls13"))
        .isEqualTo("Every client must connect (RFC 8446 section 2).");
    assertThat(CATALOGUE.scenario("handshake/no-ems").expect().duty()).isEmpty();
  }

  private static String sentence(String id) {
    return CATALOGUE.scenario(id).expect().duty().orElseThrow().sentence();
  }

  @Test
  void theControlOfATestOfClientsIsOneThatEveryClientMustConnectTo() {
    assertThat(
            CATALOGUE.scenarios().stream()
                .filter(scenario -> scenario.expect().duty().isPresent())
                .filter(scenario -> scenario.control().isPresent())
                .filter(
                    scenario ->
                        CATALOGUE
                            .scenario(scenario.control().get())
                            .expect()
                            .duty()
                            .filter(ClientDuty::connects)
                            .isEmpty()))
        .extracting(Scenario::id)
        .isEmpty();
  }

  @Test
  void unknownIsSaidWhereNoSourceStatesAnAlertOfAppleS() {
    for (Scenario scenario : CATALOGUE.scenarios()) {
      CATALOGUE.profiles().stream()
          .map(scenario::expectationFor)
          .filter(
              client ->
                  client.refusedBy().equals(java.util.Optional.of(ClientExpectation.Side.CLIENT)))
          .forEach(
              client ->
                  assertThat(client.alert().orElse("unknown"))
                      .as(scenario.id())
                      .isEqualTo("unknown"));
    }
  }

  @Test
  void aReleaseNeverHasToLogWhatItHasNoMessageFor() {
    for (Scenario scenario : CATALOGUE.scenarios()) {
      CATALOGUE
          .profiles()
          .forEach(
              client ->
                  assertThat(scenario.expectationFor(client).logs())
                      .as(scenario.id() + " as " + client.id())
                      .allMatch(client.release()::knows));
    }
  }

  @Test
  void chacha20OnTls12IsSilentOn264LoggedOn265AndRefusedOn27() {
    Scenario scenario = CATALOGUE.scenario("ciphersuite/ecdhe-chacha20-tls12");

    assertThat(scenario.expectationFor(CATALOGUE.profile("ios-26.4-system")))
        .isEqualTo(ClientExpectation.connects(List.of()));
    assertThat(scenario.expectationFor(CATALOGUE.profile("ios-26.5-system")))
        .isEqualTo(ClientExpectation.connects(List.of(Violation.CIPHERSUITE_NOT_IN_FCP)));
    assertThat(scenario.expectationFor(CATALOGUE.profile("ios-27-system")).connects())
        .isEqualTo(Connects.FALSE);
  }

  @Test
  void labelsAreUniqueAndIdsArePaths() {
    assertThat(CATALOGUE.scenarios()).extracting(Scenario::label).doesNotHaveDuplicates();
    assertThat(CATALOGUE.scenario("handshake/no-ems").host("ats-harness.test", "127.0.0.1"))
        .isEqualTo("no-ems.ats-harness.test");
  }

  @Test
  void whatAHostIsCalledDependsOnItsKind() {
    assertThat(CATALOGUE.scenario("exempt/local-no-ems").name("ats-harness.test"))
        .contains("local-no-ems.local");
    assertThat(CATALOGUE.scenario("exempt/unqualified-no-ems").name("ats-harness.test"))
        .contains("unqualified-no-ems");
    Scenario address = CATALOGUE.scenario("exempt/address-no-ems");
    assertThat(address.name("ats-harness.test")).isEmpty();
    assertThat(address.host("ats-harness.test", "192.0.2.1")).isEqualTo("192.0.2.1");
  }

  @Test
  void requirementsLeaveOutLocalNamesAndPerhapsAddresses() {
    ClientProfile ios27 = CATALOGUE.profile("ios-27-system");
    assertThat(CATALOGUE.scenario("exempt/local-no-ems").expectationFor(ios27))
        .isEqualTo(ClientExpectation.connects(List.of()));
    assertThat(CATALOGUE.scenario("exempt/unqualified-no-ems").expectationFor(ios27))
        .isEqualTo(ClientExpectation.connects(List.of()));
    ClientExpectation address = CATALOGUE.scenario("exempt/address-no-ems").expectationFor(ios27);
    assertThat(address.connects()).isEqualTo(Connects.UNKNOWN);
    assertThat(address.logs()).isEmpty();
    assertThat(address.mayLog()).containsExactly(Violation.EMS_NOT_NEGOTIATED);
  }

  @Test
  void aPatternChoosesScenariosAndOneThatMatchesNoneIsRefused() {
    assertThat(CATALOGUE.only(List.of("handshake/no-ems*", "key/p384")).scenarios())
        .extracting(Scenario::id)
        .containsExactly("handshake/no-ems", "handshake/no-ems-but-tls13", "key/p384");
    assertThat(CATALOGUE.only(List.of("next-hop/profile-to-expired")).scenarios())
        .extracting(Scenario::id)
        .containsExactly("next-hop/profile-to-expired", "trust/expired");
    assertThatThrownBy(() -> CATALOGUE.only(List.of("handshakes/*")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no scenario matches 'handshakes/*'");
  }

  @Test
  void anUnknownIdIsAnsweredWithThoseThatLookAlike() {
    assertThatThrownBy(() -> CATALOGUE.scenario("tls/no-ems"))
        .hasMessageStartingWith("no scenario 'tls/no-ems'; did you mean handshake/no-ems, ");
  }

  @Test
  void theCatalogueHasAFingerprint() {
    assertThat(CATALOGUE.sha256()).matches("[0-9a-f]{64}");
  }

  @Test
  void profilesCarryTheReleaseTheySpeakFor() {
    assertThat(CATALOGUE.profile("ios-27-system").release())
        .isEqualTo(Releases.builtIn().named("27.0"));
    assertThat(CATALOGUE.profile("ios-27-system").offer().cipherSuites()).hasSize(7);
    assertThat(CATALOGUE.profile("ats-app").offer().cipherSuites()).hasSize(13);
    assertThat(CATALOGUE.profile("ios-26.5-system").offer().cipherSuites()).hasSize(20);
  }
}
