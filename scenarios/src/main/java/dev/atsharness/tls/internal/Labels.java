package dev.atsharness.tls.internal;

import java.util.Arrays;
import java.util.function.Function;

/** Finds a constant by the name that people write; an error lists the known names. */
public final class Labels {
  private Labels() {}

  /**
   * The value with this label.
   *
   * @param what the kind of thing, for the message
   * @throws IllegalArgumentException if there is none; the message lists the known labels
   */
  public static <E extends Enum<E>> E find(
      Class<E> type, Function<E, String> label, String wanted, String what) {
    E[] values = type.getEnumConstants();
    for (E value : values) {
      if (label.apply(value).equals(wanted)) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        "unknown "
            + what
            + " '"
            + wanted
            + "'; known: "
            + Arrays.stream(values).map(label).toList());
  }
}
