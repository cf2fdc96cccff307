package dev.atsharness.device.internal.probe;

import dev.atsharness.device.internal.document.LeadingUrl;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Why a URL was visited.
 *
 * @param kind what led there
 * @param from index in {@link Journey#hops()} of the hop that led there; empty for the first
 * @param status status code of a redirect
 * @param key the key of a document, and what is known of it
 */
public record HopReason(Kind kind, OptionalInt from, OptionalInt status, Optional<LeadingUrl> key) {

  /** What leads to a URL. */
  public enum Kind {
    START,
    REDIRECT,
    DOCUMENT
  }

  static HopReason start() {
    return new HopReason(Kind.START, OptionalInt.empty(), OptionalInt.empty(), Optional.empty());
  }

  static HopReason redirect(int from, int status) {
    return new HopReason(
        Kind.REDIRECT, OptionalInt.of(from), OptionalInt.of(status), Optional.empty());
  }

  static HopReason document(int from, LeadingUrl key) {
    return new HopReason(
        Kind.DOCUMENT, OptionalInt.of(from), OptionalInt.empty(), Optional.of(key));
  }

  /** In a few words: {@code redirect 302}, {@code app manifest, items[0].assets[1].url}. */
  @Override
  public String toString() {
    return switch (kind) {
      case START -> "start";
      case REDIRECT -> "redirect " + status.orElseThrow();
      case DOCUMENT -> key.orElseThrow().document() + ", " + key.get().path();
    };
  }
}
