package dev.atsharness.scenario.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.Scenario;
import dev.atsharness.tls.TlsVersion;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Faults of certificates are shown as real servers show them, over TLS 1.3 and 1.2, and each kind
 * of fault over either version alone. A checker that reads certificates over one version only must
 * not pass.
 */
class CertificateFaultsTest {
  private static final Catalogue CATALOGUE = Catalogue.builtIn();

  @TestFactory
  Stream<DynamicTest> everyCodeIsShownOverEachVersionAlone() {
    return Rules.builtIn().all().stream()
        .filter(CertificateFaultsTest::isMendedByACertificate)
        .flatMap(
            rule ->
                Stream.of(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3)
                    .map(
                        version ->
                            DynamicTest.dynamicTest(
                                rule.violation() + " over " + version,
                                () -> assertShownOverAlone(rule, version))));
  }

  private static boolean isMendedByACertificate(Rule rule) {
    return rule.remedy().fix().id().equals("certificate")
        && rule.coverage().unreachable().isEmpty();
  }

  private static void assertShownOverAlone(Rule rule, TlsVersion version) {
    List<String> alone =
        CATALOGUE.scenarios().stream()
            .filter(scenario -> scenario.expect().violations().contains(rule.violation()))
            .filter(scenario -> scenario.settings().tls().versions().equals(List.of(version)))
            .filter(scenario -> changes(scenario).size() == 1 && isFaultOfCertificate(scenario))
            .map(Scenario::id)
            .toList();
    if (rule.coverage().unreachableOver().containsKey(version)) {
      assertThat(alone).as("the rule says that this cannot be").isEmpty();
    } else {
      assertThat(alone).isNotEmpty();
    }
  }

  @TestFactory
  Stream<DynamicTest> aFaultIsShownOverBothVersionsUnlessTls13CannotCarryIt() {
    Set<Map<String, Object>> shownOverBoth = new HashSet<>();
    CATALOGUE.scenarios().stream()
        .filter(scenario -> scenario.control().isPresent())
        .filter(scenario -> versions(scenario).contains(TlsVersion.TLS_1_3))
        .filter(scenario -> versions(scenario).contains(TlsVersion.TLS_1_2))
        .forEach(scenario -> shownOverBoth.add(changes(scenario)));
    return CATALOGUE.scenarios().stream()
        .filter(scenario -> scenario.control().isPresent())
        .filter(scenario -> !scenario.settings().certificates().isEmpty())
        .filter(scenario -> versions(scenario).equals(List.of(TlsVersion.TLS_1_2)))
        .filter(scenario -> !scenario.expect().violations().isEmpty())
        .filter(CertificateFaultsTest::isFaultOfCertificate)
        .map(
            scenario ->
                DynamicTest.dynamicTest(
                    scenario.id(),
                    () ->
                        assertThat(
                                shownOverBoth.contains(changes(scenario)) || !fitsTls13(scenario))
                            .as("its key can sign in TLS 1.3, so the fault is shown there too")
                            .isTrue()));
  }

  private static List<TlsVersion> versions(Scenario scenario) {
    return scenario.settings().tls().versions();
  }

  private static Map<String, Object> changes(Scenario scenario) {
    ServerSettings control = CATALOGUE.scenario(scenario.control().orElseThrow()).settings();
    return SettingsDiff.changes(scenario.settings(), control);
  }

  private static boolean isFaultOfCertificate(Scenario scenario) {
    return changes(scenario).keySet().stream().allMatch(path -> path.startsWith("certificate."));
  }

  /** Whether the leaf's key can make a signature that a client of TLS 1.3 offers. */
  private static boolean fitsTls13(Scenario scenario) {
    CertificateSettings leaf = scenario.settings().certificate();
    return CATALOGUE.profile("lab").offer().signatureSchemes().stream()
        .filter(scheme -> scheme.signsTls13Handshakes())
        .anyMatch(scheme -> Negotiation.canUse(scheme, TlsVersion.TLS_1_3, leaf));
  }
}
