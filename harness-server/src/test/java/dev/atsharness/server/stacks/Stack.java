package dev.atsharness.server.stacks;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A TLS library, and what it is expected to accept.
 *
 * @param name its name in the table
 * @param client a client that uses it
 * @param accepts the ways of naming a baseline in which it accepts each of them; in the others it
 *     refuses each
 * @param ignoredOfTheRoot the limits that it does not obey if only the root has them
 * @param note what a reader of the table should know; empty if nothing
 */
record Stack(
    String name, Client client, Set<Way> accepts, Set<StolenRoot> ignoredOfTheRoot, String note) {

  private static final String[] PYTHON = {"ats-harness-python", "python3"};

  static final List<Stack> ALL =
      List.of(
          acceptsAll("OpenSSL", Client.file("openssl.sh", "sh"), ""),
          acceptsAll("GnuTLS", Client.file("gnutls.sh", "sh"), ""),
          acceptsAll("NSS", Client.file("nss.sh", "sh"), ""),
          new Stack(
              "BoringSSL",
              Client.file("boringssl.py", PYTHON),
              EnumSet.of(Way.BY_NAME),
              Set.of(),
              "it refuses an address in a certificate below a CA that constrains addresses"),
          acceptsAll("Go crypto/tls", Client.file("client.go", "go run"), ""),
          acceptsAll(
              "rustls with webpki",
              Client.file("rustls.py", PYTHON),
              EnumSet.of(StolenRoot.AFTER_ITS_END),
              ""),
          acceptsAll(
              "JSSE",
              new JsseClient(),
              EnumSet.of(StolenRoot.OTHER_NAME, StolenRoot.AFTER_ITS_END),
              ""),
          acceptsAll("Node.js", Client.file("node.js", "node24", "node"), ""),
          acceptsAll(
              "python-cryptography",
              Client.file("cryptography-verifier.py", PYTHON),
              "a verifier only; OpenSSL connects"));

  private static Stack acceptsAll(String name, Client client, String note) {
    return acceptsAll(name, client, Set.of(), note);
  }

  private static Stack acceptsAll(
      String name, Client client, Set<StolenRoot> ignoredOfTheRoot, String note) {
    return new Stack(name, client, EnumSet.allOf(Way.class), ignoredOfTheRoot, note);
  }
}
