package dev.atsharness.server.device;

/** What is around a page for people that needs no script. */
public enum PageFrame {
  /** Nothing: the page is whole in itself, with nothing fetched from elsewhere. */
  NONE,

  /** The console's style, and the way back to it. */
  CONSOLE
}
