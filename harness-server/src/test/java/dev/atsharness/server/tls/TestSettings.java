package dev.atsharness.server.tls;

import dev.atsharness.scenario.NetworkFault;
import dev.atsharness.scenario.TlsSettings;
import dev.atsharness.scenario.TlsSettings.CipherOrder;
import dev.atsharness.scenario.TlsSettings.Resumption;
import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.NamedGroup;
import dev.atsharness.tls.SignatureScheme;
import dev.atsharness.tls.TlsVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A good server's settings, and the same with one thing changed. */
record TestSettings(TlsSettings tls) {

  static TestSettings tls12(String... suites) {
    return of(List.of(TlsVersion.TLS_1_2), suites);
  }

  static TestSettings tls13() {
    return of(List.of(TlsVersion.TLS_1_3), "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384");
  }

  static TestSettings of(List<TlsVersion> versions, String... suites) {
    return new TestSettings(
        new TlsSettings(
            versions,
            Stream.of(suites).map(CipherSuite::named).toList(),
            Map.of(),
            CipherOrder.SERVER,
            true,
            Optional.empty(),
            List.of(),
            List.of(NamedGroup.X25519, NamedGroup.SECP256R1, NamedGroup.SECP384R1),
            Optional.empty(),
            Optional.empty(),
            List.of("http/1.1"),
            true,
            Resumption.NONE,
            false,
            false));
  }

  TestSettings clientOrder() {
    return with(CipherOrder.CLIENT, tls.extendedMasterSecret(), tls.handshakeSignature(), groups());
  }

  TestSettings withoutExtendedMasterSecret() {
    return with(tls.cipherOrder(), false, tls.handshakeSignature(), groups());
  }

  TestSettings signingWith(SignatureScheme scheme) {
    return with(tls.cipherOrder(), tls.extendedMasterSecret(), Optional.of(scheme), groups());
  }

  TestSettings groups(NamedGroup... groups) {
    return with(
        tls.cipherOrder(), tls.extendedMasterSecret(), tls.handshakeSignature(), List.of(groups));
  }

  private List<NamedGroup> groups() {
    return tls.groups();
  }

  private TestSettings with(
      CipherOrder order,
      boolean extendedMasterSecret,
      Optional<SignatureScheme> handshakeSignature,
      List<NamedGroup> groups) {
    return new TestSettings(
        new TlsSettings(
            tls.versions(),
            tls.cipherSuites(),
            tls.cipherSuitesFor(),
            order,
            extendedMasterSecret,
            handshakeSignature,
            tls.handshakeSignaturePreference(),
            groups,
            tls.keyExchangeGroup(),
            tls.dhGroup(),
            tls.alpn(),
            tls.secureRenegotiation(),
            tls.resumption(),
            tls.clientCertificate(),
            tls.ocspStapling()));
  }

  TlsEndpoint endpoint(ServerIdentity... identities) {
    return new TlsEndpoint("test/endpoint", tls, NetworkFault.NONE, () -> List.of(identities));
  }

  TlsEndpoint endpoint(ServerIdentity identity, NetworkFault fault) {
    return new TlsEndpoint("test/endpoint", tls, fault, () -> List.of(identity));
  }
}
