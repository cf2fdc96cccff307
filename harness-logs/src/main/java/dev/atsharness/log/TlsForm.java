package dev.atsharness.log;

import dev.atsharness.ats.ClientProfile.Mode;
import dev.atsharness.scenario.internal.Releases;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The form of the line about a handshake that began. It shows which releases the device may have,
 * and so which violations it can log.
 */
enum TlsForm {
  /** Of a release that logs no violation: the line begins with another field. */
  SILENT(Pattern.compile("TLS configured \\[min_version\\(")),
  /** Of the first release that logs violations: the line does not have its last field yet. */
  FIRST(Pattern.compile("TLS configured \\[server\\([^\\n]*\\bpake\\([^()\\n]*\\)\\]")),
  /** Of a later release, or of one that is not known. */
  OTHER(Pattern.compile(""));

  private final Pattern line;

  TlsForm(Pattern line) {
    this.line = line;
  }

  static TlsForm of(String message) {
    for (TlsForm form : values()) {
      if (form.line.matcher(message).find()) {
        return form;
      }
    }
    throw new IllegalStateException("the last form has every line");
  }

  /** The number of the first release that logs violations. */
  static String firstThatLogs() {
    return Releases.builtIn().oldest(Mode.WARN).number().toString();
  }

  /** The release, if the form shows it. */
  Optional<String> release() {
    return this == FIRST ? Optional.of(firstThatLogs()) : Optional.empty();
  }
}
