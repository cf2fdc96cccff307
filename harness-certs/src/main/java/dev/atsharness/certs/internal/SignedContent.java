package dev.atsharness.certs.internal;

import dev.atsharness.certs.Identity;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.util.CollectionStore;

/** Content and a signature over it in one message (CMS signed-data, RFC 5652 section 5). */
public final class SignedContent {

  private SignedContent() {}

  /**
   * Signs content.
   *
   * @param signer the signer, whose chain is included in the message
   * @return DER
   */
  public static byte[] sign(byte[] content, Identity signer) {
    try {
      CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
      generator.addSignerInfoGenerator(
          new SignerInfoGeneratorBuilder(new BcDigestCalculatorProvider())
              .build(
                  Signatures.signer(signer.key().defaultSignature(), signer.key()),
                  signer.chain().get(0)));
      generator.addCertificates(new CollectionStore<>(signer.chain()));
      return generator
          .generate(new CMSProcessableByteArray(content), true)
          .toASN1Structure()
          .getEncoded("DER");
    } catch (CMSException | OperatorCreationException e) {
      throw new IllegalStateException("cannot sign with " + signer.key().spec(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot encode CMS", e);
    }
  }

  /**
   * Returns the content of a signed message. The signature is not verified.
   *
   * @throws IllegalArgumentException if it is not a signed message
   */
  public static byte[] unwrap(byte[] message) {
    try {
      CMSSignedData signed = new CMSSignedData(message);
      if (signed.getSignedContent() == null
          || !(signed.getSignedContent().getContent() instanceof byte[] content)) {
        throw new IllegalArgumentException("a signature without the signed content");
      }
      return content;
    } catch (CMSException | RuntimeException e) {
      throw new IllegalArgumentException("not CMS signed-data", e);
    }
  }
}
