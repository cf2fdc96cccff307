package dev.atsharness.server.internal.tls;

import dev.atsharness.scenario.internal.Misbehaviour;
import dev.atsharness.scenario.internal.TlsSettings;
import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.TlsVersion;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The suite of a server whose fault is its suite.
 *
 * @param named the suite in the ServerHello
 * @param computed the suite that the server uses; another one only if the library does not have the
 *     named one, or not in this version
 */
record DeliberateSuite(CipherSuite named, CipherSuite computed) {

  private static final CipherSuite TLS13 = CipherSuite.named("TLS_AES_128_GCM_SHA256");
  private static final CipherSuite ECDHE_RSA =
      CipherSuite.named("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");

  /** Suites of TLS 1.3 and 1.2 for a server with an RSA key, those that clients know best first. */
  private static final List<CipherSuite> KNOWN =
      Stream.of(
              "TLS_CHACHA20_POLY1305_SHA256",
              "TLS_AES_128_GCM_SHA256",
              "TLS_AES_128_CCM_SHA256",
              "TLS_SM4_GCM_SM3",
              "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
              "TLS_ECDHE_RSA_WITH_ARIA_128_GCM_SHA256",
              "TLS_ECDHE_RSA_WITH_CAMELLIA_128_GCM_SHA256",
              "TLS_ECDHE_RSA_WITH_RC4_128_SHA")
          .map(CipherSuite::named)
          .toList();

  /**
   * The suite of a fault.
   *
   * @param settings the server's, with its one version
   * @param offered code points of the suites that the client offers
   * @param rsa whether the server's key is an RSA key
   * @param supported whether the library has a suite
   * @return empty if the fault is not a suite, or is not there with this offer
   */
  static Optional<DeliberateSuite> of(
      Misbehaviour fault,
      TlsSettings settings,
      List<Integer> offered,
      boolean rsa,
      Predicate<CipherSuite> supported) {
    TlsVersion version = settings.versions().get(0);
    return switch (fault) {
      case NO_COMMON_SUITE -> uncommon(settings.cipherSuites(version), offered, rsa);
      case SUITE_OF_OTHER_VERSION ->
          Optional.of(
              version == TlsVersion.TLS_1_3
                  ? new DeliberateSuite(ECDHE_RSA, TLS13)
                  : new DeliberateSuite(TLS13, ECDHE_RSA));
      case SUITE_OF_OTHER_KEY -> Optional.of(new DeliberateSuite(ecdhe(!rsa), ecdhe(rsa)));
      case SUITE_NOT_OFFERED ->
          KNOWN.stream()
              .filter(suite -> suite.usableWith(version) && !offered.contains(suite.code()))
              .findFirst()
              .map(suite -> computable(suite, version, supported));
      default -> fault.suite().map(suite -> computable(suite, version, supported));
    };
  }

  /** The first suite for the server's key, unless the client offers one of those. */
  private static Optional<DeliberateSuite> uncommon(
      List<CipherSuite> enabled, List<Integer> offered, boolean rsa) {
    List<CipherSuite> fitting =
        enabled.stream()
            .filter(suite -> rsa ? suite.authenticatesWithRsa() : suite.authenticatesWithEcdsa())
            .toList();
    return fitting.stream().anyMatch(suite -> offered.contains(suite.code()))
        ? Optional.empty()
        : fitting.stream().findFirst().map(first -> new DeliberateSuite(first, first));
  }

  private static CipherSuite ecdhe(boolean rsa) {
    return CipherSuite.named("TLS_ECDHE_" + (rsa ? "RSA" : "ECDSA") + "_WITH_AES_256_GCM_SHA384");
  }

  private static DeliberateSuite computable(
      CipherSuite named, TlsVersion version, Predicate<CipherSuite> supported) {
    boolean usable = named.usableWith(version) && supported.test(named);
    return new DeliberateSuite(named, usable ? named : standIn(named, version));
  }

  /** A suite with the same messages in the handshake. */
  private static CipherSuite standIn(CipherSuite named, TlsVersion version) {
    if (version == TlsVersion.TLS_1_3) {
      return TLS13;
    }
    return switch (named.keyExchange()) {
      case RSA, OTHER -> CipherSuite.named("TLS_RSA_WITH_AES_128_GCM_SHA256");
      case DHE -> CipherSuite.named("TLS_DHE_RSA_WITH_AES_128_GCM_SHA256");
      default -> ECDHE_RSA;
    };
  }
}
