package dev.atsharness.server.stacks;

import dev.atsharness.certs.CertificateBuilder;
import dev.atsharness.certs.CertifiedKey;
import dev.atsharness.certs.HarnessCa;
import dev.atsharness.certs.HarnessKey;
import dev.atsharness.certs.KeyPool;
import dev.atsharness.certs.KeySpec;
import java.time.Clock;
import java.time.Duration;

/**
 * What someone can make who has the key of a harness's root: an intermediate CA without name
 * constraints, and below it a server's certificate. Only the root limits them.
 */
enum StolenRoot {
  /** Nothing is wrong: a client accepts it, so that it is able to accept such a chain. */
  WITHIN_LIMITS(Duration.ZERO, StolenRoot.DOMAIN),

  /** The server's name is outside the name constraints of the root. */
  OTHER_NAME(Duration.ZERO, "example"),

  /** The root has ended, and what is below it has not. */
  AFTER_ITS_END(HarnessCa.LIFETIME.plusDays(1), StolenRoot.DOMAIN);

  private static final String DOMAIN = "ats-harness.test";
  private static final KeySpec P256 = KeySpec.ec("p-256");

  private final Duration age;
  private final String host;

  StolenRoot(Duration age, String domain) {
    this.age = age;
    this.host = "bank." + domain;
  }

  /** The server's name. */
  String host() {
    return host;
  }

  /** The root, as it was made when this harness began. */
  CertifiedKey root(KeyPool keys) {
    Clock then = Clock.offset(Clock.systemUTC(), age.negated());
    return HarnessCa.create(DOMAIN, then, keys).root();
  }

  /** The server's certificate, made now. */
  CertifiedKey server(CertifiedKey root) {
    CertifiedKey intermediate =
        CertificateBuilder.authority(HarnessKey.generate(P256))
            .subject("Intermediate without constraints")
            .signedBy(root);
    return CertificateBuilder.leaf(HarnessKey.generate(P256)).names(host).signedBy(intermediate);
  }
}
