package dev.atsharness.scenario.internal;

import java.net.URI;
import java.util.Optional;

/**
 * A document that the catalogue cites: one entry of {@code sources.yaml}.
 *
 * @param key its name in the other files, for example {@code rfc7627}
 * @param title its title
 * @param url where it is published; empty if {@code withoutUrl} is present
 * @param withoutUrl why it has no URL
 */
public record Source(String key, String title, Optional<URI> url, Optional<String> withoutUrl) {

  /** The title, followed by the URL if there is one. */
  public String text() {
    return title + url.map(address -> ", " + address).orElse("");
  }
}
