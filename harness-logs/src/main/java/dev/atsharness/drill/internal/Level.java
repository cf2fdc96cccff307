package dev.atsharness.drill.internal;

/**
 * The difficulty of a drill.
 *
 * @param releases number of devices, each with another release
 * @param faulty number of servers that have to be changed
 * @param exempt number of servers that are exempt from the requirements
 * @param clean number of servers without a fault
 * @param noise number of lines of noise for each device
 * @param subtle whether there are servers with several violations, a failed trust that may hide
 *     other violations, an app's server and an unknown message
 */
record Level(int releases, int faulty, int exempt, int clean, int noise, boolean subtle) {

  static Level of(int number) {
    return switch (number) {
      case 1 -> new Level(1, 1, 0, 0, 24, false);
      case 2 -> new Level(2, 3, 1, 1, 45, false);
      case 3 -> new Level(3, 4, 2, 1, 70, true);
      default ->
          throw new IllegalArgumentException(
              "there is no level " + number + "; levels are 1 to " + Drills.LEVELS);
    };
  }
}
