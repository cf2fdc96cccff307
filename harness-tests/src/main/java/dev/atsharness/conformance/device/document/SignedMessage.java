package dev.atsharness.conformance.device.document;

import java.io.IOException;
import java.io.StringReader;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSTypedData;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/**
 * The content of a CMS message (RFC 5652). Whether its signature is valid makes no difference to
 * where it leads, so that it is not verified.
 */
final class SignedMessage {

  private static final int SEQUENCE = 0x30;
  private static final int LONG_FORM = 0x80;

  /** DER of the object identifiers up to their last number: 1.2.840.113549.1.7. */
  private static final byte[] PKCS7 = {
    0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x07
  };

  private SignedMessage() {}

  /** Whether bytes begin like a CMS message in DER or BER: with a sequence and its type. */
  static boolean is(byte[] bytes) {
    if (bytes.length < 2 || bytes[0] != SEQUENCE) {
      return false;
    }
    int length = bytes[1] & 0xff;
    int at = 2 + (length > LONG_FORM ? length - LONG_FORM : 0);
    return bytes.length >= at + PKCS7.length
        && Arrays.equals(bytes, at, at + PKCS7.length, PKCS7, 0, PKCS7.length);
  }

  /** What was signed; empty if the message holds certificates alone. */
  static Optional<byte[]> content(byte[] bytes) throws UnreadableDocumentException {
    try {
      ContentInfo message = ContentInfo.getInstance(bytes);
      if (!CMSObjectIdentifiers.signedData.equals(message.getContentType())) {
        throw new UnreadableDocumentException(
            CMSObjectIdentifiers.envelopedData.equals(message.getContentType())
                ? "it is encrypted for a device"
                : "its CMS message is not signed data");
      }
      CMSTypedData content = new CMSSignedData(message).getSignedContent();
      return content != null && content.getContent() instanceof byte[] signed
          ? Optional.of(signed)
          : Optional.empty();
    } catch (CMSException | RuntimeException e) {
      // the library answers malformed ASN.1 with exceptions of many types
      throw new UnreadableDocumentException("its CMS message is malformed", e);
    }
  }

  /** The message in a PEM text; empty if it has none. */
  static Optional<byte[]> ofPem(String text) throws UnreadableDocumentException {
    try (PemReader reader = new PemReader(new StringReader(text))) {
      PemObject object = reader.readPemObject();
      return Optional.ofNullable(object)
          .filter(o -> o.getType().equals("PKCS7") || o.getType().equals("CMS"))
          .map(PemObject::getContent);
    } catch (IOException | RuntimeException e) {
      throw new UnreadableDocumentException("its PEM text is malformed", e);
    }
  }
}
