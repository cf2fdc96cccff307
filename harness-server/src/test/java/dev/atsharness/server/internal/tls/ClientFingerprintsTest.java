package dev.atsharness.server.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.server.handshake.ClientHello;
import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.SignatureScheme;
import dev.atsharness.tls.TlsVersion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.tls.ExtensionType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClientFingerprintsTest {

  private static final int GREASE = 0x3a3a;
  private static final int RENEGOTIATION_SCSV = 0x00ff;

  private static final Catalogue CATALOGUE = Catalogue.builtIn();
  private static final ClientFingerprints KNOWN = new ClientFingerprints(CATALOGUE.profiles());

  static Stream<ClientProfile> profiles() {
    return CATALOGUE.profiles().stream();
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void eachProfileLooksLikeItself(ClientProfile profile) {
    assertThat(KNOWN.like(new Offer(profile).hello())).contains(profile);
  }

  @Test
  void aDeviceThatEnforcesIsToldFromOneThatWarns() {
    assertThat(KNOWN.like(new Offer(CATALOGUE.profile("ios-27-system")).hello()))
        .extracting(ClientProfile::id)
        .containsExactlyInAnyOrder("ios-27-system", "fcp-app", "nscurl-fcp");
    assertThat(KNOWN.like(new Offer(CATALOGUE.profile("ios-26.5-system")).hello()))
        .extracting(ClientProfile::id)
        .contains("ios-26.4-system", "ios-26.5-system")
        .doesNotContain("ios-27-system");
  }

  @Test
  void theOrderOfTheSuitesTellsReleasesApartAndDoesNotHideAClient() {
    Offer app = new Offer(CATALOGUE.profile("ats-app"));
    Offer older = new Offer(CATALOGUE.profile("ats-app-26.0"));
    Offer enforcing = new Offer(CATALOGUE.profile("ios-27-system"));
    Offer another = new Offer(CATALOGUE.profile("ats-app"));
    Collections.reverse(another.suites);
    // 26.0 and 26.1 put the suites so; it is not known whether an FCP client ever did.
    enforcing.suites.clear();
    enforcing.suites.addAll(List.of(0x1302, 0x1303, 0x1301, 0xc02c, 0xc02b, 0xc030, 0xc02f));

    assertThat(KNOWN.like(app.hello())).extracting(ClientProfile::id).containsExactly("ats-app");
    assertThat(KNOWN.like(older.hello()))
        .extracting(ClientProfile::id)
        .containsExactly("ats-app-26.0");
    assertThat(KNOWN.like(another.hello()))
        .extracting(ClientProfile::id)
        .containsExactlyInAnyOrder("ats-app", "ats-app-26.0");
    assertThat(KNOWN.like(enforcing.hello()))
        .extracting(ClientProfile::id)
        .containsExactlyInAnyOrder("ios-27-system", "fcp-app", "nscurl-fcp");
  }

  /** Go's crypto/tls has the suites of an app under ATS, so the second part of its JA4 too. */
  @Test
  void theSuitesAloneDoNotIdentifyAClient() {
    Offer go = new Offer(CATALOGUE.profile("ats-app"));
    go.schemes.clear();
    go.schemes.addAll(
        List.of(0x0804, 0x0403, 0x0807, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0503, 0x0603));

    assertThat(go.hello().ja4()).contains("_f57a46bbacb6_");
    assertThat(KNOWN.like(go.hello())).isEmpty();
  }

  @Test
  void greaseAndSignallingSuitesArePassedOver() {
    Offer offer = new Offer(CATALOGUE.profile("ios-27-system"));
    offer.suites.add(0, GREASE);
    offer.suites.add(RENEGOTIATION_SCSV);
    offer.schemes.add(GREASE);
    offer.versions.add(0, GREASE);
    assertThat(KNOWN.like(offer.hello())).isNotEmpty();
  }

  @Test
  void anyOtherDifferenceMeansAnotherClient() {
    Stream.<java.util.function.Consumer<Offer>>of(
            offer -> offer.suites.remove(2),
            offer -> offer.suites.add(0x1305),
            offer -> offer.schemes.remove(0),
            offer -> Collections.swap(offer.schemes, 0, 1),
            offer -> offer.versions.add(0x0302),
            offer -> offer.extendedMasterSecret = false)
        .forEach(
            change -> {
              Offer offer = new Offer(CATALOGUE.profile("ios-27-system"));
              change.accept(offer);
              assertThat(KNOWN.like(offer.hello())).isEmpty();
            });
  }

  /** The offer of a ClientHello, which tests can change. */
  private static final class Offer {
    private final List<Integer> suites;
    private final List<Integer> schemes;
    private final List<Integer> versions;
    private boolean extendedMasterSecret;

    Offer(ClientProfile profile) {
      suites =
          new ArrayList<>(profile.offer().cipherSuites().stream().map(CipherSuite::code).toList());
      schemes =
          new ArrayList<>(
              profile.offer().signatureSchemes().stream().map(SignatureScheme::code).toList());
      versions =
          new ArrayList<>(profile.offer().versions().stream().map(TlsVersion::code).toList());
      extendedMasterSecret = profile.offer().extendedMasterSecret();
    }

    ClientHello hello() {
      HelloBytes hello = new HelloBytes().suites(array(suites));
      if (!schemes.isEmpty()) {
        hello.codes(ExtensionType.signature_algorithms, array(schemes));
      }
      if (versions.contains(TlsVersion.TLS_1_3.code())) {
        List<Integer> body = new ArrayList<>(List.of(2 * versions.size()));
        versions.forEach(version -> body.addAll(List.of(version >> 8, version & 0xff)));
        hello.extension(ExtensionType.supported_versions, array(body));
      } else {
        hello.version(Collections.max(versions));
      }
      if (extendedMasterSecret) {
        hello.extension(ExtensionType.extended_master_secret);
      }
      return ClientHello.parse(hello.message());
    }

    private static int[] array(List<Integer> codes) {
      return codes.stream().mapToInt(Integer::intValue).toArray();
    }
  }
}
