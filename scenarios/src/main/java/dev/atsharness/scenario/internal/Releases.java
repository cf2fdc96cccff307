package dev.atsharness.scenario.internal;

import dev.atsharness.ats.ClientProfile.Mode;
import dev.atsharness.ats.OsRelease;
import dev.atsharness.ats.Violation;
import dev.atsharness.ats.internal.ReleaseNumber;
import dev.atsharness.ats.internal.Wording;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The known OS releases in order, and how a reader recognises their messages: the files of {@code
 * releases/} and {@code rules/}. Immutable.
 */
public final class Releases {
  private final List<OsRelease> listed;
  private final OsRelease reference;
  private final List<Wording> wordings;

  /**
   * @param listed at least one
   * @param reference one of them
   */
  Releases(List<OsRelease> listed, OsRelease reference, List<Wording> wordings) {
    this.listed = listed.stream().sorted().toList();
    this.reference = reference;
    this.wordings = List.copyOf(wordings);
  }

  /** The releases that ship with the harness; they were validated when the harness was built. */
  public static Releases builtIn() {
    return CompiledReleases.load();
  }

  /** The listed releases, the oldest first. */
  public List<OsRelease> all() {
    return listed;
  }

  /**
   * The release of this number. One that is not listed is taken to be as its nearest predecessor;
   * {@link OsRelease#note} says so.
   *
   * @throws IllegalArgumentException if it is not a number, or is older than all listed releases;
   *     the message lists these
   */
  public OsRelease named(String number) {
    try {
      return of(ReleaseNumber.of(number));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage() + "; known: " + listed, e);
    }
  }

  private OsRelease of(ReleaseNumber number) {
    OsRelease nearest =
        listed.stream()
            .filter(release -> release.number().compareTo(number) <= 0)
            .max(Comparator.naturalOrder())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "release " + number + " is older than the first that logs violations"));
    return nearest.number().equals(number) ? nearest : nearest.as(number);
  }

  /** The release for whose system process the ground truth of scanners is stated. */
  public OsRelease reference() {
    return reference;
  }

  /** The newest release whose system processes enforce the requirements, or only warn. */
  public OsRelease newest(Mode mode) {
    return inMode(mode).stream().max(Comparator.naturalOrder()).orElseThrow();
  }

  /** The oldest release whose system processes enforce the requirements, or only warn. */
  public OsRelease oldest(Mode mode) {
    return inMode(mode).get(0);
  }

  /** The releases whose system processes enforce the requirements, or only warn, in order. */
  public List<OsRelease> inMode(Mode mode) {
    return listed.stream().filter(release -> release.mode() == mode).toList();
  }

  /** The releases that have a message for a violation that none before had. */
  public List<OsRelease> withNewMessages() {
    return IntStream.range(1, listed.size())
        .filter(i -> !knows(listed.get(i - 1), listed.get(i)))
        .mapToObj(listed::get)
        .toList();
  }

  private static boolean knows(OsRelease before, OsRelease release) {
    return Stream.of(Violation.values()).filter(release::knows).allMatch(before::knows);
  }

  /** Releases as people say them: {@code 1.2, 1.3 and 2}. */
  public static String words(List<OsRelease> releases, String conjunction) {
    List<String> numbers = releases.stream().map(one -> one.number().inShort()).toList();
    int last = numbers.size() - 1;
    return last < 1
        ? String.join("", numbers)
        : String.join(", ", numbers.subList(0, last)) + " " + conjunction + " " + numbers.get(last);
  }

  /** The beginnings of the messages of all releases, and of older systems. */
  public List<Wording> wordings() {
    return wordings;
  }
}
