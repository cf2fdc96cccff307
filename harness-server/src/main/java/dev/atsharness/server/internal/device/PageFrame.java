package dev.atsharness.server.internal.device;

/** The frame of a page for people that needs no script. */
public enum PageFrame {
  /** No frame: the page is self-contained and fetches nothing. */
  NONE,

  /** The console's style, and a link back to the console. */
  CONSOLE
}
