package dev.atsharness.drill.internal;

import dev.atsharness.ats.ClientProfile.Mode;
import dev.atsharness.ats.Violation;
import dev.atsharness.drill.internal.Contact.Phase;
import dev.atsharness.drill.internal.DrillQuestion.Choice;
import dev.atsharness.scenario.internal.Releases;
import dev.atsharness.scenario.internal.Rules;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Questions about whether a server has to be changed, or has been changed. */
final class ChangeQuestions {

  /** The id of the question about a server whose owner says that it was corrected. */
  static final String CHANGED = "changed";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private final String firstEnforcing;
  private final Rules rules;
  private final LogScript script;

  ChangeQuestions(Releases releases, Rules rules, LogScript script) {
    this.firstEnforcing = releases.oldest(Mode.ENFORCE).number().inShort();
    this.rules = rules;
    this.script = script;
  }

  DrillQuestion isItExempt(Server server) {
    boolean broken = !server.violations().isEmpty();
    boolean fails = server.unusable() && !broken;
    return DrillQuestion.one(
        "exempt-" + server.role().label(),
        server.host()
            + " is a "
            + server.title()
            + ". A scan reports: \""
            + server.fault()
            + "\". Does the log show that the server must be changed?",
        List.of(
            Choice.of(
                "no",
                "No: Apple exempts it, and devices can connect to it",
                broken
                    ? "Apple exempts the connections to the "
                        + server.title()
                        + ". But other connections to the same host break a requirement."
                    : fails
                        ? "Apple exempts it, but no device can connect to it."
                        : "Apple exempts every connection to it in the log, and devices finish handshakes."),
            Choice.of(
                "covered",
                "Yes: Apple does not exempt some connections to it, and they break a requirement",
                broken
                    ? "These connections show " + titles(server.violations()) + "."
                    : "Apple exempts every connection to it in the log."),
            Choice.of(
                "fails",
                "Yes: no device can finish a handshake with it",
                fails
                    ? "Each handshake ends with an alert from the server, so no device can use it."
                    : "Devices finish handshakes with it."),
            Choice.of(
                "from-" + firstEnforcing,
                "Yes, but only when devices run OS " + firstEnforcing,
                "Apple exempts it on OS " + firstEnforcing + " too.")),
        broken ? "covered" : fails ? "fails" : "no",
        "Apple's article 126655 exempts connections to SCEP servers and content caches. It does not"
            + " exempt other connections to the same hosts. "
            + (server.exemptLogged()
                ? "This log has violations on exempt connections."
                : "This log has no violation on an exempt connection.")
            + " No source says whether real devices log them.");
  }

  DrillQuestion hasItBeenChanged(Server server) {
    Contact before = server.contacts().get(0);
    Optional<Contact> after =
        server.contacts().stream().filter(one -> one.phase() == Phase.SECOND_HALF).findFirst();
    String time = TIME.format(script.half(before.device()));
    String right = after.map(one -> outcome(before, one)).orElse("none");
    Set<Violation> hidden =
        before.course().logs(Violation.CERTIFICATE_NOT_TRUSTED)
            ? Set.of(Violation.CERTIFICATE_NOT_TRUSTED)
            : Set.of();
    return DrillQuestion.one(
        CHANGED,
        "The owner of "
            + server.host()
            + " says that the fault was corrected at "
            + time
            + ". What does the log show about that?",
        List.of(
            Choice.of(
                "corrected",
                "The fault was corrected: later connections continue without a violation",
                note(after)),
            Choice.of(
                "same",
                "The fault is still there: later connections have the same violation",
                note(after)),
            Choice.of(
                "other",
                "That fault is gone, but later connections have another violation",
                note(after)),
            Choice.of(
                "none",
                "Nothing: there is no later connection, so make a device connect and read its log",
                right.equals("none")
                    ? "The log has no connection to the host after that time."
                    : "The log has connections to the host after that time.")),
        right,
        "Before that time: "
            + titles(violations(before))
            + ". After it: "
            + after
                .map(
                    one ->
                        one.course().logged().isEmpty() ? "no violation" : titles(violations(one)))
                .orElse("no connection")
            + "."
            + (hidden.isEmpty()
                ? ""
                : " A device that does not trust the chain stops there and may not report other"
                    + " faults (inferred). Look again after such a fault is corrected."));
  }

  private static String outcome(Contact before, Contact after) {
    if (after.course().logged().isEmpty()) {
      return "corrected";
    }
    return violations(before).equals(violations(after)) ? "same" : "other";
  }

  private String note(Optional<Contact> after) {
    if (after.isEmpty()) {
      return "The log has no connection to the host after that time.";
    }
    String seen =
        after.get().course().logged().isEmpty() ? "no violation" : titles(violations(after.get()));
    return "The later connections have " + seen + ".";
  }

  private static Set<Violation> violations(Contact contact) {
    return contact.course().logged().stream()
        .map(one -> one.violation())
        .collect(Collectors.toSet());
  }

  private String titles(Set<Violation> codes) {
    return Stream.of(Violation.values())
        .filter(codes::contains)
        .map(code -> '"' + rules.of(code).title() + '"')
        .collect(Collectors.joining(", "));
  }
}
