package dev.atsharness.server.proof;

import dev.atsharness.tls.TlsVersion;
import java.util.List;

/**
 * A reading that is wrong because of a fault of the tool.
 *
 * @param tool the tool's name
 * @param scenario the scenario's id
 * @param fact the fact's name
 * @param reading what the tool reports
 * @param reason the cause, as far as the tool's source shows it
 */
record KnownMisreading(String tool, String scenario, String fact, String reading, String reason) {

  private static final String NO_CA_AND_PURPOSE =
      FactNames.NOT_A_CA + ", " + FactNames.WRONG_PURPOSE;

  private static final String BYTES = "GnuTLS rounds the size of a curve up to whole bytes";

  private static final String NO_COMMON_GROUP =
      "the ClientHello with which it tests a version has no group in common with the server";

  private static final String NO_SCHEME =
      "nmap's ClientHello for this version has no signature scheme that the key can make";

  static final List<KnownMisreading> ALL =
      List.of(
          new KnownMisreading("gnutls-cli", "key/p521", FactNames.LEAF_KEY, "EC 528", BYTES),
          new KnownMisreading("gnutls-cli", "key/p521-tls13", FactNames.LEAF_KEY, "EC 528", BYTES),
          new KnownMisreading(
              "gnutls-cli", "key/p521-both-versions", FactNames.LEAF_KEY, "EC 528", BYTES),
          new KnownMisreading(
              "gnutls-cli",
              "signature/p521-sha512-leaf",
              FactNames.ISSUING_CA_KEY,
              "EC 528",
              BYTES),
          new KnownMisreading(
              "openssl",
              "trust/leaf-as-ca",
              FactNames.TRUST,
              NO_CA_AND_PURPOSE,
              "OpenSSL finds that such a CA is not for servers either"),
          new KnownMisreading(
              "openssl",
              "trust/version-1-issuing-ca",
              FactNames.TRUST,
              NO_CA_AND_PURPOSE,
              "OpenSSL finds that such a CA is not for servers either"),
          new KnownMisreading(
              "gnutls-cli",
              "trust/no-cert-sign",
              FactNames.TRUST,
              FactNames.OUTSIDE_CONSTRAINTS,
              "GnuTLS has one message for all constraints of a signer"),
          new KnownMisreading(
              "gnutls-cli",
              "trust/path-too-long",
              FactNames.TRUST,
              FactNames.OUTSIDE_CONSTRAINTS,
              "GnuTLS has one message for all constraints of a signer"),
          new KnownMisreading(
              "openssl",
              "trust/any-eku",
              FactNames.TRUST,
              FactNames.WRONG_PURPOSE,
              "OpenSSL's check of a server's certificate requires serverAuth itself"),
          new KnownMisreading(
              "gnutls-cli",
              "trust/ip-san-only",
              FactNames.HOST_FOUND_IN,
              FactNames.NOWHERE,
              "GnuTLS ignores the common name if the certificate has a subjectAltName"),
          new KnownMisreading(
              "nmap",
              "key/ed25519",
              FactNames.accepts(TlsVersion.TLS_1_2),
              FactNames.NO,
              NO_SCHEME),
          new KnownMisreading(
              "nmap", "key/ed448", FactNames.accepts(TlsVersion.TLS_1_2), FactNames.NO, NO_SCHEME),
          new KnownMisreading(
              "nmap", "key/p384", FactNames.accepts(TlsVersion.TLS_1_3), FactNames.NO, NO_SCHEME),
          new KnownMisreading(
              "nmap",
              "key/rsa-pss-2048",
              FactNames.accepts(TlsVersion.TLS_1_2),
              FactNames.NO,
              NO_SCHEME),
          new KnownMisreading(
              "sslscan",
              "handshake/ems-required",
              FactNames.accepts(TlsVersion.TLS_1_2),
              FactNames.NO,
              "its ClientHello does not offer the extension that the server requires"),
          new KnownMisreading(
              "sslscan",
              "handshake/x25519-only",
              FactNames.accepts(TlsVersion.TLS_1_2),
              FactNames.NO,
              NO_COMMON_GROUP),
          new KnownMisreading(
              "sslscan",
              "handshake/x25519mlkem768-only",
              FactNames.accepts(TlsVersion.TLS_1_3),
              FactNames.NO,
              NO_COMMON_GROUP));

  static boolean covers(String tool, String scenario, String fact, String reading) {
    return ALL.stream()
        .anyMatch(
            known ->
                known.tool.equals(tool)
                    && known.scenario.equals(scenario)
                    && known.fact.equals(fact)
                    && known.reading.equals(reading));
  }
}
