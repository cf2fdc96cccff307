package dev.atsharness.cli;

import dev.atsharness.cli.internal.servers.Negotiated;
import dev.atsharness.device.internal.Cause;
import dev.atsharness.device.internal.DeviceVisit;
import dev.atsharness.device.internal.SimulatedDevice;
import dev.atsharness.device.internal.probe.AddressVisit;
import dev.atsharness.device.internal.probe.FcpVerdict;
import dev.atsharness.device.internal.probe.Hop;
import dev.atsharness.device.internal.probe.HopReason;
import dev.atsharness.device.internal.probe.HopVerdict;
import dev.atsharness.device.internal.probe.Journey;
import dev.atsharness.device.internal.probe.Trouble;
import dev.atsharness.device.internal.tls.Refusal;
import dev.atsharness.log.internal.text.HostileText;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Prints a journey as text. */
final class ProbeText {

  private final Terminal out;
  private final ProbeAdvice advice;
  private final List<String> notes;

  /**
   * @param notes what is said before the verdict
   */
  ProbeText(Terminal out, ProbeAdvice advice, List<String> notes) {
    this.out = out;
    this.advice = advice;
    this.notes = List.copyOf(notes);
  }

  void print(Journey journey) {
    boolean alone = journey.hops().size() == 1;
    for (int i = 0; i < journey.hops().size(); i++) {
      Hop hop = journey.hops().get(i);
      if (!alone) {
        out.line((i + 1) + ". " + HostileText.escape(hop.url()) + why(hop.why()));
      }
      hop(hop, alone ? "" : "   ");
      if (!alone) {
        out.line();
      }
    }
    if (!journey.left().isEmpty()) {
      out.line("Next URLs, not followed because of --no-follow:");
      journey.left().forEach(url -> out.line("  " + HostileText.escape(url)));
    }
    notes.forEach(note -> out.line(HostileText.escape(note)));
    out.line("FCP_v2.1: " + verdict(journey));
  }

  private static String why(HopReason why) {
    return why.from().isEmpty()
        ? ""
        : " (from " + (why.from().getAsInt() + 1) + ": " + HostileText.escape(why.toString()) + ")";
  }

  private void hop(Hop hop, String indent) {
    for (AddressVisit visit : hop.visits()) {
      if (hop.visits().size() > 1) {
        out.line(indent + "At " + address(visit) + ":");
      }
      visit(visit, hop.visits().size() > 1 ? indent + "  " : indent);
    }
    String answer = answer(hop.verdict());
    if (!indent.isEmpty() || hop.verdict().answer() != HopVerdict.Answer.FINE) {
      out.line(indent + answer);
    }
    List<DeviceVisit> both = both(hop);
    String said = hop.verdict().reason();
    ProbeAdvice.causes(both).stream()
        .map(Cause::seen)
        .filter(seen -> !said.contains(seen))
        .forEach(seen -> out.line(indent + "  Also: " + HostileText.escape(seen)));
    ProbeAdvice.doubts(both).stream()
        .filter(doubt -> !said.contains(doubt))
        .forEach(doubt -> out.line(indent + "  Not known: " + HostileText.escape(doubt)));
    hop.troubles().stream()
        .map(Trouble::text)
        .filter(text -> !said.contains(text))
        .forEach(text -> out.line(indent + "  Not seen: " + HostileText.escape(text)));
    ProbeAdvice.inferred(hop).forEach(line -> out.line(indent + "  " + line));
    ProbeAdvice.notes(hop).forEach(line -> out.line(indent + "  " + line));
    advice.of(hop).forEach(line -> out.line(indent + "  " + line));
    advice.exceptions(hop).forEach(line -> out.line(indent + "  " + line));
    advice.expiring(both).forEach(line -> out.line(indent + "  " + HostileText.escape(line)));
  }

  private void visit(AddressVisit at, String indent) {
    DeviceVisit visit = at.visit();
    visit.log().forEach(line -> out.line(indent + HostileText.escape(line)));
    String host = visit.url().getHost();
    if (SimulatedDevice.isLocal(host)) {
      out.line(
          indent
              + host
              + " is "
              + (host.contains(".") ? "a .local" : "an unqualified")
              + " name; a device does not apply ATS to it and logs nothing");
    }
    Stream.of(visit, at.enforcing())
        .flatMap(one -> one.facts().stream())
        .findFirst()
        .ifPresent(facts -> out.line(indent + "Negotiated: " + Negotiated.words(facts)));
    Stream.of(visit, at.enforcing())
        .flatMap(one -> one.trustFailures().stream())
        .distinct()
        .forEach(
            failure -> out.line(indent + "Not trusted: " + HostileText.escape(failure.text())));
    out.line(indent + visit.profile() + ": " + outcome(visit));
    if (!at.enforcing().profile().equals(visit.profile())) {
      out.line(indent + at.enforcing().profile() + ": " + outcome(at.enforcing()));
    }
  }

  private String answer(HopVerdict verdict) {
    String reason = verdict.reason().isEmpty() ? "" : ": " + HostileText.escape(verdict.reason());
    return switch (verdict.answer()) {
      case FINE -> out.style(Terminal.Style.GOOD, "Fine") + reason;
      case WRONG -> out.style(Terminal.Style.BAD, "Wrong") + reason;
      case CANNOT_TELL -> out.style(Terminal.Style.DOUBTFUL, "Cannot tell") + reason;
    };
  }

  private String verdict(Journey journey) {
    String where =
        journey.hops().size() == 1 ? "" : " (see " + String.join(", ", worst(journey)) + ")";
    return switch (journey.verdict().answer()) {
      case FINE ->
          FcpVerdict.of(journey) == FcpVerdict.EXEMPT
              ? "EXEMPT: Apple's requirements do not apply here"
              : out.style(Terminal.Style.GOOD, "PASS")
                  + (journey.followed() ? "" : " of only this connection");
      case WRONG -> out.style(Terminal.Style.BAD, "FAIL") + where + butFcp(journey);
      case CANNOT_TELL -> out.style(Terminal.Style.DOUBTFUL, "NO VERDICT") + where;
    };
  }

  /**
   * Explains a verdict that differs from that of an enforcing client: a fault may be unrelated to
   * the requirements.
   */
  private static String butFcp(Journey journey) {
    return switch (FcpVerdict.of(journey)) {
      case EXEMPT -> "; Apple's requirements do not apply here, but the device does not connect";
      case PASS ->
          "; a client that enforces FCP v2.1 accepts it, but see above what "
              + journey.visits().get(0).profile()
              + " does";
      case FAIL, INCONCLUSIVE -> "";
    };
  }

  /** Returns the numbers of the hops that determine the verdict. */
  private static List<String> worst(Journey journey) {
    HopVerdict.Answer answer = journey.verdict().answer();
    return Stream.iterate(0, i -> i < journey.hops().size(), i -> i + 1)
        .filter(i -> journey.hops().get(i).verdict().answer() == answer)
        .map(i -> Integer.toString(i + 1))
        .toList();
  }

  /** Returns the visits of both clients at all addresses. */
  static List<DeviceVisit> both(Hop hop) {
    return hop.visits().stream()
        .flatMap(at -> Stream.of(at.visit(), at.enforcing()))
        .distinct()
        .toList();
  }

  static String address(AddressVisit visit) {
    return visit.address().isUnresolved()
        ? visit.address().getHostString()
        : visit.address().getAddress().getHostAddress();
  }

  private static String outcome(DeviceVisit visit) {
    if (visit.connected()) {
      return "connects"
          + (visit.httpStatus().isPresent() ? ", HTTP " + visit.httpStatus().getAsInt() : "");
    }
    return visit.refusal().map(ProbeText::refused).orElseGet(() -> lost(visit));
  }

  private static String refused(Refusal refusal) {
    return "refused by the "
        + refusal.by()
        + " at "
        + refusal.stage()
        + refusal.alert().map(alert -> ", alert " + alert).orElse("")
        + reason(refusal);
  }

  /** Returns the reason without the part that the alert already says. */
  private static String reason(Refusal refusal) {
    String said =
        refusal
            .alert()
            .map(alert -> "(the server sent )?" + Pattern.quote(alert) + "(\\(\\d+\\))?(; )?")
            .orElse("");
    String rest = refusal.reason().replaceFirst("^" + said, "");
    return rest.isEmpty() ? "" : ": " + HostileText.escape(rest);
  }

  private static String lost(DeviceVisit visit) {
    return visit
        .ending()
        .proxy()
        .map(refusal -> "does not connect: " + HostileText.escape(refusal.sentence()))
        .orElseGet(() -> "does not connect: " + visit.network().words());
  }
}
