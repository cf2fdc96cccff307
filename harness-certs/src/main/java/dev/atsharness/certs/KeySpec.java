package dev.atsharness.certs;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The kind of a key pair.
 *
 * @param type the algorithm
 * @param bits the size: RSA modulus length, or the size of the curve's field
 * @param curve the SEC 2 or RFC 5639 curve name, for example {@code secp256r1}; empty unless {@link
 *     Type#EC}
 */
public record KeySpec(Type type, int bits, String curve) {

  /** The algorithm of the subject public key. */
  public enum Type {
    /** {@code rsaEncryption} (RFC 3279). */
    RSA,
    /** {@code id-RSASSA-PSS} (RFC 4055): an RSA key that may only make PSS signatures. */
    RSA_PSS,
    /** {@code id-ecPublicKey} with a named curve (RFC 5480). */
    EC,
    ED25519,
    ED448
  }

  /** The smallest modulus, in bits. */
  public static final int MIN_RSA_BITS = 512;

  /** The largest modulus, in bits; larger ones take minutes. */
  public static final int MAX_RSA_BITS = 16384;

  private static final Pattern RSA_LABEL = Pattern.compile("rsa(-pss)?-(\\d{3,5})");
  private static final Pattern CURVE_BITS = Pattern.compile("\\d{3}");
  static final List<String> CURVES =
      List.of(
          "secp192r1",
          "secp224r1",
          "secp256r1",
          "secp384r1",
          "secp521r1",
          "secp256k1",
          "brainpoolP256r1");

  public KeySpec {
    if ((type == Type.RSA || type == Type.RSA_PSS)
        && (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS)) {
      throw new IllegalArgumentException(
          "RSA modulus of " + bits + " bits is outside " + MIN_RSA_BITS + " to " + MAX_RSA_BITS);
    }
  }

  public static KeySpec rsa(int bits) {
    return new KeySpec(Type.RSA, bits, "");
  }

  public static KeySpec rsaPss(int bits) {
    return new KeySpec(Type.RSA_PSS, bits, "");
  }

  /**
   * Returns the specification of a key on a named curve: {@code secp256r1} or its NIST name {@code
   * p-256}.
   */
  public static KeySpec ec(String curve) {
    String name =
        curve.toLowerCase(Locale.ROOT).startsWith("p-")
            ? "secp" + curve.substring(2) + "r1"
            : curve;
    if (!CURVES.contains(name)) {
      throw new IllegalArgumentException("unknown curve '" + curve + "'; known: " + CURVES);
    }
    Matcher bits = CURVE_BITS.matcher(name);
    if (!bits.find()) {
      throw new IllegalStateException("no length in " + name);
    }
    return new KeySpec(Type.EC, Integer.parseInt(bits.group()), name);
  }

  public static KeySpec ed25519() {
    return new KeySpec(Type.ED25519, 256, "");
  }

  public static KeySpec ed448() {
    return new KeySpec(Type.ED448, 448, "");
  }

  /**
   * Reads a {@linkplain #label() label}.
   *
   * @throws IllegalArgumentException if it is not one; the message shows the forms
   */
  public static KeySpec ofLabel(String label) {
    Matcher rsa = RSA_LABEL.matcher(label);
    if (rsa.matches()) {
      int bits = Integer.parseInt(rsa.group(2));
      return rsa.group(1) == null ? rsa(bits) : rsaPss(bits);
    }
    return switch (label) {
      case "ed25519" -> ed25519();
      case "ed448" -> ed448();
      case "p-192", "p-224", "p-256", "p-384", "p-521", "secp256k1", "brainpoolP256r1" -> ec(label);
      default ->
          throw new IllegalArgumentException(
              "unknown key '"
                  + label
                  + "'; write rsa-2048, rsa-pss-2048, p-192, p-224, p-256, p-384, p-521,"
                  + " secp256k1, brainpoolP256r1, ed25519 or ed448");
    };
  }

  /** The short form used in scenario files: {@code rsa-2048}, {@code p-256}, {@code ed25519}. */
  public String label() {
    return switch (type) {
      case RSA -> "rsa-" + bits;
      case RSA_PSS -> "rsa-pss-" + bits;
      case EC -> curve.matches("secp\\d+r1") ? "p-" + bits : curve;
      case ED25519 -> "ed25519";
      case ED448 -> "ed448";
    };
  }

  @Override
  public String toString() {
    return label();
  }
}
