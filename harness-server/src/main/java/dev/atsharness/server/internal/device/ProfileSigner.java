package dev.atsharness.server.internal.device;

import dev.atsharness.certs.HarnessCa;
import dev.atsharness.certs.HarnessKey;
import dev.atsharness.certs.Identity;
import dev.atsharness.certs.KeySpec;
import dev.atsharness.certs.KeyUse;
import dev.atsharness.certs.SignatureAlgorithm;
import dev.atsharness.certs.internal.SignedContent;

/**
 * Signs profiles with a certificate of the harness's CA. Until its root is trusted, a device shows
 * them as not verified, but can install them.
 *
 * <p>The certificate is for servers, as those are with which administrators often sign profiles:
 * the harness's CAs allow no other purpose. A verifier of CMS that asks for emailProtection (RFC
 * 8550 section 4.4.4), as OpenSSL does without {@code -purpose}, refuses it.
 */
public final class ProfileSigner {

  private final Identity signer;

  /** A signer with a new key, which is not stored. */
  public ProfileSigner(HarnessCa ca) {
    this.signer =
        ca.leaf(HarnessKey.generate(KeySpec.ec("p-256")))
            .subject("ATS harness profiles")
            .keyUsage(KeyUse.DIGITAL_SIGNATURE)
            .signedBy(ca.issuingCaFor(SignatureAlgorithm.SHA256_ECDSA))
            .identity();
  }

  /** The signed profile: CMS signed data that contains the profile, in DER. */
  public byte[] sign(byte[] profile) {
    return SignedContent.sign(profile, signer);
  }
}
