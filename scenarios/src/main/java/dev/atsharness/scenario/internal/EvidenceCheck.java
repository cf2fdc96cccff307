package dev.atsharness.scenario.internal;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.ats.OsRelease;
import dev.atsharness.ats.Violation;
import dev.atsharness.ats.internal.MessageText;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.ClientExpectation;
import dev.atsharness.scenario.ClientExpectation.Connects;
import dev.atsharness.scenario.ClientExpectation.Side;
import dev.atsharness.scenario.Scenario;
import dev.atsharness.scenario.internal.DeviceResult.Line;
import dev.atsharness.scenario.internal.DeviceResult.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Compares what a device did at a scenario with what the files state for its release.
 *
 * @param contradictions what the files state and the device showed otherwise, a sentence each
 * @param news what the device showed and the files call unknown, a sentence each
 * @param stated whether the files state what a device of this release does
 */
public record EvidenceCheck(List<String> contradictions, List<String> news, boolean stated) {

  /** Compares a result with the stated ground truth and with Apple's messages in the rules. */
  public static EvidenceCheck of(DeviceResult result, TestedDevice device, Catalogue catalogue) {
    return new Comparison(result, device, catalogue).made();
  }

  /** Whether the device confirms what the files state about this connection. */
  public boolean confirms() {
    return stated && contradictions.isEmpty();
  }

  private static final class Comparison {
    private final DeviceResult result;
    private final TestedDevice device;
    private final Scenario scenario;
    private final ClientProfile profile;
    private final ClientExpectation stated;
    private final List<String> contradictions = new ArrayList<>();
    private final List<String> news = new ArrayList<>();

    Comparison(DeviceResult result, TestedDevice device, Catalogue catalogue) {
      this.result = result;
      this.device = device;
      this.scenario = catalogue.scenario(result.scenario());
      this.profile = ClientProfiles.system(catalogue, device.release());
      this.stated = scenario.expectationFor(catalogue.stated(profile));
    }

    EvidenceCheck made() {
      result.outcome().ifPresent(this::outcome);
      if (result.outcome().filter(Outcome.REFUSED::equals).isPresent()) {
        refusal();
      }
      codes();
      result.lines().forEach(this::words);
      return new EvidenceCheck(
          List.copyOf(contradictions), List.copyOf(news), stated.connects() != Connects.UNKNOWN);
    }

    private void outcome(Outcome seen) {
      boolean connected = seen != Outcome.REFUSED;
      if (stated.connects() == Connects.UNKNOWN) {
        news.add(
            states("it is unknown whether " + profile.id() + " connects")
                + shows(connected ? "connected" : "did not connect"));
      } else if ((stated.connects() == Connects.TRUE) != connected) {
        contradictions.add(
            states(profile.id() + (connected ? " does not connect" : " connects"))
                + shows(connected ? "connected" : "did not connect"));
      }
    }

    private void refusal() {
      if (stated.connects() != Connects.FALSE) {
        return;
      }
      compare(
          "the refusal comes from the ",
          stated.refusedBy().map(Side::label),
          result.refusedBy().map(Side::label));
      Optional<String> alert =
          stated.alert().filter(name -> !name.equals(ClientExpectation.UNKNOWN_ALERT));
      if (alert.isPresent()) {
        compare("the alert is ", alert, result.alert());
      } else if (stated.alert().isPresent() && result.alert().isPresent()) {
        news.add(
            states("the alert is unknown") + shows("ended with " + result.alert().orElseThrow()));
      }
    }

    private void compare(String what, Optional<String> byFile, Optional<String> seen) {
      if (byFile.isPresent() && seen.isPresent() && !byFile.equals(seen)) {
        contradictions.add(
            states(what + byFile.orElseThrow()) + shows("showed " + seen.orElseThrow()));
      }
    }

    private void codes() {
      Set<Violation> seen = EnumSet.noneOf(Violation.class);
      result.lines().forEach(line -> line.violation().ifPresent(seen::add));
      Set<Violation> missing = new TreeSet<>(stated.logs());
      missing.removeAll(seen);
      Set<Violation> more = new TreeSet<>(seen);
      more.removeAll(stated.logs());
      more.removeAll(stated.mayLog());
      if (!missing.isEmpty()) {
        contradictions.add(
            states(profile.id() + " logs " + codes(missing)) + shows("did not log that"));
      }
      if (!more.isEmpty() && stated.connects() == Connects.UNKNOWN) {
        news.add(
            states("it is unknown what " + profile.id() + " does")
                + shows("logged " + codes(more)));
      } else if (!more.isEmpty()) {
        contradictions.add(
            states(profile.id() + " does not log " + codes(more)) + shows("logged it"));
      }
    }

    /** The words of a message, in which white space does not count: a log may wrap lines. */
    private void words(Line line) {
      if (line.violation().isEmpty()) {
        contradictions.add(
            "no rule has the words of this message"
                + shows("wrote: " + line.message())
                + " Add them to a file in rules/");
        return;
      }
      OsRelease release = profile.release();
      MessageText text = release.behaviour().messages().get(line.violation().orElseThrow());
      String rule = "rules/" + line.code() + ".yaml";
      if (text == null) {
        contradictions.add(
            rule + " has no message for release " + release + shows("wrote: " + line.message()));
      } else if (!pattern(text).matcher(squeezed(line.message())).matches()) {
        contradictions.add(
            rule
                + " says for release "
                + release
                + ": "
                + text
                + shows("wrote: " + line.message()));
      }
    }

    /** The text of a release, with any value in place of the one that it quotes. */
    private static Pattern pattern(MessageText text) {
      Matcher parameter =
          MessageText.PARAMETER.matcher(squeezed(text.with("{value}", DeviceResult.SERVER)));
      StringBuilder pattern = new StringBuilder();
      int from = 0;
      String all = squeezed(text.with("{value}", DeviceResult.SERVER));
      while (parameter.find()) {
        pattern.append(Pattern.quote(all.substring(from, parameter.start())));
        pattern.append(parameter.group(1).equals("value") ? ".+" : Pattern.quote("{server}"));
        from = parameter.end();
      }
      return Pattern.compile(pattern.append(Pattern.quote(all.substring(from))).toString());
    }

    private static String squeezed(String text) {
      return text.replaceAll("\\s", "");
    }

    private String states(String what) {
      return "catalog/" + scenario.id() + ".yaml states that " + what;
    }

    private String shows(String what) {
      return "; the device (" + device.described() + ") " + what + ".";
    }

    private static String codes(Collection<Violation> violations) {
      return violations.stream().map(Violation::code).collect(Collectors.joining(", "));
    }
  }
}
