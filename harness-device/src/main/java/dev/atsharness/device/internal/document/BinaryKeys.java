package dev.atsharness.device.internal.document;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * The keys of a binary property list's dictionaries, read from its table of objects. A library's
 * dictionary shows only one value of a key that occurs twice. The format is that of {@code
 * CFBinaryPList.c} in Apple's CoreFoundation.
 */
final class BinaryKeys {

  private static final int TRAILER = 32;
  private static final int MAX_KEYS = 200_000;
  private static final int DICTIONARY = 0xd;
  private static final int ASCII = 0x5;
  private static final int UTF_16 = 0x6;
  private static final int UTF_8 = 0x7;
  private static final int DATA = 0x4;
  private static final int ARRAY = 0xa;
  private static final int ORDERED_SET = 0xb;
  private static final int SET = 0xc;

  /** The kinds of objects that begin with a count: data, texts, arrays, sets and dictionaries. */
  private static final Set<Integer> COUNTED =
      Set.of(DATA, ASCII, UTF_16, UTF_8, ARRAY, ORDERED_SET, SET, DICTIONARY);

  private static final int INTEGER = 0x1;

  /** The value that says that the count follows as a number object. */
  private static final int COUNT_FOLLOWS = 0xf;

  private final ByteBuffer bytes;
  private final int offsetSize;
  private final int referenceSize;
  private final int objects;
  private final int table;
  private int keys;
  private long contents;

  private BinaryKeys(byte[] list) {
    bytes = ByteBuffer.wrap(list);
    int trailer = list.length - TRAILER;
    offsetSize = list[trailer + 6] & 0xff;
    referenceSize = list[trailer + 7] & 0xff;
    objects = Math.toIntExact(bytes.getLong(trailer + 8));
    table = Math.toIntExact(bytes.getLong(trailer + 24));
  }

  /**
   * Checks that no key occurs twice in a dictionary, that each count is an integer (about another
   * one, the library writes to standard error), and that the objects fit into the list.
   *
   * @param list a binary property list
   * @throws UnreadableDocumentException if a key occurs twice or is not a string
   * @throws RuntimeException of various types if it is malformed
   */
  static void requireOnce(byte[] list) throws UnreadableDocumentException {
    BinaryKeys all = new BinaryKeys(list);
    if (all.objects > list.length) {
      throw new UnreadableDocumentException("it has more objects than bytes");
    }
    for (int i = 0; i < all.objects; i++) {
      all.object(i);
    }
  }

  private void object(int index) throws UnreadableDocumentException {
    int at = offset(index);
    if (COUNTED.contains(kind(at))) {
      if (hasLongCount(at) && kind(at + 1) != INTEGER) {
        throw new UnreadableDocumentException(
            "one of its objects has a count that is not a number");
      }
      contents += contentLength(at);
      if (contents > bytes.capacity()) {
        throw new UnreadableDocumentException("its objects are longer than the document");
      }
    }
    if (kind(at) != DICTIONARY) {
      return;
    }
    int count = count(at);
    int first = afterCount(at);
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < count; i++) {
      if (++keys > MAX_KEYS) {
        throw new UnreadableDocumentException("it has more than " + MAX_KEYS + " keys");
      }
      String key = text(offset(Math.toIntExact(number(first + i * referenceSize, referenceSize))));
      if (!seen.add(key)) {
        throw new UnreadableDocumentException(
            "one of its dictionaries has the key " + key + " twice");
      }
    }
  }

  private String text(int at) throws UnreadableDocumentException {
    int start = afterCount(at);
    return switch (kind(at)) {
      case ASCII -> text(start, count(at), StandardCharsets.ISO_8859_1);
      case UTF_16 -> text(start, Math.multiplyExact(2, count(at)), StandardCharsets.UTF_16BE);
      default ->
          throw new UnreadableDocumentException(
              "one of its dictionaries has a key that is not a text");
    };
  }

  private String text(int start, int length, Charset charset) {
    return new String(bytes.array(), start, length, charset);
  }

  private int kind(int at) {
    return (bytes.get(at) & 0xf0) >> 4;
  }

  /**
   * The length of an object's content, in bytes. Objects that share bytes could fill any memory.
   */
  private long contentLength(int at) {
    long count = count(at);
    return switch (kind(at)) {
      case UTF_16 -> 2 * count;
      case ARRAY, ORDERED_SET, SET -> count * referenceSize;
      case DICTIONARY -> 2 * count * referenceSize;
      default -> count;
    };
  }

  private boolean hasLongCount(int at) {
    return (bytes.get(at) & 0x0f) == COUNT_FOLLOWS;
  }

  private int count(int at) {
    return hasLongCount(at) ? Math.toIntExact(number(at + 2, countSize(at))) : bytes.get(at) & 0x0f;
  }

  private int afterCount(int at) {
    return hasLongCount(at) ? at + 2 + countSize(at) : at + 1;
  }

  /** The size of the number that follows: two to the power of its low four bits, in bytes. */
  private int countSize(int at) {
    return 1 << (bytes.get(at + 1) & 0x0f);
  }

  private int offset(int index) {
    return Math.toIntExact(number(Math.addExact(table, index * offsetSize), offsetSize));
  }

  /** Reads a big-endian number of at most 8 bytes. */
  private long number(int at, int size) {
    long number = 0;
    for (int i = 0; i < size; i++) {
      number = (number << 8) | (bytes.get(at + i) & 0xff);
    }
    return number;
  }
}
