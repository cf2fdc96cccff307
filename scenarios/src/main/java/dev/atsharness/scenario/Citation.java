package dev.atsharness.scenario;

import java.util.Optional;

/**
 * A place where a source is cited.
 *
 * @param source the document
 * @param detail the section, or what it says; empty if the whole document is meant
 */
public record Citation(Source source, Optional<String> detail) {

  /** For example {@code RFC 7627, https://www.rfc-editor.org/rfc/rfc7627: section 5.3}. */
  public String text() {
    return source.text() + detail.map(text -> ": " + text).orElse("");
  }
}
