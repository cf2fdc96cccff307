package dev.atsharness.device.internal;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.ats.ClientProfile.Enforcement;
import dev.atsharness.ats.ClientProfile.Mode;
import dev.atsharness.ats.ClientProfile.Offer;
import dev.atsharness.ats.ClientProfile.Policy;
import dev.atsharness.ats.OsRelease;
import dev.atsharness.scenario.internal.Releases;
import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.NamedGroup;
import dev.atsharness.tls.SignatureScheme;
import dev.atsharness.tls.TlsVersion;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Client profiles for tests, reduced to their differences. */
public final class Profiles {

  private static final List<String> FCP_SUITES =
      List.of(
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");

  private static final List<String> ATS_SUITES =
      concat(
          FCP_SUITES,
          List.of(
              "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
              "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
              "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
              "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"));

  private static final List<String> DEFAULT_SUITES =
      concat(
          ATS_SUITES, List.of("TLS_RSA_WITH_AES_128_GCM_SHA256", "TLS_RSA_WITH_AES_128_CBC_SHA"));

  private static final List<String> LAB_SUITES =
      concat(
          DEFAULT_SUITES,
          List.of(
              "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256",
              "TLS_RSA_WITH_3DES_EDE_CBC_SHA",
              "TLS_RSA_WITH_RC4_128_SHA",
              "TLS_ECDH_anon_WITH_AES_128_CBC_SHA"));

  private static final List<SignatureScheme> FCP_SCHEMES =
      List.of(
          SignatureScheme.ECDSA_SECP256R1_SHA256,
          SignatureScheme.RSA_PSS_RSAE_SHA256,
          SignatureScheme.RSA_PKCS1_SHA256,
          SignatureScheme.ECDSA_SECP384R1_SHA384,
          SignatureScheme.RSA_PSS_RSAE_SHA384,
          SignatureScheme.RSA_PKCS1_SHA384,
          SignatureScheme.RSA_PSS_RSAE_SHA512,
          SignatureScheme.RSA_PKCS1_SHA512);

  private static final List<SignatureScheme> DEFAULT_SCHEMES =
      concat(FCP_SCHEMES, List.of(SignatureScheme.RSA_PKCS1_SHA1));

  private static final List<NamedGroup> GROUPS =
      List.of(
          NamedGroup.X25519MLKEM768,
          NamedGroup.X25519,
          NamedGroup.SECP256R1,
          NamedGroup.SECP384R1,
          NamedGroup.SECP521R1);

  private static final List<TlsVersion> MODERN = List.of(TlsVersion.TLS_1_3, TlsVersion.TLS_1_2);

  static final ClientProfile IOS_26_4 =
      warning("ios-26.4-system", Releases.builtIn().named("26.4"));
  public static final ClientProfile IOS_26_5 =
      warning("ios-26.5-system", Releases.builtIn().named("26.5"));

  public static final ClientProfile IOS_27 =
      system(
          "ios-27-system", Releases.builtIn().named("27.0"), Mode.ENFORCE, FCP_SUITES, FCP_SCHEMES);

  static final ClientProfile ATS_APP =
      profile(
          "ats-app",
          Releases.builtIn().named("26.5"),
          "ExampleApp",
          new Enforcement(Policy.ATS, Mode.ENFORCE, Set.of(), true, false),
          new Offer(
              MODERN,
              suites(ATS_SUITES),
              DEFAULT_SCHEMES,
              GROUPS,
              List.of(NamedGroup.X25519),
              true,
              List.of("http/1.1"),
              Optional.empty()));

  public static final ClientProfile LAB =
      profile(
          "lab",
          Releases.builtIn().named("26.5"),
          "ats-harness",
          new Enforcement(Policy.FCP, Mode.WARN, Set.of(), false, true),
          new Offer(
              reversed(TlsVersion.values()),
              suites(LAB_SUITES),
              List.of(SignatureScheme.values()),
              List.of(NamedGroup.values()),
              List.of(NamedGroup.X25519),
              true,
              List.of("http/1.1"),
              Optional.empty()));

  private Profiles() {}

  /** The same profile with other protocols in its ALPN extension. */
  public static ClientProfile withAlpn(ClientProfile profile, String... protocols) {
    return profile.offering(profile.offer().withAlpn(List.of(protocols)));
  }

  private static ClientProfile warning(String id, OsRelease release) {
    return system(id, release, Mode.WARN, DEFAULT_SUITES, DEFAULT_SCHEMES);
  }

  private static ClientProfile system(
      String id, OsRelease release, Mode mode, List<String> suites, List<SignatureScheme> schemes) {
    return profile(
        id,
        release,
        "mdmclient",
        new Enforcement(Policy.FCP, mode, Set.of(), true, true),
        new Offer(
            MODERN,
            suites(suites),
            schemes,
            GROUPS,
            List.of(NamedGroup.X25519MLKEM768, NamedGroup.X25519),
            true,
            List.of("h2", "http/1.1"),
            Optional.empty()));
  }

  private static ClientProfile profile(
      String id, OsRelease release, String process, Enforcement enforcement, Offer offer) {
    return new ClientProfile(
        id, "", List.of(), Optional.empty(), release, process, enforcement, offer);
  }

  private static List<CipherSuite> suites(List<String> names) {
    return names.stream().map(CipherSuite::named).toList();
  }

  private static <T> List<T> concat(List<T> first, List<T> more) {
    return Stream.concat(first.stream(), more.stream()).toList();
  }

  private static List<TlsVersion> reversed(TlsVersion[] versions) {
    List<TlsVersion> list = Arrays.asList(versions.clone());
    Collections.reverse(list);
    return list;
  }
}
