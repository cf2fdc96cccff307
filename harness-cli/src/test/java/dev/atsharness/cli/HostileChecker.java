package dev.atsharness.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A checker, run as a separate program, that agrees with the baseline and otherwise tries to attack
 * the readers of the reports.
 */
final class HostileChecker {

  /** Text that a terminal or a browser would execute, or that misleads a reader. */
  static final String HOSTILE =
      "\u001b]0;owned\u0007\u001b[2J \u009b31m \u202eevil \u0000\b ]]> <script>alert(1)</script> &lt;";

  /** The shortest complete ClientHello. */
  private static final String HELLO =
      "\u0016\u0003\u0001\0-\u0001\0\0)\u0003\u0003"
          + "r".repeat(32)
          + "\0\0\u0002\u0013\u0001\u0001\0";

  private HostileChecker() {}

  /** Takes host, address and port. */
  public static void main(String[] arguments) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try (Socket socket = new Socket(arguments[1], Integer.parseInt(arguments[2]))) {
      socket.getOutputStream().write(HELLO.getBytes(StandardCharsets.ISO_8859_1));
      socket
          .getInputStream()
          .readAllBytes(); // until the end of the connection, when the journal has it
    }
    if (arguments[0].startsWith("tls13.")) {
      out.println("OK");
    } else if (arguments[0].startsWith("no-ems.")) {
      out.println("rsa-key-below-2048 " + HOSTILE);
      System.err.println(HOSTILE);
    } else if (arguments[0].startsWith("static-rsa-null.")) {
      out.println("UNSUPPORTED " + HOSTILE);
    } else {
      out.println(HOSTILE);
    }
  }
}
