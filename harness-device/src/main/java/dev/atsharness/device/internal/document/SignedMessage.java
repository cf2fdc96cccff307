package dev.atsharness.device.internal.document;

import java.io.IOException;
import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSTypedData;
import org.bouncycastle.util.encoders.Hex;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/**
 * The content of a CMS message (RFC 5652). The signature is not verified, because its validity does
 * not change the URLs in the content.
 */
final class SignedMessage {

  private static final int SEQUENCE = 0x30;
  private static final int LONG_FORM = 0x80;

  /**
   * DER of the object identifiers without their last number: 1.2.840.113549.1.7, and
   * 1.2.840.113549.1.9.16.1 for the newer ones (RFC 5083: authenticated and encrypted).
   */
  private static final List<byte[]> TYPES =
      List.of(Hex.decode("06092a864886f70d0107"), Hex.decode("060b2a864886f70d01091001"));

  private static final Set<ASN1ObjectIdentifier> ENCRYPTED =
      Set.of(
          CMSObjectIdentifiers.envelopedData,
          CMSObjectIdentifiers.authEnvelopedData,
          CMSObjectIdentifiers.encryptedData);

  private SignedMessage() {}

  /** True if bytes begin like a CMS message in DER or BER: with a sequence and its type. */
  static boolean is(byte[] bytes) {
    if (bytes.length < 2 || bytes[0] != SEQUENCE) {
      return false;
    }
    int length = bytes[1] & 0xff;
    int at = 2 + (length > LONG_FORM ? length - LONG_FORM : 0);
    return TYPES.stream()
        .anyMatch(
            type ->
                bytes.length >= at + type.length
                    && Arrays.equals(bytes, at, at + type.length, type, 0, type.length));
  }

  /** Returns the signed content; empty if the message contains only certificates. */
  static Optional<byte[]> content(byte[] bytes) throws UnreadableDocumentException {
    try {
      ContentInfo message = ContentInfo.getInstance(bytes);
      if (!CMSObjectIdentifiers.signedData.equals(message.getContentType())) {
        throw new UnreadableDocumentException(
            ENCRYPTED.contains(message.getContentType())
                ? "it is encrypted for a device"
                : "its CMS message is not signed data");
      }
      CMSTypedData content = new CMSSignedData(message).getSignedContent();
      return content != null && content.getContent() instanceof byte[] signed
          ? Optional.of(signed)
          : Optional.empty();
    } catch (CMSException | RuntimeException e) {
      // for malformed ASN.1 the library throws exceptions of many types
      throw new UnreadableDocumentException("its CMS message is malformed", e);
    }
  }

  /** Returns the message in a PEM text; empty if there is none. */
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
