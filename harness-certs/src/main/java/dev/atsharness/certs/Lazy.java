package dev.atsharness.certs;

import java.util.function.Supplier;

/** A value made on first use, once; callers who come meanwhile wait. */
final class Lazy<T> {
  private final Supplier<T> maker;
  private T value;

  Lazy(Supplier<T> maker) {
    this.maker = maker;
  }

  synchronized T get() {
    if (value == null) {
      value = maker.get();
    }
    return value;
  }
}
