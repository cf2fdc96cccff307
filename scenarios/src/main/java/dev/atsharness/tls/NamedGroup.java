package dev.atsharness.tls;

import dev.atsharness.tls.internal.Labels;
import java.util.Arrays;
import java.util.Optional;

/** A key exchange group (IANA "TLS Supported Groups"; RFC 8422, 7919, 8446). */
public enum NamedGroup {
  SECP192R1("secp192r1", 19),
  SECP224R1("secp224r1", 21),
  SECP256K1("secp256k1", 22),
  SECP256R1("secp256r1", 23),
  SECP384R1("secp384r1", 24),
  SECP521R1("secp521r1", 25),
  BRAINPOOLP256R1("brainpoolP256r1", 26),
  X25519("x25519", 29),
  X448("x448", 30),
  FFDHE2048("ffdhe2048", 256),
  FFDHE3072("ffdhe3072", 257),
  FFDHE4096("ffdhe4096", 258),
  X25519MLKEM768("X25519MLKEM768", 0x11ec);

  private final String label;
  private final int code;

  NamedGroup(String label, int code) {
    this.label = label;
    this.code = code;
  }

  /** The IANA name, for example {@code secp256r1}. */
  public String label() {
    return label;
  }

  /** The two-byte code point. */
  public int code() {
    return code;
  }

  /** Whether it joins a curve and a KEM, which only TLS 1.3 can use. */
  public boolean isHybrid() {
    return this == X25519MLKEM768;
  }

  /** The group with this code point, if it is one we know. */
  public static Optional<NamedGroup> ofCode(int code) {
    return Arrays.stream(values()).filter(g -> g.code == code).findFirst();
  }

  /**
   * The group with this IANA name.
   *
   * @throws IllegalArgumentException if there is none; the message lists the known names
   */
  public static NamedGroup ofLabel(String label) {
    return Labels.find(NamedGroup.class, NamedGroup::label, label, "group");
  }

  @Override
  public String toString() {
    return label;
  }
}
