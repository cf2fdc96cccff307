package dev.atsharness.certs;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.teletrust.TeleTrusTNamedCurves;
import org.bouncycastle.asn1.teletrust.TeleTrusTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ECPoint;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;

/** The curves of {@link KeySpec} by name and object identifier. */
final class Curves {
  private Curves() {}

  static ECNamedDomainParameters domain(String name) {
    ASN1ObjectIdentifier oid = oid(name);
    // The custom implementations are several times faster, but exist for the SEC 2 curves only.
    X9ECParameters custom = CustomNamedCurves.getByOID(oid);
    return new ECNamedDomainParameters(
        oid, custom != null ? custom : TeleTrusTNamedCurves.getByOID(oid));
  }

  private static ASN1ObjectIdentifier oid(String name) {
    return switch (name) {
      case "secp192r1" -> SECObjectIdentifiers.secp192r1;
      case "secp224r1" -> SECObjectIdentifiers.secp224r1;
      case "secp256r1" -> SECObjectIdentifiers.secp256r1;
      case "secp384r1" -> SECObjectIdentifiers.secp384r1;
      case "secp521r1" -> SECObjectIdentifiers.secp521r1;
      case "secp256k1" -> SECObjectIdentifiers.secp256k1;
      case "brainpoolP256r1" -> TeleTrusTObjectIdentifiers.brainpoolP256r1;
      default -> throw new IllegalArgumentException("unknown curve '" + name + "'");
    };
  }

  static String name(ECDomainParameters domain) {
    if (!(domain instanceof ECNamedDomainParameters named)) {
      throw new IllegalArgumentException("the key's curve is not named");
    }
    for (String name : KeySpec.CURVES) {
      if (oid(name).equals(named.getName())) {
        return name;
      }
    }
    throw new IllegalArgumentException("unknown curve " + named.getName());
  }

  static SubjectPublicKeyInfo explicit(ECPublicKeyParameters key) {
    ECDomainParameters domain = key.getParameters();
    X9ECParameters spelledOut =
        new X9ECParameters(
            domain.getCurve(),
            new X9ECPoint(domain.getG(), false),
            domain.getN(),
            domain.getH(),
            domain.getSeed());
    return new SubjectPublicKeyInfo(
        new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, spelledOut),
        key.getQ().getEncoded(false));
  }
}
