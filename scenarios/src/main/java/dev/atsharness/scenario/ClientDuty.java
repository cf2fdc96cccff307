package dev.atsharness.scenario;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What every client must do at an endpoint, by the rules of the protocol and whatever its policy.
 *
 * @param refuseAfter the last message that a client reads, after which it must refuse, as in {@code
 *     server-key-exchange}; empty if a client must connect
 * @param alerts RFC names of the alerts that fit; empty if it must connect
 * @param mayEndAfter a message after which a client that must connect may end the connection, as in
 *     {@code hello-request}; empty if it must go on
 * @param by where the rule is
 * @param ifOffered the duty holds only if the client offers all of these in one connection. They
 *     are versions, cipher suites, groups and signature schemes by their names, {@value
 *     #EXTENDED_MASTER_SECRET}, and {@value #RESUMPTION}
 * @param unlessOffered the duty does not hold if the client offers one of these
 */
public record ClientDuty(
    Optional<String> refuseAfter,
    List<String> alerts,
    Optional<String> mayEndAfter,
    String by,
    List<String> ifOffered,
    List<String> unlessOffered) {

  /** The name of the extension of RFC 7627 among what a client offers. */
  public static final String EXTENDED_MASTER_SECRET = "extended_master_secret";

  /** Stands for a session of an earlier connection that this one resumes. */
  public static final String RESUMPTION = "resumption";

  public ClientDuty {
    alerts = List.copyOf(alerts);
    ifOffered = List.copyOf(ifOffered);
    unlessOffered = List.copyOf(unlessOffered);
  }

  /** Whether a client must connect. */
  public boolean connects() {
    return refuseAfter.isEmpty();
  }

  /** The duty as a sentence. */
  public String sentence() {
    return "Every client"
        + (ifOffered.isEmpty() ? "" : " that offers " + String.join(" and ", ifOffered))
        + (unlessOffered.isEmpty() ? "" : " that does not offer " + or(unlessOffered))
        + refuseAfter
            .map(stage -> " must refuse after " + stage + ", with " + or(alerts))
            .orElse(" must connect")
        + mayEndAfter.map(message -> ", and may end the connection after " + message).orElse("")
        + " ("
        + by
        + ").";
  }

  private static String or(List<String> names) {
    return names.size() < 2
        ? names.stream().collect(Collectors.joining())
        : String.join(", ", names.subList(0, names.size() - 1))
            + " or "
            + names.get(names.size() - 1);
  }
}
