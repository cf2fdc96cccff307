package dev.atsharness.server.handshake;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/**
 * An immutable list of 16-bit code points, stored in two bytes each. A ClientHello may have 16,000
 * of them, and the lists of a thousand ClientHellos are kept.
 */
final class Codes extends AbstractList<Integer> implements RandomAccess {

  private final char[] codes;

  private Codes(char[] codes) {
    this.codes = codes;
  }

  /**
   * @throws IllegalArgumentException if one is outside 0 to 65535
   */
  static Codes of(List<Integer> list) {
    if (list instanceof Codes already) {
      return already;
    }
    char[] codes = new char[list.size()];
    for (int i = 0; i < codes.length; i++) {
      int code = list.get(i);
      if (code < 0 || code > Character.MAX_VALUE) {
        throw new IllegalArgumentException(code + " is not a code point of 16 bits");
      }
      codes[i] = (char) code;
    }
    return new Codes(codes);
  }

  @Override
  public Integer get(int index) {
    return (int) codes[index];
  }

  @Override
  public int size() {
    return codes.length;
  }
}
