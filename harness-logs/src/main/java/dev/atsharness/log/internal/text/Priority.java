package dev.atsharness.log.internal.text;

import dev.atsharness.ats.ClientProfile.Mode;
import dev.atsharness.scenario.internal.Releases;
import dev.atsharness.scenario.internal.Rule;
import java.util.Locale;
import java.util.Optional;

/** How urgent a finding is, the most urgent first; the labels are part of the JSON form. */
public enum Priority {
  /** A release that enforces refuses the connection, or has refused it. */
  REFUSED("%s refuses", "OS %s refuses connections to these servers"),
  /**
   * The words of the message are not known, so nothing is known of what a release that enforces
   * does.
   */
  UNKNOWN("not known", "Not known: the words of the messages about these servers are not known"),
  /** Logged, and whether a release that enforces refuses the connection is not certain. */
  LOGGED("only logged", "Only logged: whether OS %s refuses these servers is not certain"),
  /** Apple's requirements do not apply to the process. */
  APP("app alone", "Apps alone: Apple's requirements do not apply to these connections");

  private final String words;
  private final String heading;

  /**
   * The priority of a message of a process to which the requirements apply, or may apply.
   *
   * @param refusal whether the device that wrote it refused the connection
   * @param rule the rule that it is about; empty for a message in unknown words
   */
  public static Priority of(boolean refusal, Optional<Rule> rule) {
    if (refusal) {
      return REFUSED;
    }
    return rule.map(one -> one.messages().onlyLogged().isPresent() ? LOGGED : REFUSED)
        .orElse(UNKNOWN);
  }

  Priority(String words, String heading) {
    this.words = words;
    this.heading = heading;
  }

  /** The name in JSON and CSV, for example {@code refused}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The name in a cell of a table. */
  public String words() {
    return ofRelease(words);
  }

  /** The heading of the servers with this priority. */
  public String heading() {
    return ofRelease(heading);
  }

  /** The oldest release that enforces the requirements, for example {@code OS 27}. */
  public static String enforcing() {
    return ofRelease("OS %s");
  }

  private static String ofRelease(String text) {
    return String.format(Locale.ROOT, text, Enforcing.NUMBER);
  }

  /** Read once, because every row of a table asks for it. */
  private static final class Enforcing {
    static final String NUMBER = Releases.builtIn().oldest(Mode.ENFORCE).number().inShort();
  }

  /** Whether Apple's requirements apply, or may apply. */
  public boolean applies() {
    return this != APP;
  }
}
