package dev.atsharness.certs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.Security;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The factory does not change the JVM of a program that embeds it. */
class HostJvmUntouchedTest {
  @TempDir Path parent;

  /** Copies of the global settings, which later changes do not affect. */
  record Globals(List<String> providers, Map<Object, Object> system, List<String> security) {
    static Globals now() {
      Properties system = System.getProperties();
      return new Globals(
          List.of(Security.getProviders()).stream().map(Object::toString).toList(),
          Map.copyOf(system),
          List.of(
                  "jdk.tls.disabledAlgorithms",
                  "jdk.certpath.disabledAlgorithms",
                  "jdk.security.legacyAlgorithms",
                  "keystore.type",
                  "securerandom.source",
                  "ssl.KeyManagerFactory.algorithm")
              .stream()
              .map(name -> name + "=" + Security.getProperty(name))
              .toList());
    }
  }

  @Test
  void nothingGlobalChanges() {
    Globals before = Globals.now();
    try (KeyPool keys = KeyPool.keptIn(parent.resolve("state"))) {
      HarnessCa ca =
          HarnessCa.loadOrCreate(
              parent.resolve("state"), "ats-harness.test", Clock.systemUTC(), keys);
      CertifiedKey issuing = ca.issuingCaFor(SignatureAlgorithm.SHA256_RSA_PSS);
      for (String kind : List.of("rsa-1024", "p-192", "brainpoolP256r1", "ed448")) {
        Identity identity =
            ca.leaf(keys.shared(KeySpec.ofLabel(kind))).signedBy(issuing).identity();
        // For P-192 and Brainpool the factory constructs a Bouncy Castle provider.
        assertThat(identity.privateKeyJca()).isNotNull();
        assertThat(identity.chainJca()).hasSize(2);
        assertThat(identity.pkcs12(new char[] {'x'})).isNotEmpty();
      }
    }
    assertThat(Globals.now()).isEqualTo(before);
  }
}
