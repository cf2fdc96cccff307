package dev.atsharness.device.internal.probe;

import dev.atsharness.device.internal.document.LeadingUrl;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Why a URL was visited.
 *
 * @param kind what led to the URL
 * @param from index in {@link Journey#hops()} of the previous hop; empty for the first
 * @param status status code of a redirect
 * @param key the key of a document, and what is known about the key
 */
public record HopReason(Kind kind, OptionalInt from, OptionalInt status, Optional<LeadingUrl> key) {

  /** The kinds of things that lead to a URL. */
  public enum Kind {
    START,
    REDIRECT,
    DOCUMENT
  }

  public static HopReason start() {
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

  /**
   * A short description, for example {@code redirect 302} or {@code app manifest,
   * items[0].assets[1].url}.
   */
  @Override
  public String toString() {
    return switch (kind) {
      case START -> "start";
      case REDIRECT -> "redirect " + status.orElseThrow();
      case DOCUMENT -> key.orElseThrow().document() + ", " + key.get().path();
    };
  }
}
