package dev.atsharness.device.internal;

import java.util.List;

/**
 * What further handshakes found out about a refusal.
 *
 * @param causes why the server and the client do not come together; empty if that was not found
 * @param note one line for people about what was tried, where there is no cause; may quote hostile
 *     text
 */
public record Diagnosis(List<Cause> causes, String note) {

  private static final Diagnosis NONE = new Diagnosis(List.of(), "");

  public Diagnosis {
    causes = List.copyOf(causes);
  }

  /** Nothing was looked for. */
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
