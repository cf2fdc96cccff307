package dev.atsharness.server;

import java.util.ArrayDeque;
import java.util.Deque;

/** What a harness has opened so far, closed last first. Thread-safe. */
final class Closeables implements AutoCloseable {

  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  synchronized void add(AutoCloseable resource) {
    open.push(resource);
  }

  /** Closes everything, whatever fails on the way; nothing is left to do the second time. */
  @Override
  public synchronized void close() {
    HarnessException failure = null;
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        if (failure == null) {
          failure = new HarnessException("the harness did not stop cleanly (" + e + ")", e);
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
