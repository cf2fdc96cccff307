package dev.atsharness.certs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.crypto.engines.DESedeEngine;
import org.bouncycastle.crypto.modes.CBCBlockCipher;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.PKCS12PfxPduBuilder;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.bc.BcPKCS12MacCalculatorBuilder;
import org.bouncycastle.pkcs.bc.BcPKCS12PBEOutputEncryptorBuilder;

/**
 * Writes PKCS #12. The JDK's key store refuses chains whose certificates do not match, and its
 * encryption is too new for the Keychain of older Apple systems. All programs can read 3DES with a
 * SHA-1 MAC.
 */
final class Pkcs12 {
  private static final String FRIENDLY_NAME = "ats-harness";

  private Pkcs12() {}

  static byte[] encode(Identity identity, char[] password) throws IOException {
    if (password.length == 0) {
      throw new IllegalArgumentException("a PKCS #12 file needs a password");
    }
    DEROctetString keyId = new DEROctetString(new byte[] {1});
    PKCS12SafeBagBuilder key =
        new PKCS12SafeBagBuilder(identity.key().privateKeyInfo(), encryptor(password));
    key.addBagAttribute(PKCSObjectIdentifiers.pkcs_9_at_localKeyId, keyId);
    key.addBagAttribute(
        PKCSObjectIdentifiers.pkcs_9_at_friendlyName, new DERBMPString(FRIENDLY_NAME));
    List<PKCS12SafeBag> certificates = new ArrayList<>();
    for (X509CertificateHolder certificate : identity.chain()) {
      PKCS12SafeBagBuilder bag = new PKCS12SafeBagBuilder(certificate);
      if (certificates.isEmpty()) {
        bag.addBagAttribute(PKCSObjectIdentifiers.pkcs_9_at_localKeyId, keyId);
        bag.addBagAttribute(
            PKCSObjectIdentifiers.pkcs_9_at_friendlyName, new DERBMPString(FRIENDLY_NAME));
      }
      certificates.add(bag.build());
    }
    try {
      return new PKCS12PfxPduBuilder()
          .addEncryptedData(encryptor(password), certificates.toArray(PKCS12SafeBag[]::new))
          .addData(key.build())
          .build(new BcPKCS12MacCalculatorBuilder(), password)
          .getEncoded();
    } catch (PKCSException e) {
      throw new IOException("cannot protect the PKCS #12 file", e);
    }
  }

  private static OutputEncryptor encryptor(char[] password) {
    return new BcPKCS12PBEOutputEncryptorBuilder(
            PKCSObjectIdentifiers.pbeWithSHAAnd3_KeyTripleDES_CBC,
            CBCBlockCipher.newInstance(new DESedeEngine()))
        .build(password);
  }
}
