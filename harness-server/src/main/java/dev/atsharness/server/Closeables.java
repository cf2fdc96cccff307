package dev.atsharness.server;

import java.util.ArrayDeque;
import java.util.Deque;

/** The resources that a harness has opened so far, closed in reverse order. Thread-safe. */
final class Closeables implements AutoCloseable {

  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  synchronized void add(AutoCloseable resource) {
    open.push(resource);
  }

  /** Closes everything, even if some resources fail to close. A second call does nothing. */
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
