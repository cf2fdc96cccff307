package dev.atsharness.certs.internal;

import java.util.function.Supplier;

/** A value that is made once, on first use; other callers wait until it is made. */
public final class Lazy<T> implements Supplier<T> {
  private final Supplier<T> maker;
  private T value;

  public Lazy(Supplier<T> maker) {
    this.maker = maker;
  }

  @Override
  public synchronized T get() {
    if (value == null) {
      value = maker.get();
    }
    return value;
  }
}
