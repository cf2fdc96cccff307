package dev.atsharness.device.internal.trust;

import static dev.atsharness.device.internal.trust.TestPki.ders;
import static dev.atsharness.device.internal.trust.TestPki.intermediate;
import static dev.atsharness.device.internal.trust.TestPki.leaf;
import static dev.atsharness.device.internal.trust.TestPki.root;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atsharness.certs.CertifiedKey;
import java.security.cert.CertificateException;
import org.junit.jupiter.api.Test;

class CertificateMemoryTest {

  private static final CertifiedKey ROOT = root().selfSigned();
  private static final CertifiedKey STRANGER = intermediate("Stranger").signedBy(ROOT);
  private static final byte[] LEAF = ders(leaf().signedBy(ROOT)).get(0);

  private final CertificateMemory memory = new CertificateMemory();

  @Test
  void theSameBytesAreDecodedOnce() throws CertificateException {
    assertThat(memory.certificate(LEAF.clone())).isSameAs(memory.certificate(LEAF));
  }

  @Test
  void whatTheCallerDoesToItsBytesLaterChangesNothing() throws CertificateException {
    byte[] mine = LEAF.clone();
    ChainCertificate first = memory.certificate(mine);
    mine[mine.length - 1] ^= 1;

    assertThat(memory.certificate(LEAF)).isSameAs(first);
    assertThat(memory.certificate(mine)).isNotSameAs(first);
  }

  @Test
  void whoSignedItIsRememberedOfEachSignerByItself() throws CertificateException {
    ChainCertificate leaf = memory.certificate(LEAF);
    ChainCertificate signer = memory.certificate(ders(ROOT).get(0));
    ChainCertificate stranger = memory.certificate(ders(STRANGER).get(0));

    for (int i = 0; i < 2; i++) {
      assertThat(leaf.isSignedBy(signer)).isTrue();
      assertThat(leaf.isSignedBy(stranger)).isFalse();
    }
  }

  @Test
  void whatIsNoCertificateIsRefusedEachTime() {
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> memory.certificate(new byte[] {1, 2}))
          .isInstanceOf(CertificateException.class);
    }
  }
}
