package dev.atsharness.cli;

import dev.atsharness.ats.Violation;

/** How to fix a server that has a violation. */
final class Cure {

  private Cure() {}

  static String of(Violation violation) {
    return switch (violation) {
      case TLS_NOT_USED ->
          "Serve the URL over HTTPS, and put https:// into profiles and manifests.";
      case TLS_VERSION_BELOW_1_2 ->
          "Enable TLS 1.2 and, better, 1.3. Older versions may stay enabled beside them.";
      case CIPHERSUITE_NOT_IN_ATS ->
          "Enable ECDHE suites with AES-GCM and put them before those with static RSA or DHE.";
      case CIPHERSUITE_NOT_IN_FCP ->
          "Enable TLS 1.3, or for TLS 1.2 ECDHE with AES-128-GCM or AES-256-GCM, and prefer it to"
              + " CBC and ChaCha20.";
      case CERTIFICATE_NOT_TRUSTED ->
          "Serve a certificate that names the host in its subjectAltName, is valid now for at most"
              + " 825 days, and chains, with all intermediates sent, to a root the device trusts.";
      case RSA_KEY_BELOW_2048 -> "Get a certificate for a new RSA key of 2048 bits or more.";
      case ECDSA_KEY_BELOW_256 -> "Get a certificate for a new key on P-256 or P-384.";
      case LEAF_HASH_BELOW_SHA256 ->
          "Have the certificate issued anew, signed with SHA-256 or better.";
      case LEAF_CERTIFICATE_ABSENT -> "Use cipher suites that authenticate the server.";
      case PEER_PUBLIC_KEY_NOT_SET -> "Serve a certificate with an RSA or ECDSA key.";
      case RSA_PKCS1_SHA1_NEGOTIATED ->
          "Let the server sign its key exchange with SHA-256 or better; old TLS libraries and"
              + " appliances need an update for it.";
      case CERTIFICATE_SIGNATURE_NOT_ADVERTISED ->
          "Have the certificate issued anew by a CA that signs with RSA or RSA-PSS and SHA-256 to"
              + " SHA-512, ECDSA P-256 and SHA-256, or ECDSA P-384 and SHA-384.";
      case EMS_NOT_NEGOTIATED ->
          "Enable TLS 1.3, or update the TLS library so that TLS 1.2 has extended master secret"
              + " (RFC 7627; OpenSSL from 1.1.0 on).";
    };
  }
}
