package dev.atsharness.scenario.internal;

import dev.atsharness.ats.OsRelease;
import dev.atsharness.ats.Violation;
import dev.atsharness.scenario.Scenario.Evidence;
import dev.atsharness.tls.TlsVersion;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one violation code means, for people: one file of {@code rules/}.
 *
 * @param violation the code
 * @param title one line
 * @param meaning what happened when the message is written
 * @param threshold the line between a violation and no violation
 * @param messages what devices write
 * @param remedy what to do about it
 * @param coverage which scenarios show it
 * @param grounds what the rule rests on
 */
public record Rule(
    Violation violation,
    String title,
    String meaning,
    String threshold,
    Messages messages,
    Remedy remedy,
    Coverage coverage,
    Grounds grounds) {

  /** The placeholder for the server's name in {@link Messages#byRelease}. */
  public static final String HOST = "HOST";

  /**
   * What devices write.
   *
   * @param quotes the value that the messages quote; empty if they quote none
   * @param byRelease the message of each release that has one, {@link #HOST} for the server's name
   * @param onlyLogged why a release that enforces need not refuse the server; empty if it does
   */
  public record Messages(
      Optional<Quote> quotes, Map<OsRelease, String> byRelease, Optional<String> onlyLogged) {

    public Messages {
      byRelease = Collections.unmodifiableMap(new LinkedHashMap<>(byRelease)); // keeps the order
    }
  }

  /**
   * The value that the messages quote.
   *
   * @param placeholder its placeholder in {@link Messages#byRelease}
   * @param standsFor what it is, and its unit
   */
  public record Quote(String placeholder, String standsFor) {}

  /**
   * What to do about a violation.
   *
   * @param text what to do, whatever the server
   * @param commands shell commands that help to find or fix it
   * @param fix the same in the configuration of several servers
   */
  public record Remedy(String text, Optional<String> commands, Fix fix) {}

  /**
   * Which scenarios show a violation.
   *
   * @param boundary the scenarios on either side of the threshold
   * @param noBoundary why there are none; present where {@code boundary} is not
   * @param unreachable why no server can cause the message, if none can
   * @param unreachableOver why no server can cause it over a version of TLS, by version; empty
   *     where {@code unreachable} is present
   * @param fewerThanThree why fewer than three scenarios have the violation, if so
   */
  public record Coverage(
      Optional<Boundary> boundary,
      Optional<String> noBoundary,
      Optional<String> unreachable,
      Map<TlsVersion, String> unreachableOver,
      Optional<String> fewerThanThree) {}

  /**
   * The scenarios nearest to the threshold.
   *
   * @param violating id of the nearest one that has the violation
   * @param clean id of the nearest one that does not have it
   */
  public record Boundary(String violating, String clean) {}

  /**
   * What a rule rests on.
   *
   * @param evidence how it is known
   * @param sources where it is written
   */
  public record Grounds(Evidence evidence, List<Citation> sources) {}
}
