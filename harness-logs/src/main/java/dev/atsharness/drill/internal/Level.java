package dev.atsharness.drill.internal;

/**
 * The difficulty of a drill.
 *
 * @param releases number of devices, each with another release
 * @param faulty number of servers that break a requirement, besides those of the other questions
 * @param exempt number of servers that are exempt from the requirements
 * @param noise number of lines of noise for each device
 * @param reports whether a process reports a failure without its cause
 * @param subtle whether there are servers with several violations, a failed trust that may hide
 *     other violations, an app's server and a server that its owner has changed meanwhile
 */
record Level(int releases, int faulty, int exempt, int noise, boolean reports, boolean subtle) {

  /** The largest number of releases. */
  static final int MAX_RELEASES = 3;

  static Level of(int number) {
    return switch (number) {
      case 1 -> new Level(1, 1, 0, 24, false, false);
      case 2 -> new Level(2, 3, 1, 45, true, false);
      case 3 -> new Level(MAX_RELEASES, 4, 2, 70, true, true);
      default ->
          throw new IllegalArgumentException(
              "there is no level " + number + "; levels are 1 to " + Drills.LEVELS);
    };
  }
}
