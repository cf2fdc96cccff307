package dev.atsharness.server.journal.internal;

import dev.atsharness.server.handshake.ClientHello;
import dev.atsharness.server.journal.HttpExchange;
import java.util.Collection;
import java.util.Map;

/**
 * Estimates the heap of an entry's parts, in bytes. The estimates are on the high side: every text
 * except hexadecimal ones counts as if it had characters outside Latin-1.
 */
final class Weight {

  /** The weight of an entry without the client's data. */
  static final long ENTRY = 1024;

  private static final long OBJECT = 64;

  private Weight() {}

  static long of(String text) {
    return OBJECT + 2L * text.length();
  }

  static long of(ClientHello hello) {
    long codes =
        2L
            * (hello.offer().cipherSuites().size()
                + hello.offer().supportedVersions().size()
                + hello.offer().signatureSchemes().size()
                + hello.offer().certificateSignatureSchemes().size()
                + hello.offer().groups().size()
                + hello.offer().keyShareGroups().size());
    long extensions =
        hello.raw().extensions().stream().mapToLong(one -> 2 * OBJECT + one.data().length()).sum();
    long names =
        hello.offer().alpn().stream().mapToLong(Weight::of).sum()
            + hello.serverName().map(Weight::of).orElse(0L);
    return 20 * OBJECT + codes + extensions + names + hello.raw().message().length();
  }

  static long of(HttpExchange exchange) {
    return 2 * OBJECT
        + of(exchange.method())
        + of(exchange.path())
        + of(exchange.host())
        + value(exchange.sent());
  }

  private static long value(Object value) {
    if (value instanceof Map<?, ?> map) {
      return OBJECT
          + map.entrySet().stream()
              .mapToLong(one -> OBJECT + value(one.getKey()) + value(one.getValue()))
              .sum();
    }
    if (value instanceof Collection<?> list) {
      return OBJECT + list.stream().mapToLong(one -> 8 + value(one)).sum();
    }
    return value instanceof String text ? of(text) : OBJECT;
  }
}
