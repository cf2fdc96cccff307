package dev.atsharness.cli;

import dev.atsharness.ats.internal.ConnectionFacts;
import dev.atsharness.ats.internal.LeafFacts;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.Scenario;
import dev.atsharness.scenario.Scenario.Evidence;
import dev.atsharness.tls.TlsVersion;
import java.util.Arrays;
import java.util.List;

/**
 * A property that a device is assumed to accept, although this was not observed on a device and no
 * document says so.
 */
enum InferredFact {
  P521_WITH_TLS_1_2("key/p521", "a device accepts an ECDSA key on P-521 with TLS 1.2") {
    @Override
    boolean applies(ConnectionFacts facts) {
      return facts.version() == TlsVersion.TLS_1_2 && hasP521(facts);
    }
  };

  private static final int P521_BITS = 521;

  private final String scenario;
  private final String text;

  InferredFact(String scenario, String text) {
    this.scenario = scenario;
    this.text = text;
  }

  abstract boolean applies(ConnectionFacts facts);

  private static boolean hasP521(ConnectionFacts facts) {
    return facts
        .leaf()
        .filter(leaf -> leaf.keyType() == LeafFacts.KeyType.EC && leaf.keyBits() == P521_BITS)
        .isPresent();
  }

  /**
   * Describes the inferred facts that apply to a connection, each with its grade in the catalogue.
   */
  static List<String> of(ConnectionFacts facts) {
    return Arrays.stream(values())
        .filter(fact -> fact.applies(facts))
        .map(InferredFact::graded)
        .toList();
  }

  private String graded() {
    Scenario like = Catalogue.builtIn().scenario(scenario);
    return "Grade: that "
        + text
        + " is "
        + like.grounds().evidence().label()
        + " (scenario "
        + scenario
        + ")"
        + (like.grounds().evidence() == Evidence.INFERRED
            ? "; not observed on a device, and no document says so"
            : "");
  }
}
