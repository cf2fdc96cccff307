package dev.atsharness.server.internal.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.tls.ECCurveType;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.util.BigIntegers;

/**
 * The ServerKeyExchange of an ECDHE suite in TLS 1.2 with other parameters, which are signed anew
 * (RFC 8422 section 5.4).
 */
final class MisbehavingKeyExchange {

  /** Curve type (1), named curve (2) and the length of the point (1) precede the point. */
  private static final int POINT = 4;

  private static final int SCHEME_BYTES = 2;

  /** Signs parameters together with the randoms of the two hellos. */
  @FunctionalInterface
  interface Signer {
    byte[] sign(byte[] parameters) throws IOException;
  }

  private final byte[] message;
  private final int pointEnd;
  private final Signer signer;

  MisbehavingKeyExchange(byte[] message, Signer signer) {
    this.message = message;
    this.pointEnd = POINT + Byte.toUnsignedInt(message[POINT - 1]);
    this.signer = signer;
  }

  /** One bit of y is flipped: no other point of the curve has this x. */
  byte[] withPointNotOnCurve() throws IOException {
    byte[] parameters = Arrays.copyOf(message, pointEnd);
    parameters[pointEnd - 1] ^= 1;
    return signed(parameters);
  }

  /** The curve of its name is spelled out (RFC 4492 section 5.4). */
  byte[] withExplicitCurve() throws IOException {
    int group = TlsUtils.readUint16(message, 1);
    X9ECParameters curve = CustomNamedCurves.getByName(NamedGroup.getCurveName(group));
    ByteArrayOutputStream parameters = new ByteArrayOutputStream();
    TlsUtils.writeUint8(ECCurveType.explicit_prime, parameters);
    write(curve.getCurve().getField().getCharacteristic(), parameters);
    TlsUtils.writeOpaque8(curve.getCurve().getA().getEncoded(), parameters);
    TlsUtils.writeOpaque8(curve.getCurve().getB().getEncoded(), parameters);
    TlsUtils.writeOpaque8(curve.getG().getEncoded(false), parameters);
    write(curve.getN(), parameters);
    write(curve.getH(), parameters);
    TlsUtils.writeOpaque8(Arrays.copyOfRange(message, POINT, pointEnd), parameters);
    return signed(parameters.toByteArray());
  }

  private static void write(BigInteger number, ByteArrayOutputStream to) throws IOException {
    TlsUtils.writeOpaque8(BigIntegers.asUnsignedByteArray(number), to);
  }

  private byte[] signed(byte[] parameters) throws IOException {
    ByteArrayOutputStream changed = new ByteArrayOutputStream();
    changed.write(parameters);
    changed.write(message, pointEnd, SCHEME_BYTES);
    TlsUtils.writeOpaque16(signer.sign(parameters), changed);
    return changed.toByteArray();
  }
}
