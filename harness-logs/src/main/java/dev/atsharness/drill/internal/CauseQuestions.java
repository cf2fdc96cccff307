package dev.atsharness.drill.internal;

import dev.atsharness.ats.ClientProfile.Mode;
import dev.atsharness.ats.Violation;
import dev.atsharness.drill.internal.DrillQuestion.Choice;
import dev.atsharness.drill.internal.LogScript.Printed;
import dev.atsharness.drill.internal.ScriptLine.Kind;
import dev.atsharness.drill.internal.ScriptLine.Origin;
import dev.atsharness.drill.internal.Server.Part;
import dev.atsharness.scenario.internal.DrillMaterial.Report;
import dev.atsharness.scenario.internal.Releases;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Questions about how a connection ended, and why. */
final class CauseQuestions {

  private static final String WENT_ON = "went-on";
  private static final String REFUSED = "refused";
  private static final String OTHER = "other-violation";
  private static final String SERVER = "server";

  private final SeededRandom dice;
  private final Releases releases;
  private final LogScript script;

  CauseQuestions(SeededRandom dice, Releases releases, LogScript script) {
    this.dice = dice;
    this.releases = releases;
    this.script = script;
  }

  /** About a line with a violation, if there is one whose connection has a certain cause. */
  Optional<DrillQuestion> whatBecameOfIt() {
    Map<String, List<Printed>> byAnswer = new TreeMap<>();
    for (Printed line : script.printed()) {
      if (line.line().kind() == Kind.FINDING && origin(line).server().part() != Part.CHANGED) {
        outcome(origin(line))
            .ifPresent(
                outcome -> byAnswer.computeIfAbsent(outcome, any -> new ArrayList<>()).add(line));
      }
    }
    if (byAnswer.isEmpty()) {
      return Optional.empty();
    }
    String right = dice.pick(List.copyOf(byAnswer.keySet()));
    return Optional.of(whatBecameOf(dice.pick(byAnswer.get(right)), right));
  }

  /**
   * What became of the connection; empty if the log does not show which of several violations was
   * the reason.
   */
  private static Optional<String> outcome(Origin origin) {
    Course course = origin.contact().course();
    return switch (course.ending()) {
      case WENT_ON -> Optional.of(WENT_ON);
      case SERVER_ENDED -> Optional.of(SERVER);
      default -> {
        if (course.logged().size() == 1) {
          yield Optional.of(REFUSED);
        }
        if (course.enforced() || !course.logs(Violation.CERTIFICATE_NOT_TRUSTED)) {
          yield Optional.empty();
        }
        yield Optional.of(
            origin.violation().filter(Violation.CERTIFICATE_NOT_TRUSTED::equals).isPresent()
                ? REFUSED
                : OTHER);
      }
    };
  }

  private DrillQuestion whatBecameOf(Printed line, String right) {
    Course course = origin(line).contact().course();
    String warning = Releases.words(releases.inMode(Mode.WARN), "and");
    String seen =
        switch (right) {
          case WENT_ON ->
              course.clear()
                  ? "A later line of the connection has a response."
                  : "A later line of the connection says \"TLS connected\".";
          case SERVER ->
              course.socketError()
                  ? "The socket reports that the peer reset the connection."
                  : "The device read an alert after this line.";
          case OTHER ->
              "This release only warns about it. A line of the same connection says that the chain"
                  + " is not trusted, and that ends it on every release.";
          default ->
              course.clear()
                  ? "The task ended with an error, and there is no response."
                  : "The handshake was not finished, and no alert or reset of the server is in the"
                      + " log.";
        };
    return DrillQuestion.one(
        "outcome",
        "What became of the connection about which line " + line.number() + " reports?",
        List.of(
            choice(
                WENT_ON,
                "It went on: the line only warns",
                right.equals(WENT_ON),
                seen,
                "A connection that goes on has a later line with \"TLS connected\" or a response."),
            choice(
                REFUSED,
                "The device refused it, for what this line says",
                right.equals(REFUSED),
                seen,
                "A connection that the device refuses has no \"TLS connected\", no response, and no"
                    + " alert or reset of the server; and its release refuses what this line says."),
            choice(
                OTHER,
                "The device refused it, for what another line of the connection says",
                right.equals(OTHER),
                seen,
                "That takes another violation on the same connection, which its release refuses."),
            choice(
                SERVER,
                "The server ended it, whatever this line says",
                right.equals(SERVER),
                seen,
                "That takes a later line about an alert that was read, or about a reset.")),
        right,
        "Whether a line begins with \"Warning\" or \"Error\" does not show it. "
            + warning
            + " warn about most violations, and OS "
            + releases.oldest(Mode.ENFORCE).number().inShort()
            + " refuses them, also those whose message still begins with \"Warning\". Every release"
            + " refuses a chain that it does not trust. The later lines of the same connection"
            + " show what became of it.");
  }

  /** About a failure that a process reports without the cause. */
  DrillQuestion whatIsTheCause(Server server) {
    Contact contact = server.reported();
    Course course = contact.course();
    Report report = contact.report().orElseThrow();
    Printed line =
        script.printed().stream()
            .filter(one -> one.line().kind() == Kind.REPORT)
            .filter(one -> origin(one).server().equals(server))
            .findFirst()
            .orElseThrow();
    String right =
        switch (course.ending()) {
          case WENT_ON -> "not-tls";
          case DEVICE_REFUSED -> "device";
          case SERVER_REFUSED, SERVER_ENDED -> SERVER;
          case NOT_REACHED -> "network";
          case NOT_SEEN -> "not-shown";
        };
    String seen =
        switch (course.ending()) {
          case WENT_ON -> "The connection has a line \"TLS connected\", and a response.";
          case DEVICE_REFUSED ->
              "The connection has a line with a violation, and the device did not continue.";
          case SERVER_REFUSED, SERVER_ENDED ->
              "The device read an alert before the server had answered with its parameters. So"
                  + " there is no violation to log, and yet the server has to be changed.";
          case NOT_REACHED -> "The socket reports an error, and the connection has no line of TLS.";
          case NOT_SEEN -> "The log has no line of a connection to " + server.host() + ".";
        };
    return DrillQuestion.one(
        "cause",
        "Line " + line.number() + " reports a failure. What does the log show as its cause?",
        List.of(
            choice(
                "device",
                "The device refused the server for a violation",
                right.equals("device"),
                seen,
                "That takes a violation on the connection to "
                    + server.host()
                    + ", and a device that did not continue."),
            choice(
                SERVER,
                "The server refused what the device offered, so nothing was negotiated",
                right.equals(SERVER),
                seen,
                "That takes an alert that was read before any line with \"read_server_hello\"."),
            choice(
                "network",
                "The server was not reached, so TLS did not begin",
                right.equals("network"),
                seen,
                "That takes an error of the socket, and no line of TLS on the connection."),
            choice(
                "not-tls",
                "TLS was established: the cause is something else",
                right.equals("not-tls"),
                seen,
                "That takes a line with \"TLS connected\" on the connection."),
            choice(
                "not-shown",
                "Nothing: the connection is not in the log, so the cause cannot be told",
                right.equals("not-shown"),
                seen,
                "The log has the connection: a task of the same process goes to "
                    + server.host()
                    + ".")),
        right,
        report.otherwise() + " The lines of the connection show which it is.");
  }

  /**
   * A choice with its note: if it is right, what the log shows; if not, what the log would have to
   * show.
   */
  private static Choice choice(String id, String text, boolean right, String seen, String takes) {
    return Choice.of(id, text, right ? seen : takes);
  }

  private static Origin origin(Printed line) {
    return line.line().origin().orElseThrow();
  }
}
