package dev.atsharness.cli.internal.servers;

import dev.atsharness.scenario.Role;
import java.util.Arrays;
import java.util.Locale;

/** Roles by their names. */
public final class Roles {

  private Roles() {}

  /**
   * Returns the role with a name.
   *
   * @throws IllegalArgumentException if there is none; the message lists all
   */
  public static Role of(String label) {
    return Arrays.stream(Role.values())
        .filter(one -> one.label().equals(label.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "role "
                        + label
                        + ": write one of "
                        + Arrays.stream(Role.values()).map(Role::label).toList()));
  }
}
