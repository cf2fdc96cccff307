package dev.atsharness.server.proof;

import dev.atsharness.tls.TlsVersion;
import java.util.List;

/**
 * A fact that follows from the defaults of the scenario format and that no tool can see.
 *
 * @param scenario the scenario's id
 * @param fact the fact's name
 * @param reason why no tool can see it
 */
record Unseen(String scenario, String fact, String reason) {

  private static final String NO_SSL3_CHAIN =
      "only nmap and testssl still speak SSLv3, and they report the leaf and the number of"
          + " certificates; the scenario file leaves the chain at its default";

  private static final String NO_OFFER =
      "only nmap reports the order, and it does not offer the signature schemes of such a key";

  private static final String NMAP_ALONE =
      "only nmap and testssl still speak it, and they do not print this";

  private static final String NMAP_WITHOUT_SNI =
      "of the tools that still speak it, only nmap looks here, and it sends no name";

  static final List<Unseen> ALL =
      List.of(
          new Unseen(
              "ciphersuite/ecdhe-rsa-aria128-gcm",
              FactNames.groups(TlsVersion.TLS_1_2),
              "the tools that try each group do not support ARIA; OpenSSL supports it, and shows"
                  + " only the group that was used"),
          new Unseen("ciphersuite/ecdhe-rsa-3des", FactNames.VERSION, NMAP_ALONE),
          new Unseen("ciphersuite/ecdhe-rsa-3des", FactNames.UNKNOWN_EXTENSION, NMAP_ALONE),
          new Unseen("ciphersuite/static-rsa-3des", FactNames.VERSION, NMAP_ALONE),
          new Unseen("ciphersuite/static-rsa-3des", FactNames.UNKNOWN_EXTENSION, NMAP_ALONE),
          new Unseen("ciphersuite/ecdhe-rsa-3des", FactNames.NAMES, NMAP_WITHOUT_SNI),
          new Unseen("ciphersuite/static-rsa-3des", FactNames.NAMES, NMAP_WITHOUT_SNI),
          new Unseen(
              "handshake/x25519mlkem768-only",
              FactNames.NAMES_WITHOUT_SNI,
              "only Node.js has the group, and it always sends the name here"),
          new Unseen("protocol/ssl3-only", FactNames.VERSION, NMAP_ALONE),
          new Unseen("protocol/ssl3-only", FactNames.UNKNOWN_EXTENSION, NMAP_ALONE),
          new Unseen("key/ed25519", FactNames.CIPHER_ORDER, NO_OFFER),
          new Unseen("key/ed448", FactNames.CIPHER_ORDER, NO_OFFER),
          new Unseen("key/rsa-pss-2048", FactNames.CIPHER_ORDER, NO_OFFER),
          new Unseen("protocol/ssl3-only", FactNames.CHAIN, NO_SSL3_CHAIN),
          new Unseen("protocol/ssl3-only", FactNames.ISSUING_CA_KEY, NO_SSL3_CHAIN),
          new Unseen("protocol/ssl3-only", FactNames.ISSUING_CA_SIGNATURE, NO_SSL3_CHAIN));

  static boolean covers(String scenario, String fact) {
    return ALL.stream()
        .anyMatch(unseen -> unseen.scenario.equals(scenario) && unseen.fact.equals(fact));
  }
}
