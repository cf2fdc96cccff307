package dev.atsharness.device.internal.trust;

import dev.atsharness.certs.CertificateBuilder;
import dev.atsharness.certs.Certificates;
import dev.atsharness.certs.CertifiedKey;
import dev.atsharness.certs.HarnessKey;
import dev.atsharness.certs.KeySpec;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keys are made once: only certificates differ between tests. */
public final class TestPki {

  static final String HOST = "mdm.ats-harness.test";
  static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  private static final Map<String, HarnessKey> KEYS = new ConcurrentHashMap<>();

  private TestPki() {}

  /** A key of this kind, one for each use. */
  static HarnessKey key(KeySpec spec, String use) {
    return KEYS.computeIfAbsent(spec.label() + use, k -> HarnessKey.generate(spec));
  }

  static HarnessKey p256(String use) {
    return key(KeySpec.ec("p-256"), use);
  }

  static CertificateBuilder root() {
    return CertificateBuilder.authority(p256("root"), CLOCK).subject("Test Root");
  }

  static CertificateBuilder intermediate(String name) {
    return CertificateBuilder.authority(p256(name), CLOCK).subject(name);
  }

  static CertificateBuilder leaf() {
    return leaf(p256("leaf"));
  }

  static CertificateBuilder leaf(HarnessKey key) {
    return CertificateBuilder.leaf(key, CLOCK).subject("Test Server").names(HOST);
  }

  static TrustAnchors anchors(CertifiedKey... anchors) {
    return TrustAnchors.ofDer(ders(anchors));
  }

  static List<byte[]> ders(CertifiedKey... certificates) {
    return Arrays.stream(certificates).map(c -> Certificates.der(c.certificate())).toList();
  }
}
