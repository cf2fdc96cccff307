package dev.atsharness.conformance.internal;

import dev.atsharness.conformance.CheckResult;
import dev.atsharness.conformance.CheckedEndpoint;
import dev.atsharness.conformance.CheckerOutput;
import dev.atsharness.conformance.CheckerOutput.Connection;
import dev.atsharness.conformance.Outcome;
import dev.atsharness.scenario.ClientDuty;
import dev.atsharness.scenario.ClientExpectation.Side;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Judges a client on trial by what every client must do: from the server's journal and the exit
 * status of its program.
 */
final class ClientJudge {

  /** What a client sends only after it accepted what the server sent before. */
  private static final Set<String> FURTHER =
      Set.of("client-key-exchange", "certificate-verify", "finished");

  /** After these messages the client's own part of the handshake may be over. */
  private static final Set<String> LAST = Set.of("finished", "hello-request");

  private final ClientDuty duty;
  private final CheckerOutput report;
  private final Optional<List<SeenHandshake>> journal;
  private final Optional<CheckResult> control;

  private ClientJudge(
      ClientDuty duty,
      CheckerOutput report,
      Optional<List<SeenHandshake>> journal,
      Optional<CheckResult> control) {
    this.duty = duty;
    this.report = report;
    this.journal = journal;
    this.control = control;
  }

  /**
   * Judges what a client did at an endpoint.
   *
   * @param journal the journal's handshakes; empty if it cannot tell
   * @param control the check of the endpoint's control; empty if that was not checked
   */
  static Judgement judge(
      CheckedEndpoint endpoint,
      CheckerOutput report,
      Optional<List<SeenHandshake>> journal,
      Optional<CheckResult> control) {
    return endpoint
        .expect()
        .duty()
        .map(duty -> new ClientJudge(duty, report, journal, control).judge())
        .orElseGet(ClientJudge::noTest);
  }

  private static Judgement noTest() {
    return new Judgement(
        Outcome.NOT_OFFERED,
        false,
        "nothing: the protocol leaves it to the client",
        "",
        "This server is not a test of clients.",
        Set.of(),
        Set.of());
  }

  private Judgement judge() {
    if (report.status() == CheckerOutput.Status.UNREACHABLE) {
      return verdict(Outcome.UNREACHABLE, "Cannot tell: " + report.note() + ".");
    }
    if (report.status() == CheckerOutput.Status.TIMED_OUT) {
      return verdict(Outcome.TIMEOUT, "It did not end in time and was stopped.");
    }
    if (report.noResult()) {
      return cannotTell(report.note());
    }
    if (journal.isEmpty()) {
      return cannotTell("the server's journal has lost the connections");
    }
    if (seen().isEmpty()) {
      return cannotTell("it never sent a ClientHello: the server's journal has none from it");
    }
    return judgeControl().or(this::judgeOffer).orElseGet(this::judgeConduct);
  }

  private List<SeenHandshake> seen() {
    return journal.orElse(List.of());
  }

  /** A client that does not connect to the control may refuse the fault for any other reason. */
  private Optional<Judgement> judgeControl() {
    return control
        .filter(check -> check.outcome() != Outcome.AGREED)
        .map(
            check ->
                check.outcome() == Outcome.NOT_OFFERED
                    ? notConcerned(
                        "It does not offer what the control " + check.scenario() + " needs")
                    : cannotTell(
                        "it does not connect to the control "
                            + check.scenario()
                            + " ("
                            + check.outcome()
                            + "), so what it does here shows nothing"));
  }

  private Optional<Judgement> judgeOffer() {
    if (concerned().isEmpty()) {
      return Optional.of(
          notConcerned(
              duty.ifOffered().contains(ClientDuty.RESUMPTION)
                  ? "It did not resume a session with an offer of "
                      + duty.ifOffered().stream()
                          .filter(name -> !name.equals(ClientDuty.RESUMPTION))
                          .collect(Collectors.joining(" and "))
                  : "It does not offer " + String.join(" and ", duty.ifOffered())));
    }
    Set<String> offered = new HashSet<>();
    seen().forEach(handshake -> offered.addAll(handshake.offered()));
    Optional<String> permitted =
        duty.unlessOffered().stream().filter(offered::contains).findFirst();
    if (permitted.isPresent()) {
      return Optional.of(
          notConcerned("It offers " + permitted.get() + " and may accept what it offers"));
    }
    return seen().stream().allMatch(SeenHandshake::nothingInCommon)
        ? Optional.of(
            notConcerned(
                "It offers nothing that this server accepts, and the server refused it with "
                    + seen().get(0).alert().orElse("an alert")))
        : Optional.empty();
  }

  private Judgement notConcerned(String why) {
    return verdict(Outcome.NOT_OFFERED, why + ", so the test says nothing about it.");
  }

  private Judgement judgeConduct() {
    return duty.connects() ? judgeConnecting() : judgeRefusing();
  }

  private boolean saysConnected() {
    return report.connection().filter(Connection::connected).isPresent();
  }

  private Judgement judgeConnecting() {
    boolean finished = seen().stream().anyMatch(SeenHandshake::finished);
    if (finished && saysConnected()) {
      return verdict(Outcome.AGREED, "It connected, as a client must.");
    }
    if (saysConnected()) {
      return cannotTell(
          "it says that it connected, but the server's journal has no completed handshake");
    }
    if (finished && duty.mayEndAfter().isPresent()) {
      return verdict(
          Outcome.AGREED,
          "It completed the handshake, as a client must, and ended the connection after "
              + duty.mayEndAfter().get()
              + alert().map(name -> " with " + name).orElse("")
              + ", as it may.");
    }
    return verdict(
        Outcome.REFUSED,
        "It refused what it must accept"
            + (finished ? ", after the handshake" : "")
            + alert().map(name -> ", with " + name).orElse("")
            + " ("
            + duty.by()
            + ").");
  }

  private Judgement judgeRefusing() {
    if (saysConnected()) {
      return concerned().stream().anyMatch(this::goesOn)
          ? accepted("it says that it connected")
          : cannotTell(
              "its program ended with status 0, but "
                  + alert()
                      .map(name -> "it refused the server with " + name)
                      .orElse("the server's journal has no completed handshake")
                  + "; a pipe or '|| true' in the command may hide the client's own status");
    }
    for (SeenHandshake handshake : concerned()) {
      if (handshake.requests()) {
        return accepted("it sent a request");
      }
      if (!mayFinish() && handshake.finished()) {
        return accepted("it completed the handshake");
      }
      if (!mayFinish() && wentOn(handshake)) {
        return accepted("it went on with the handshake");
      }
    }
    Optional<String> alert = alert();
    if (alert.isPresent() && !duty.alerts().contains(alert.get())) {
      return verdict(
          Outcome.WRONG_REASON,
          "It refused with another alert: "
              + alert.get()
              + ", and not "
              + or(duty.alerts())
              + " ("
              + duty.by()
              + ").");
    }
    return verdict(
        Outcome.AGREED,
        "It refused, as a client must, "
            + alert.map(name -> "with " + name).orElse("without an alert")
            + ".");
  }

  private boolean goesOn(SeenHandshake handshake) {
    return handshake.finished() || handshake.requests() || wentOn(handshake);
  }

  private Optional<String> alert() {
    return concerned().stream()
        .filter(SeenHandshake::refusedByClient)
        .flatMap(handshake -> handshake.alert().stream())
        .findFirst();
  }

  /** The handshakes that have what the duty is about. */
  private List<SeenHandshake> concerned() {
    return seen().stream()
        .filter(handshake -> handshake.offered().containsAll(duty.ifOffered()))
        .toList();
  }

  private boolean mayFinish() {
    return duty.refuseAfter().filter(LAST::contains).isPresent();
  }

  private static boolean wentOn(SeenHandshake handshake) {
    return handshake
        .lastMessage()
        .map(FURTHER::contains)
        .orElse(handshake.answered() && handshake.alertFrom().equals(Optional.of(Side.SERVER)));
  }

  private Judgement accepted(String how) {
    return verdict(
        Outcome.ACCEPTED, "It accepted what it must refuse: " + how + " (" + duty.by() + ").");
  }

  private Judgement cannotTell(String why) {
    return new Judgement(
        Outcome.UNSUPPORTED,
        false,
        expected(),
        actual(),
        "Cannot tell: " + why + ".",
        Set.of(),
        Set.of());
  }

  private Judgement verdict(Outcome outcome, String explanation) {
    return new Judgement(
        outcome, outcome.deviation(), expected(), actual(), explanation, Set.of(), Set.of());
  }

  private String expected() {
    return duty.refuseAfter()
        .map(
            last -> "refuse after " + last + ", with " + or(duty.alerts()) + " or without an alert")
        .orElse(
            "connect"
                + duty.mayEndAfter().map(message -> "; it may end after " + message).orElse(""));
  }

  private String actual() {
    if (report.status() != CheckerOutput.Status.FINISHED) {
      return report.note();
    }
    return (saysConnected() ? "it says that it connected" : "it did not connect")
        + alert().map(name -> ", alert " + name).orElse("");
  }

  private static String or(List<String> names) {
    return String.join(" or ", names);
  }
}
