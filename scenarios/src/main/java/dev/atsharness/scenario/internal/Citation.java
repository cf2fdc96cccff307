package dev.atsharness.scenario.internal;

import java.net.URI;
import java.util.Collection;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * A place where a source is cited.
 *
 * @param source the document
 * @param detail the section, or a statement from it; empty if the whole document is cited
 */
public record Citation(Source source, Optional<String> detail) {

  /**
   * The citation as text, for example {@code RFC 7627, https://www.rfc-editor.org/rfc/rfc7627:
   * section 5.3}.
   */
  public String text() {
    return source.text() + detail.map(text -> ": " + text).orElse("");
  }

  /**
   * The citations for programs and pages: key, title, URL and detail of each; the last two may be
   * null.
   */
  public static ArrayNode json(Collection<Citation> citations) {
    ArrayNode array = JsonMapper.shared().createArrayNode();
    for (Citation citation : citations) {
      array
          .addObject()
          .put("key", citation.source.key())
          .put("title", citation.source.title())
          .put("url", citation.source.url().map(URI::toString).orElse(null))
          .put("detail", citation.detail.orElse(null));
    }
    return array;
  }
}
