package dev.atsharness.drill.internal;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.ats.ClientProfile.Mode;
import dev.atsharness.ats.DetectedViolation;
import dev.atsharness.ats.Violation;
import dev.atsharness.ats.internal.ConnectionFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The course of one connection: what the device logs about the server, and how it ends.
 *
 * @param profile the client profile of the process
 * @param clear whether it is plain HTTP
 * @param logged the violations that are logged, in order
 * @param ending how it ends
 * @param detail the alert of the server, or the error of the socket, if there is one
 * @param facts the negotiated parameters, if the handshake finishes
 */
record Course(
    ClientProfile profile,
    boolean clear,
    List<DetectedViolation> logged,
    Ending ending,
    String detail,
    Optional<ConnectionFacts> facts) {

  private static final String RESET = "54: Connection reset by peer";
  private static final String DEFAULT_ALERT = "handshake failure";

  /** The endings by the server that have nothing to do with the violations in the log. */
  private static final List<String> ENDED_BY_SERVER =
      List.of("internal error", "access denied", RESET);

  /** The errors of a socket that reached no server. */
  private static final List<String> NOT_REACHED =
      List.of("61: Connection refused", "60: Operation timed out", "65: No route to host");

  /** The course that the ground truth expects. */
  static Course expected(ExpectedVisit visit) {
    return new Course(
        visit.profile(),
        visit.clear(),
        visit.logged(),
        visit.ending(),
        visit.expected().alert().orElse(DEFAULT_ALERT).replace('_', ' '),
        visit.facts());
  }

  /** The same, with the violations that the device may log as well; a failed trust comes last. */
  static Course loggingAll(ExpectedVisit visit) {
    List<DetectedViolation> all = new ArrayList<>(visit.possible());
    all.addAll(visit.logged());
    return expected(visit).logging(all);
  }

  /** A connection to a server that cannot be reached. */
  static Course notReached(ClientProfile profile, SeededRandom dice) {
    return new Course(
        profile, false, List.of(), Ending.NOT_REACHED, dice.pick(NOT_REACHED), Optional.empty());
  }

  /** A connection of which the log has no line. */
  static Course notSeen(ClientProfile profile) {
    return new Course(profile, false, List.of(), Ending.NOT_SEEN, "", Optional.empty());
  }

  Course logging(List<DetectedViolation> violations) {
    return new Course(profile, clear, List.copyOf(violations), ending, detail, facts);
  }

  /** The same, but the server ends it for a reason of its own. */
  Course endedByServer(SeededRandom dice) {
    return new Course(
        profile, clear, logged, Ending.SERVER_ENDED, dice.pick(ENDED_BY_SERVER), facts);
  }

  /** Whether {@link #detail} is an error of the socket, and not an alert. */
  boolean socketError() {
    return ending == Ending.NOT_REACHED || detail.equals(RESET);
  }

  /** Whether the release refuses what it reports. */
  boolean enforced() {
    return profile.enforcement().mode() == Mode.ENFORCE;
  }

  boolean logs(Violation violation) {
    return logged.stream().anyMatch(one -> one.violation() == violation);
  }

  /** Whether a handshake began and did not finish. */
  boolean handshakeFailed() {
    return !clear
        && (ending == Ending.DEVICE_REFUSED
            || ending == Ending.SERVER_REFUSED
            || ending == Ending.SERVER_ENDED);
  }
}
