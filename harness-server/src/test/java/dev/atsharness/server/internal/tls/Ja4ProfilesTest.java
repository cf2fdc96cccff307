package dev.atsharness.server.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.ats.ClientProfile.Fingerprint;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.server.handshake.ClientHello;
import dev.atsharness.server.handshake.ClientHello.Extension;
import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.NamedGroup;
import dev.atsharness.tls.SignatureScheme;
import dev.atsharness.tls.TlsVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.tls.ExtensionType;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A profile from a published capture has the same offer as the capture: its JA4 covers what is
 * offered, and its JA3 the order.
 */
class Ja4ProfilesTest {

  @TestFactory
  Stream<DynamicTest> theFingerprintsOfAProfilesOfferAreThePublishedOnes() {
    List<ClientProfile> captured =
        Catalogue.builtIn().profiles().stream()
            .filter(profile -> profile.offer().fingerprint().isPresent())
            .toList();
    assertThat(captured)
        .extracting(ClientProfile::id)
        .containsExactlyInAnyOrder("ats-app", "app-no-pfs", "safari-26", "legacy-tls10");
    return captured.stream()
        .map(
            profile ->
                DynamicTest.dynamicTest(
                    profile.id(),
                    () -> {
                      ClientHello hello = ClientHello.parse(hello(profile));
                      Fingerprint published = profile.offer().fingerprint().orElseThrow();
                      assertThat(hello.ja4()).isEqualTo(published.ja4());
                      assertThat(published.ja3().map(ja3 -> ja3(hello))).isEqualTo(published.ja3());
                    }));
  }

  /** The JA3 of a ClientHello without GREASE whose point format is "uncompressed". */
  private static String ja3(ClientHello hello) {
    String text =
        Stream.of(
                List.of(hello.raw().legacyVersion()),
                hello.offer().cipherSuites(),
                hello.raw().extensions().stream().map(Extension::type).toList(),
                hello.offer().groups(),
                List.of(0))
            .map(codes -> codes.stream().map(String::valueOf).collect(Collectors.joining("-")))
            .collect(Collectors.joining(","));
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      return HexFormat.of().formatHex(md5.digest(text.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] hello(ClientProfile profile) {
    HelloBytes hello =
        new HelloBytes()
            .suites(codes(profile.offer().cipherSuites().stream().map(CipherSuite::code)));
    Fingerprint fingerprint = profile.offer().fingerprint().orElseThrow();
    for (String extension : fingerprint.extensions()) {
      switch (extension) {
        case "server_name" -> hello.serverName("www.example.com");
        case "supported_groups" ->
            hello.codes(
                ExtensionType.supported_groups,
                codes(profile.offer().groups().stream().map(NamedGroup::code)));
        case "application_layer_protocol_negotiation" ->
            hello.alpn(profile.offer().alpn().toArray(String[]::new));
        case "signature_algorithms" ->
            hello.codes(
                ExtensionType.signature_algorithms,
                codes(profile.offer().signatureSchemes().stream().map(SignatureScheme::code)));
        case "supported_versions" ->
            hello.extension(
                ExtensionType.supported_versions, versions(profile.offer().versions()).toArray());
        case "key_share" -> hello.extension(ExtensionType.key_share, 0, 0);
        default -> hello.extension(type(extension));
      }
    }
    return hello.message();
  }

  private static IntStream versions(List<TlsVersion> versions) {
    return IntStream.concat(
        IntStream.of(2 * versions.size()),
        versions.stream().map(TlsVersion::code).flatMapToInt(c -> IntStream.of(c >> 8, c & 0xff)));
  }

  private static int type(String name) {
    return IntStream.rangeClosed(0, 0xffff)
        .filter(type -> ExtensionType.getName(type).equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no extension is called " + name));
  }

  private static int[] codes(Stream<Integer> codes) {
    return codes.mapToInt(Integer::intValue).toArray();
  }
}
