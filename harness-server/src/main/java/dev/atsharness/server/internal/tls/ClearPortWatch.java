package dev.atsharness.server.internal.tls;

import dev.atsharness.server.internal.tls.ClientHelloReader.Complete;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at the bytes that arrive on a port without TLS, and reports a client that speaks TLS there.
 * The HTTP parser answers such a client with status 400 and cannot identify it. Consumes no bytes;
 * not thread-safe.
 */
final class ClearPortWatch {

  /** The content type of a handshake record; no HTTP request begins with it. */
  private static final int HANDSHAKE = 22;

  private final ClientHelloReader reader;
  private final Map<String, String> names;
  private final ConnectionEvents events;
  private boolean begun;
  private boolean over;

  /**
   * @param reader reads a connection that has just been accepted
   * @param names names of the endpoints that share the port, by fully qualified lower-case host
   *     name; empty if the port belongs to one endpoint
   * @param events listener for the messages of a TLS client
   */
  ClearPortWatch(ClientHelloReader reader, Map<String, String> names, ConnectionEvents events) {
    this.reader = reader;
    this.names = names;
    this.events = events;
  }

  /** Looks at the next bytes without consuming them. */
  void look(ByteBuffer next) {
    if (over || !next.hasRemaining()) {
      return;
    }
    if (!begun) {
      begun = true;
      if (next.get(next.position()) != HANDSHAKE) {
        over = true;
        return;
      }
      events.malformed("TLS on a port that speaks HTTP without it");
    }
    ClientHelloReader.Progress progress = reader.read(next.duplicate());
    over = !(progress instanceof ClientHelloReader.NeedMore);
    if (progress instanceof Complete complete) {
      events.clientHello(complete.hello());
      complete
          .hello()
          .serverName()
          .flatMap(name -> Optional.ofNullable(names.get(name.toLowerCase(Locale.ROOT))))
          .ifPresent(events::named);
    }
  }

  /** Notes that the connection is closed. */
  void closed() {
    reader.release();
  }
}
