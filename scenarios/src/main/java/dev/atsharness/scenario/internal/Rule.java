package dev.atsharness.scenario.internal;

import dev.atsharness.ats.OsRelease;
import dev.atsharness.ats.Violation;
import dev.atsharness.scenario.Scenario.Evidence;
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
 * @param quotes the value that the messages quote; empty if they quote none
 * @param messages the message of each release that has one, {@link #HOST} for the server's name
 * @param remedy what to do about it, whatever the server
 * @param commands shell commands that help to find or fix it
 * @param fix the same remedy in the configuration of several servers
 * @param boundary the scenarios on either side of the threshold
 * @param noBoundary why there are none; present where {@code boundary} is not
 * @param unreachable why no server can cause the message, if none can
 * @param fewerThanThree why fewer than three scenarios have the violation, if so
 * @param evidence how the rule is known
 * @param sources where it is written
 */
public record Rule(
    Violation violation,
    String title,
    String meaning,
    String threshold,
    Optional<Quote> quotes,
    Map<OsRelease, String> messages,
    String remedy,
    Optional<String> commands,
    Fix fix,
    Optional<Boundary> boundary,
    Optional<String> noBoundary,
    Optional<String> unreachable,
    Optional<String> fewerThanThree,
    Evidence evidence,
    List<Citation> sources) {

  /** The placeholder for the server's name in {@link #messages}. */
  public static final String HOST = "HOST";

  public Rule {
    messages = Collections.unmodifiableMap(new LinkedHashMap<>(messages)); // keeps the order
  }

  /**
   * The value that the messages quote.
   *
   * @param placeholder its placeholder in {@link Rule#messages}
   * @param standsFor what it is, and its unit
   */
  public record Quote(String placeholder, String standsFor) {}

  /**
   * The scenarios nearest to the threshold.
   *
   * @param violating id of the nearest one that has the violation
   * @param clean id of the nearest one that does not have it
   */
  public record Boundary(String violating, String clean) {}
}
