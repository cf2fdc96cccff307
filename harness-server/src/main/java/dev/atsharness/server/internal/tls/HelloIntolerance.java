package dev.atsharness.server.internal.tls;

import dev.atsharness.scenario.internal.TlsSettings;
import dev.atsharness.server.handshake.ClientHello;
import dev.atsharness.server.handshake.ClientHello.Extension;
import java.util.stream.Stream;

/**
 * Faults of servers that refuse a ClientHello because of its form: for values that they have to
 * ignore, or for its length.
 */
final class HelloIntolerance {

  /** What a TCP segment carries over Ethernet and IPv4, without options (RFC 9293, RFC 879). */
  private static final int SEGMENT = 1460;

  private static final int RECORD_HEADER = 5;

  private final TlsSettings settings;

  HelloIntolerance(TlsSettings settings) {
    this.settings = settings;
  }

  /**
   * Whether the server reads one segment only, and the ClientHello does not fit into it. How its
   * packets were cut does not matter: a loopback interface has longer ones.
   */
  boolean findsTooLong(ClientHello hello) {
    return !settings.longClientHello()
        && RECORD_HEADER + hello.raw().messageBytes().length > SEGMENT;
  }

  /** Whether the server refuses a value of GREASE (RFC 8701) in the ClientHello. */
  boolean findsGrease(ClientHello hello) {
    return !settings.grease()
        && Stream.of(
                hello.offer().cipherSuites().stream(),
                hello.offer().groups().stream(),
                hello.offer().supportedVersions().stream(),
                hello.raw().extensions().stream().map(Extension::type))
            .flatMap(codes -> codes)
            .anyMatch(ClientHello::isGrease);
  }
}
