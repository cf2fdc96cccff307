package dev.atsharness.drill.internal;

/**
 * How hard a drill is.
 *
 * @param releases how many devices, each with another release
 * @param faulty how many servers have to be changed
 * @param exempt how many servers the requirements leave out
 * @param clean how many servers have nothing wrong with them
 * @param noise how many lines of noise there are for each device
 * @param subtle whether there are servers with several violations, a failed trust that may hide
 *     others, an app's server and a message that nobody knows
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
