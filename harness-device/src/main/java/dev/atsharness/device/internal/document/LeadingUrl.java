package dev.atsharness.device.internal.document;

import dev.atsharness.ats.DocumentUrl;
import java.util.Optional;

/**
 * A URL in a document.
 *
 * @param document kind of the document: {@code app manifest}
 * @param path where it is, for example {@code items[0].assets[1].url}; hostile text
 * @param text the URL as it is written; hostile text
 * @param rule what is known of the key; empty if nothing is
 */
public record LeadingUrl(String document, String path, String text, Optional<DocumentUrl> rule) {

  /** The document that a device is answered there and that leads it on, if there is one. */
  public Optional<Awaited> awaited() {
    return rule.flatMap(DocumentUrl::leadsTo).map(kind -> new Awaited(kind, true));
  }
}
