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
              "This release only warns about it. Another line of the connection says that the chain"
                  + " is not trusted, and every release ends a connection for that.";
          default ->
              course.clear()
                  ? "The task ended with an error, and there is no response."
                  : "The handshake did not finish, and the log has no alert and no reset from the"
                      + " server.";
        };
    return DrillQuestion.one(
        "outcome",
        "What happened to the connection that line " + line.number() + " is about?",
        List.of(
            choice(
                WENT_ON,
                "It continued: the line was only a warning",
                right.equals(WENT_ON),
                seen,
                "Then the connection would have a later line with \"TLS connected\" or a response."),
            choice(
                REFUSED,
                "The device ended it because of what this line says",
                right.equals(REFUSED),
                seen,
                "Then the connection would have no \"TLS connected\", no response, and no alert or reset"
                    + " from the server. And the release would refuse what this line says."),
            choice(
                OTHER,
                "The device ended it because of what another line of the connection says",
                right.equals(OTHER),
                seen,
                "Then the same connection would have a line about another violation, which its release"
                    + " refuses."),
            choice(
                SERVER,
                "The server ended it",
                right.equals(SERVER),
                seen,
                "Then a later line would say that the device read an alert, or that the connection was"
                    + " reset.")),
        right,
        "The words \"Warning\" and \"Error\" in a line do not show what happened. Releases "
            + warning
            + " only warn about most violations. OS "
            + releases.oldest(Mode.ENFORCE).number().inShort()
            + " refuses them, even if the message begins with \"Warning\". Every release refuses a"
            + " chain that it does not trust. The later lines of the same connection show what"
            + " happened.");
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
          case WENT_ON -> "The connection has a line with \"TLS connected\", and a response.";
          case DEVICE_REFUSED ->
              "The connection has a line with a violation, and the device did not continue.";
          case SERVER_REFUSED, SERVER_ENDED ->
              "The device read an alert before the server had answered with its parameters. So"
                  + " no violation is logged. The server must be changed all the same.";
          case NOT_REACHED ->
              "The socket reports an error, and the connection has no line about TLS.";
          case NOT_SEEN -> "The log has no line of a connection to " + server.host() + ".";
        };
    return DrillQuestion.one(
        "cause",
        "Line " + line.number() + " reports a failure. What does the log show as its cause?",
        List.of(
            choice(
                "device",
                "The device refused the server because of a violation",
                right.equals("device"),
                seen,
                "Then the connection to "
                    + server.host()
                    + " would have a line about a violation, and the device would not continue."),
            choice(
                SERVER,
                "The server refused what the device offered, so nothing was negotiated",
                right.equals(SERVER),
                seen,
                "Then the device would read an alert before any line with \"read_server_hello\"."),
            choice(
                "network",
                "The server was not reached, so TLS did not begin",
                right.equals("network"),
                seen,
                "Then the socket would report an error, and the connection would have no line about"
                    + " TLS."),
            choice(
                "not-tls",
                "Something other than TLS: the handshake finished",
                right.equals("not-tls"),
                seen,
                "Then the connection would have a line with \"TLS connected\"."),
            choice(
                "not-shown",
                "It does not show the cause: the connection is not in the log",
                right.equals("not-shown"),
                seen,
                "The log has the connection: a task of the same process goes to "
                    + server.host()
                    + ".")),
        right,
        report.otherwise() + " Only the lines of the connection can show the cause.");
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
