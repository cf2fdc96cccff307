package dev.atsharness.device.internal;

import static dev.atsharness.device.internal.trust.TestPki.CLOCK;
import static dev.atsharness.device.internal.trust.TestPki.HOST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.device.internal.trust.TrustAnchors;
import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.NamedGroup;
import dev.atsharness.tls.SignatureScheme;
import dev.atsharness.tls.TlsVersion;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Vector;
import java.util.concurrent.CompletableFuture;
import org.bouncycastle.tls.ClientHello;
import org.bouncycastle.tls.ExtensionType;
import org.bouncycastle.tls.KeyShareEntry;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.ServerName;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The device's ClientHello has exactly the offer of its profile. */
@SuppressWarnings({"unchecked", "JdkObsolete"})
class ClientHelloIT {

  static List<ClientProfile> profiles() {
    return List.of(Profiles.IOS_26_4, Profiles.IOS_27, Profiles.ATS_APP, Profiles.LAB);
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void theOfferIsTheProfilesInItsOrder(ClientProfile profile) throws IOException {
    ClientHello hello = helloOf(profile, HOST);
    Hashtable<Integer, byte[]> extensions = hello.getExtensions();

    assertThat(Arrays.stream(hello.getCipherSuites()).mapToObj(CipherSuite::ofCode).toList())
        .isEqualTo(
            profile.offer().cipherSuites().stream()
                .filter(suite -> !suite.name().contains("_RC4_")) // the library has no RC4
                .toList());
    assertThat(TlsExtensionsUtils.getSupportedVersionsExtensionClient(extensions))
        .extracting(ProtocolVersion::getFullVersion)
        .isEqualTo(profile.offer().versions().stream().map(TlsVersion::code).toList());
    Vector<SignatureAndHashAlgorithm> schemes =
        TlsExtensionsUtils.getSignatureAlgorithmsExtension(extensions);
    assertThat(schemes)
        .extracting(scheme -> scheme.getHash() << 8 | scheme.getSignature())
        .isEqualTo(profile.offer().signatureSchemes().stream().map(SignatureScheme::code).toList());
    assertThat(TlsExtensionsUtils.getSupportedGroupsExtension(extensions))
        .containsExactly(profile.offer().groups().stream().mapToInt(NamedGroup::code).toArray());
    Vector<KeyShareEntry> shares = TlsExtensionsUtils.getKeyShareClientHello(extensions);
    assertThat(shares)
        .extracting(KeyShareEntry::getNamedGroup)
        .isEqualTo(profile.offer().keyShares().stream().map(NamedGroup::code).toList());
    Vector<ProtocolName> protocols = TlsExtensionsUtils.getALPNExtensionClient(extensions);
    assertThat(protocols)
        .extracting(ProtocolName::getUtf8Decoding)
        .isEqualTo(profile.offer().alpn());
    assertThat(TlsExtensionsUtils.hasExtendedMasterSecretExtension(extensions))
        .isEqualTo(profile.offer().extendedMasterSecret());
  }

  @Test
  void theServerNameIsTheUrlsHost() throws IOException {
    Vector<ServerName> names =
        TlsExtensionsUtils.getServerNameExtensionClient(
            helloOf(Profiles.IOS_27, "MDM.example.org.").getExtensions());

    assertThat(names)
        .extracting(name -> new String(name.getNameData(), StandardCharsets.US_ASCII))
        .containsExactly("mdm.example.org");
  }

  @Test
  void anAddressIsNoServerName() throws IOException {
    for (String address : List.of("127.0.0.1", "[::1]")) {
      assertThat(helloOf(Profiles.IOS_27, address).getExtensions())
          .doesNotContainKey(ExtensionType.server_name);
    }
  }

  @Test
  void nothingIsResumedAndNothingThatApplesClientsDoNotSend() throws IOException {
    assertThat(helloOf(Profiles.IOS_27, HOST).getExtensions())
        .doesNotContainKeys(
            ExtensionType.session_ticket,
            ExtensionType.pre_shared_key,
            ExtensionType.early_data,
            ExtensionType.encrypt_then_mac,
            ExtensionType.signature_algorithms_cert);
  }

  private static ClientHello helloOf(ClientProfile profile, String host) throws IOException {
    CompletableFuture<byte[]> record = new CompletableFuture<>();
    try (TestListener server =
        new TestListener(
            socket -> {
              DataInputStream in = new DataInputStream(socket.getInputStream());
              in.skipNBytes(3); // type, version
              record.complete(in.readNBytes(in.readUnsignedShort()));
            })) {
      new SimulatedDevice(profile, TrustAnchors.none(), CLOCK, Duration.ofSeconds(10))
          .visit(URI.create("https://" + host + "/"), server.address());
      ByteArrayInputStream message = new ByteArrayInputStream(record.join());
      message.skipNBytes(4); // type, length
      return ClientHello.parse(message, null);
    }
  }
}
