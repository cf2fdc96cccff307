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
            + ", and a scan reports: "
            + server.fault()
            + ". Must it be changed, by what the log shows?",
        List.of(
            Choice.of(
                "no",
                "No: Apple exempts it, and devices get through",
                broken
                    ? "Apple exempts the connections to the "
                        + server.title()
                        + ". Other connections go to the same host, and break a requirement."
                    : fails
                        ? "It is exempt, but that does not help a device that cannot connect."
                        : "Every connection to it is exempt, and each goes on."),
            Choice.of(
                "covered",
                "Yes: it also has connections that are not exempt, and they break a requirement",
                broken
                    ? "They show " + titles(server.violations()) + "."
                    : "Every connection to it in the log is exempt."),
            Choice.of(
                "fails",
                "Yes: no device finishes a handshake with it, exempt or not",
                fails
                    ? "Each handshake ends with an alert of the server, so no device gets what it"
                        + " came for."
                    : "Exempt connections to it go on."),
            Choice.of(
                "from-" + firstEnforcing,
                "Yes, but only when devices run OS " + firstEnforcing,
                "The exemption holds for OS " + firstEnforcing + " as well.")),
        broken ? "covered" : fails ? "fails" : "no",
        "Apple's article 126655 exempts connections to SCEP servers and content caches, not hosts. "
            + (server.exemptLogged()
                ? "This log has violations on exempt connections."
                : "This log has no violation on an exempt connection.")
            + " No source says whether a device logs them.");
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
        "changed",
        "The owner of "
            + server.host()
            + " says that the fault was corrected at "
            + time
            + ". What does the log show about that?",
        List.of(
            Choice.of(
                "corrected",
                "The server is in order: later connections go on without a violation",
                note(right, "corrected", after)),
            Choice.of(
                "same",
                "The fault is still there: later connections have the same violation",
                note(right, "same", after)),
            Choice.of(
                "other",
                "That fault is gone, but later connections have another violation",
                note(right, "other", after)),
            Choice.of(
                "none",
                "Nothing yet: make a device connect again, and read its log",
                right.equals("none")
                    ? "No connection to the host is later than that time."
                    : "The log has connections to the host after that time.")),
        right,
        "Before: "
            + titles(violations(before))
            + ". After: "
            + after
                .map(
                    one ->
                        one.course().logged().isEmpty() ? "no violation" : titles(violations(one)))
                .orElse("no connection")
            + "."
            + (hidden.isEmpty()
                ? ""
                : " A device that does not trust the chain stops there and may not report the rest"
                    + " [inferred], so look again after such a fault is corrected."));
  }

  private static String outcome(Contact before, Contact after) {
    if (after.course().logged().isEmpty()) {
      return "corrected";
    }
    return violations(before).equals(violations(after)) ? "same" : "other";
  }

  private String note(String right, String choice, Optional<Contact> after) {
    if (after.isEmpty()) {
      return "The log has no connection to the host after that time.";
    }
    String seen =
        after.get().course().logged().isEmpty() ? "no violation" : titles(violations(after.get()));
    return (right.equals(choice) ? "" : "No: ") + "the later connections have " + seen + ".";
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
