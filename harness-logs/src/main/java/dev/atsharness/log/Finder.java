package dev.atsharness.log;

/** Finds the places of a log at which a line has to be looked at. */
interface Finder {

  /**
   * The first such place.
   *
   * @return its offset, or -1 if there is none between the two
   */
  int find(byte[] text, int from, int to);

  /** Longest word that is looked for, in bytes. */
  int reach();
}
