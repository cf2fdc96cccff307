package dev.atsharness.device.internal.document;

import dev.atsharness.ats.internal.DocumentUrl;
import java.util.Optional;

/**
 * A URL in a document.
 *
 * @param document kind of the document: {@code app manifest}
 * @param path its path in the document, for example {@code items[0].assets[1].url}; hostile text
 * @param text the URL as it is written; hostile text
 * @param rule what is known about the key; empty if the key is unknown
 */
public record LeadingUrl(String document, String path, String text, Optional<DocumentUrl> rule) {

  /** The document that a device expects at this URL, if such a document contains further URLs. */
  public Optional<Awaited> awaited() {
    return rule.flatMap(DocumentUrl::leadsTo).map(kind -> new Awaited(kind, true));
  }
}
