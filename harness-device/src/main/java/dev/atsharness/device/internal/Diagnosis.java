package dev.atsharness.device.internal;

import java.util.List;

/**
 * What further handshakes found out about a refusal.
 *
 * @param causes why the server and the client cannot connect; empty if the reason was not found
 * @param note one human-readable line about what was tried, if no cause was found; may quote
 *     hostile text
 */
public record Diagnosis(List<Cause> causes, String note) {

  private static final Diagnosis NONE = new Diagnosis(List.of(), "");

  public Diagnosis {
    causes = List.copyOf(causes);
  }

  /** The diagnosis of a visit for which no cause was searched. */
  public static Diagnosis none() {
    return NONE;
  }

  public static Diagnosis of(Cause cause) {
    return new Diagnosis(List.of(cause), "");
  }

  static Diagnosis unknown(String note) {
    return new Diagnosis(List.of(), note);
  }
}
