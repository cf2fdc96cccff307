package dev.atsharness.device.internal.document;

import java.util.List;
import java.util.Optional;

/**
 * The URLs to which a document leads a device.
 *
 * @param urls the URLs in it, in order
 * @param trouble why there may be more URLs; empty if the whole document was read or if such a
 *     document has no URLs for a device
 * @param document its kind, if the kind is known or the document is a property list
 */
public record Leads(List<LeadingUrl> urls, Optional<String> trouble, Optional<String> document) {

  static final Leads NOWHERE = new Leads(List.of(), Optional.empty(), Optional.empty());

  public Leads {
    urls = List.copyOf(urls);
  }

  static Leads unread(String trouble) {
    return new Leads(List.of(), Optional.of(trouble), Optional.empty());
  }
}
