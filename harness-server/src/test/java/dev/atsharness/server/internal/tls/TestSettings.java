package dev.atsharness.server.internal.tls;

import dev.atsharness.scenario.internal.NetworkFault;
import dev.atsharness.scenario.internal.SettingKey;
import dev.atsharness.scenario.internal.TlsSettings;
import dev.atsharness.scenario.internal.TlsSettings.CipherOrder;
import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.NamedGroup;
import dev.atsharness.tls.SignatureScheme;
import dev.atsharness.tls.TlsVersion;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The settings of a good server, and variants with one change. */
record TestSettings(TlsSettings tls) {

  static TestSettings tls12(String... suites) {
    return of(List.of(TlsVersion.TLS_1_2), suites);
  }

  static TestSettings tls13() {
    return of(List.of(TlsVersion.TLS_1_3), "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384");
  }

  static TestSettings of(List<TlsVersion> versions, String... suites) {
    return new TestSettings(TlsSettings.DEFAULT)
        .with(TlsSettings.VERSIONS, versions)
        .with(TlsSettings.CIPHER_SUITES, Stream.of(suites).map(CipherSuite::named).toList())
        .groups(NamedGroup.X25519, NamedGroup.SECP256R1, NamedGroup.SECP384R1);
  }

  <T> TestSettings with(SettingKey<T> key, T value) {
    return new TestSettings(tls.with(key, value));
  }

  TestSettings clientOrder() {
    return with(TlsSettings.CIPHER_ORDER, CipherOrder.CLIENT);
  }

  TestSettings withoutExtendedMasterSecret() {
    return with(TlsSettings.EXTENDED_MASTER_SECRET, false);
  }

  TestSettings signingWith(SignatureScheme scheme) {
    return with(TlsSettings.HANDSHAKE_SIGNATURE, Optional.of(scheme));
  }

  TestSettings groups(NamedGroup... groups) {
    return with(TlsSettings.GROUPS, List.of(groups));
  }

  TlsEndpoint endpoint(ServerIdentity... identities) {
    return endpoint(NetworkFault.NONE, () -> List.of(identities));
  }

  TlsEndpoint endpoint(ServerIdentity identity, NetworkFault fault) {
    return endpoint(fault, () -> List.of(identity));
  }

  TlsEndpoint endpoint(NetworkFault fault, Supplier<List<ServerIdentity>> identities) {
    return new TlsEndpoint("test/endpoint", tls, fault, identities, identities);
  }
}
