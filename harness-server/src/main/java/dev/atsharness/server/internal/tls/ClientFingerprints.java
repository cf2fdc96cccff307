package dev.atsharness.server.internal.tls;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.server.handshake.ClientHello;
import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.SignatureScheme;
import dev.atsharness.tls.TlsVersion;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Finds the client profiles that a ClientHello may come from: those that offer the same cipher
 * suites, the same versions and signature schemes in the same order, and extended master secret or
 * not. The order of the suites changed between releases (26.2), so it decides only among profiles
 * that it distinguishes: if a profile has this order, those with another one are left out. The
 * suites alone do not identify a client: Go's crypto/tls offers those of an app under ATS, with
 * other schemes. Parts that do not matter for Apple's requirements, mainly groups, change from
 * release to release and are ignored, like GREASE (RFC 8701). A match is not a proof: profiles with
 * the same offer cannot be distinguished, and any client may make the same offer.
 */
public final class ClientFingerprints {

  /** TLS_EMPTY_RENEGOTIATION_INFO_SCSV (RFC 5746) and TLS_FALLBACK_SCSV (RFC 7507). */
  private static final Set<Integer> SIGNALS = Set.of(0x00ff, 0x5600);

  private static final List<String> COMPARED =
      List.of("cipherSuites", "signatureSchemes", "supportedVersions");

  private final List<ClientProfile> profiles;

  public ClientFingerprints(List<ClientProfile> profiles) {
    this.profiles = List.copyOf(profiles);
  }

  /**
   * The profiles that a ClientHello looks like, in the profiles' order; often none, sometimes
   * several. If the {@linkplain ClientHello#excerpt excerpt} has left out a part of the offer, no
   * profile matches.
   */
  public List<ClientProfile> like(ClientHello hello) {
    if (COMPARED.stream().anyMatch(part -> hello.omitted(part) > 0)) {
      return List.of();
    }
    List<Integer> suites =
        meant(hello.offer().cipherSuites()).stream()
            .filter(code -> !SIGNALS.contains(code))
            .toList();
    List<Integer> schemes = meant(hello.offer().signatureSchemes());
    List<ClientProfile> alike =
        profiles.stream()
            .filter(
                profile ->
                    sorted(suites(profile)).equals(sorted(suites))
                        && schemes(profile).equals(schemes)
                        && sameVersions(profile, hello)
                        && profile.offer().extendedMasterSecret() == hello.extendedMasterSecret())
            .toList();
    List<ClientProfile> inOrder =
        alike.stream().filter(profile -> suites(profile).equals(suites)).toList();
    return inOrder.isEmpty() ? alike : inOrder;
  }

  private static List<Integer> suites(ClientProfile profile) {
    return profile.offer().cipherSuites().stream().map(CipherSuite::code).toList();
  }

  private static List<Integer> schemes(ClientProfile profile) {
    return profile.offer().signatureSchemes().stream().map(SignatureScheme::code).toList();
  }

  private static List<Integer> sorted(List<Integer> codes) {
    return codes.stream().sorted().toList();
  }

  /**
   * Whether the versions match. Below TLS 1.3 a client names only its highest version, which
   * includes all lower ones.
   */
  private static boolean sameVersions(ClientProfile profile, ClientHello hello) {
    List<Integer> versions = profile.offer().versions().stream().map(TlsVersion::code).toList();
    List<Integer> named = meant(hello.offer().supportedVersions());
    return named.isEmpty()
        ? Collections.max(versions) == hello.raw().legacyVersion()
        : versions.equals(named);
  }

  private static List<Integer> meant(List<Integer> codes) {
    return codes.stream().filter(code -> !ClientHello.isGrease(code)).toList();
  }
}
