package dev.atsharness.ats;

import dev.atsharness.ats.ClientProfile.Mode;
import dev.atsharness.ats.internal.MessageText;
import dev.atsharness.ats.internal.ReleaseNumber;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A release of iOS, iPadOS, macOS, tvOS, visionOS and watchOS: which violations it knows, how it
 * words them, and what its system processes do about them. Ordered by number.
 *
 * @param number its number
 * @param basis the number of the listed release whose behaviour it has; its own if it is listed
 * @param behaviour what it does
 */
public record OsRelease(ReleaseNumber number, ReleaseNumber basis, Behaviour behaviour)
    implements Comparable<OsRelease> {

  /**
   * What a release does.
   *
   * @param mode what a system process does about a violation
   * @param skipsAtsTrust whether ATS skips its own trust evaluation where the anchors come with
   *     automated enrolment
   * @param olderMessages the beginnings of messages of older systems that it may still write
   * @param messages the text for each violation that it knows, in the order of the codes
   */
  public record Behaviour(
      Mode mode,
      boolean skipsAtsTrust,
      List<String> olderMessages,
      Map<Violation, MessageText> messages) {

    public Behaviour {
      olderMessages = List.copyOf(olderMessages);
      Map<Violation, MessageText> ordered = new EnumMap<>(Violation.class);
      ordered.putAll(messages);
      messages = Collections.unmodifiableMap(ordered);
    }
  }

  /** A listed release. */
  public static OsRelease listed(ReleaseNumber number, Behaviour behaviour) {
    return new OsRelease(number, number, behaviour);
  }

  /** A release that is not listed and is taken to be as this one. */
  public OsRelease as(ReleaseNumber unlisted) {
    return new OsRelease(unlisted, basis, behaviour);
  }

  /** The release number, for example {@code 26.5}. */
  public String label() {
    return number.toString();
  }

  /** Whether the release is in the list. */
  public boolean isListed() {
    return number.equals(basis);
  }

  /** The note for people about a release that is not listed. */
  public Optional<String> note() {
    return isListed()
        ? Optional.empty()
        : Optional.of(
            "release "
                + number
                + " is not listed; it is taken to be as "
                + basis
                + ", its nearest predecessor");
  }

  /** The number, and what the release is taken to be if it is not in the list. */
  public String described() {
    return isListed() ? label() : label() + " (taken as " + basis + ")";
  }

  /** What its system processes do about a violation. */
  public Mode mode() {
    return behaviour.mode();
  }

  /** Whether this release has a message for the violation. */
  public boolean knows(Violation violation) {
    return behaviour.messages().containsKey(violation);
  }

  /**
   * Whether ATS skips its own trust evaluation where the anchors come with automated enrolment. If
   * it does not, the line may be logged, and needs no remediation.
   */
  public boolean skipsAtsTrust() {
    return behaviour.skipsAtsTrust();
  }

  /** The beginnings of messages of older systems that this release may still write. */
  public List<String> olderMessages() {
    return behaviour.olderMessages();
  }

  /** The tags of its messages, such as {@code ATS violation}; two that differ in case are one. */
  public Collection<String> tags() {
    Map<String, String> tags = new LinkedHashMap<>();
    behaviour
        .messages()
        .values()
        .forEach(text -> tags.putIfAbsent(text.tag().toLowerCase(Locale.ROOT), text.tag()));
    return List.copyOf(tags.values());
  }

  /**
   * The message as this release writes it, from "Warning" or "Error" to the server name: the part
   * that Apple's article quotes, without the function and connection prefix.
   *
   * @param server the host name the client asked for
   * @throws IllegalArgumentException if this release does not know the violation
   */
  public String message(DetectedViolation detected, String server) {
    MessageText text = behaviour.messages().get(detected.violation());
    if (text == null) {
      throw new IllegalArgumentException(
          "release " + number + " has no message for " + detected.violation());
    }
    return text.with(detected.parameter(), server);
  }

  @Override
  public int compareTo(OsRelease other) {
    return number.compareTo(other.number);
  }

  @Override
  public String toString() {
    return label();
  }
}
