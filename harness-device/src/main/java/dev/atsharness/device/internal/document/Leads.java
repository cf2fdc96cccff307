package dev.atsharness.device.internal.document;

import java.util.List;
import java.util.Optional;

/**
 * Where a document leads.
 *
 * @param urls the URLs in it, in order
 * @param trouble why there may be more; empty if the whole document was read, or if it is not a
 *     document that leads anywhere
 * @param document its kind, if it is of one that is known, or a property list
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
