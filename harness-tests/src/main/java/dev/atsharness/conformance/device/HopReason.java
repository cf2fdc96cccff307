package dev.atsharness.conformance.device;

import java.util.OptionalInt;

/**
 * Why a URL was visited.
 *
 * @param kind what led there
 * @param from index in {@link Journey#hops()} of the hop that led there; empty for the first
 * @param detail the status code of a redirect; the kind of document and the key for a document, for
 *     example {@code app manifest, items[0].assets[1].url}. Keys are hostile text
 */
public record HopReason(Kind kind, OptionalInt from, String detail) {

  /** What leads to a URL. */
  public enum Kind {
    START,
    REDIRECT,
    DOCUMENT
  }

  static HopReason start() {
    return new HopReason(Kind.START, OptionalInt.empty(), "");
  }

  static HopReason redirect(int from, int status) {
    return new HopReason(Kind.REDIRECT, OptionalInt.of(from), Integer.toString(status));
  }

  static HopReason document(int from, String detail) {
    return new HopReason(Kind.DOCUMENT, OptionalInt.of(from), detail);
  }

  @Override
  public String toString() {
    return switch (kind) {
      case START -> "start";
      case REDIRECT -> "redirect " + detail;
      case DOCUMENT -> detail;
    };
  }
}
