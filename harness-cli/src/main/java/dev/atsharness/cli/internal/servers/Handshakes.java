package dev.atsharness.cli.internal.servers;

import dev.atsharness.ats.internal.ConnectionFacts;
import dev.atsharness.device.internal.DeviceVisit;
import java.util.Optional;

/** Compares two handshakes of one client in what is judged. */
final class Handshakes {

  private Handshakes() {}

  /** Returns what differs, in words; empty if both get the same judgement. */
  static Optional<String> difference(DeviceVisit through, DeviceVisit past) {
    boolean same =
        through.connected() == past.connected()
            && judged(through.facts()).equals(judged(past.facts()))
            && through.violations().equals(past.violations())
            && through.trustFailures().equals(past.trustFailures());
    return same
        ? Optional.empty()
        : Optional.of("through the proxy " + words(through) + ", and without it " + words(past));
  }

  /** The facts without the trust, of which the failures say more. */
  private static Optional<ConnectionFacts> judged(Optional<ConnectionFacts> facts) {
    return facts.map(
        one ->
            new ConnectionFacts(
                one.version(),
                one.cipherSuite(),
                one.extendedMasterSecret(),
                one.handshakeSignature(),
                one.leaf(),
                true));
  }

  private static String words(DeviceVisit visit) {
    String facts = visit.facts().map(Handshakes::words).orElse("no finished handshake");
    return facts
        + (visit.trustFailures().isEmpty() ? "" : ", not trusted")
        + visit.violations().stream()
            .findFirst()
            .map(violation -> ", " + violation.violation())
            .orElse("");
  }

  private static String words(ConnectionFacts facts) {
    return Negotiated.words(facts)
        + facts
            .leaf()
            .map(leaf -> " in a certificate signed with " + leaf.signatureName())
            .orElse("");
  }
}
