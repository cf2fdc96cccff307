package dev.atsharness.log;

/** Finds the places of a log at which a line has to be examined. */
interface Finder {

  /**
   * The first such place.
   *
   * @return its offset, or -1 if there is none in the range
   */
  int find(byte[] text, int from, int to);

  /** The length of the longest word that is searched for, in bytes. */
  int reach();
}
