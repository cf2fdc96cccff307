package dev.atsharness.cli.internal.servers;

import java.util.Locale;

/** What the newest devices that enforce the requirements do with a server. */
public enum ServerGroup {
  /** They refuse it. */
  REFUSED,
  /** They do not refuse it, as far as is known; a device of an earlier release finds a fault. */
  LOGGED,
  FINE,
  /** Apple does not apply the requirements to it, so they were not looked at. */
  EXEMPT,
  NOT_JUDGED;

  /** The name in JSON and CSV. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Returns the group of a server. If Apple exempts it and there is a fault all the same, no device
   * connects.
   *
   * @param fcp how a client that enforces FCP v2.1 treats it, in the words of probe.schema.json
   */
  static ServerGroup of(ServerResult result, String fcp) {
    return switch (result) {
      case PASS -> FINE;
      case EXEMPT -> EXEMPT;
      case NO_VERDICT -> NOT_JUDGED;
      case FAIL -> fcp.equals("fail") || fcp.equals("exempt") ? REFUSED : LOGGED;
    };
  }
}
