package dev.atsharness.server.device;

import dev.atsharness.certs.HarnessCa;
import dev.atsharness.certs.HarnessKey;
import dev.atsharness.certs.Identity;
import dev.atsharness.certs.KeySpec;
import dev.atsharness.certs.KeyUse;
import dev.atsharness.certs.SignatureAlgorithm;
import dev.atsharness.certs.SignedContent;

/**
 * Signs profiles in the name of a harness. Until its root is trusted a device shows them as not
 * verified; they can be installed all the same.
 */
public final class ProfileSigner {

  private final Identity signer;

  /** A signer with a key of its own, which is forgotten with it. */
  public ProfileSigner(HarnessCa ca) {
    this.signer =
        ca.leaf(HarnessKey.generate(KeySpec.ec("p-256")))
            .subject("ATS harness profiles")
            .keyUsage(KeyUse.DIGITAL_SIGNATURE)
            .extendedKeyUsage("emailProtection") // what verifiers of CMS ask for (RFC 8550)
            .signedBy(ca.issuingCaFor(SignatureAlgorithm.SHA256_ECDSA))
            .identity();
  }

  /** The profile and a signature over it, DER. */
  public byte[] sign(byte[] profile) {
    return SignedContent.sign(profile, signer);
  }
}
