package dev.atsharness.device.internal.trust;

import dev.atsharness.certs.CertificateBuilder;
import dev.atsharness.certs.CertifiedKey;
import dev.atsharness.certs.HarnessKey;
import dev.atsharness.certs.KeySpec;
import dev.atsharness.certs.internal.Certificates;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keys and certificates for tests. Keys are made once; only certificates differ between tests. */
public final class TestPki {

  public static final String HOST = "mdm.ats-harness.test";
  public static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  public static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  private static final Map<String, HarnessKey> KEYS = new ConcurrentHashMap<>();

  private TestPki() {}

  /** Returns the key of this kind for this use. */
  public static HarnessKey key(KeySpec spec, String use) {
    return KEYS.computeIfAbsent(spec.label() + use, k -> HarnessKey.generate(spec));
  }

  public static HarnessKey p256(String use) {
    return key(KeySpec.ec("p-256"), use);
  }

  public static CertificateBuilder root() {
    return CertificateBuilder.authority(p256("root"), CLOCK).subject("Test Root");
  }

  public static CertificateBuilder intermediate(String name) {
    return CertificateBuilder.authority(p256(name), CLOCK).subject(name);
  }

  public static CertificateBuilder leaf() {
    return leaf(p256("leaf"));
  }

  public static CertificateBuilder leaf(HarnessKey key) {
    return CertificateBuilder.leaf(key, CLOCK).subject("Test Server").names(HOST);
  }

  public static TrustAnchors anchors(CertifiedKey... anchors) {
    return TrustAnchors.ofDer(ders(anchors));
  }

  public static List<byte[]> ders(CertifiedKey... certificates) {
    return Arrays.stream(certificates).map(c -> Certificates.der(c.certificate())).toList();
  }
}
