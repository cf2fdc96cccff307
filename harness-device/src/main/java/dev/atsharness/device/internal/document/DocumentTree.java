package dev.atsharness.device.internal.document;

import dev.atsharness.ats.internal.DocumentKind.Format;
import dev.atsharness.device.internal.http.Inflated;
import dev.atsharness.io.internal.JsonFault;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A document as maps, lists, strings and byte arrays. Its format is recognized by its content,
 * because the content type may be wrong.
 *
 * @param format the format in which it was written
 * @param root a map or a list, or another value
 */
record DocumentTree(Format format, Object root) {

  private static final int MAX_WRAPPINGS = 8;

  /**
   * The largest size of a compressed document after decompression, in bytes; the same as that of a
   * body.
   */
  private static final int MAX_INFLATED = 2 * 1024 * 1024;

  /** The number of bytes that are enough to recognize a CMS message. */
  private static final int MESSAGE_HEAD = 20;

  private static final String BINARY = "bplist";
  private static final String PEM = "-----BEGIN ";

  /** The beginnings of texts that may contain URLs for a device. */
  private static final List<String> STARTS =
      List.of("<plist", "<dict", "<?", "<!--", "<!DOCTYPE", "{", PEM);

  /** A mapper that refuses duplicate keys: it is unknown which of the values a device uses. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** What the beginning of a text shows about its format. */
  private enum Beginning {
    PROPERTY_LIST,
    NO_PROPERTY_LIST,
    /** The text ends before its first element. */
    OPEN
  }

  /**
   * Reads a document. If it is signed or compressed, reads its content.
   *
   * @param whole true if the bytes are the complete document and not only its beginning
   * @return empty if the document cannot contain URLs for a device
   * @throws UnreadableDocumentException if it begins like such a document and cannot be read, or if
   *     it is incomplete and too short to recognize its format
   */
  static Optional<DocumentTree> read(byte[] bytes, boolean whole)
      throws UnreadableDocumentException {
    byte[] inner = bytes;
    boolean complete = whole;
    for (int wrappings = 0; wrappings < MAX_WRAPPINGS; wrappings++) {
      if (Inflated.isGzip(inner)) {
        Inflated inflated = Inflated.gzip(inner, MAX_INFLATED);
        complete &= inflated.end() == Inflated.End.WHOLE;
        inner = inflated.bytes();
      } else if (SignedMessage.is(inner)) {
        Optional<byte[]> signed = SignedMessage.content(inner);
        if (signed.isEmpty()) {
          return Optional.empty();
        }
        inner = signed.get();
      } else if (startsWith(inner, BINARY)) {
        return Optional.of(new DocumentTree(Format.PROPERTY_LIST, PropertyLists.ofBinary(inner)));
      } else {
        String text = text(inner);
        Optional<byte[]> message =
            text.startsWith(PEM) ? SignedMessage.ofPem(text) : Optional.empty();
        if (message.isEmpty()) {
          return ofText(text, inner, complete);
        }
        inner = message.get();
        if (!SignedMessage.is(inner)) {
          throw new UnreadableDocumentException("its PEM text is not a CMS message");
        }
      }
    }
    throw new UnreadableDocumentException(
        "it is signed or compressed more than " + MAX_WRAPPINGS + " times");
  }

  /** True if the bytes are a signed or compressed document. */
  static boolean isWrapped(byte[] bytes) {
    return Inflated.isGzip(bytes) || SignedMessage.is(bytes);
  }

  private static Optional<DocumentTree> ofText(String text, byte[] bytes, boolean whole)
      throws UnreadableDocumentException {
    Beginning beginning = beginning(text);
    if (beginning == Beginning.PROPERTY_LIST) {
      return Optional.of(new DocumentTree(Format.PROPERTY_LIST, PropertyLists.ofXml(text)));
    }
    if (text.startsWith("{")) {
      Object json = json(text);
      if (json instanceof Map<?, ?> map) {
        return Optional.of(new DocumentTree(Format.JSON, map));
      }
    }
    if (!whole && (beginning == Beginning.OPEN || couldBegin(text, bytes))) {
      throw new UnreadableDocumentException("its end is missing, and it does not show what it is");
    }
    return Optional.empty();
  }

  /** True if these few bytes may be the beginning of a document in a format other than text. */
  private static boolean couldBegin(String text, byte[] bytes) {
    boolean binary =
        bytes.length < BINARY.length()
            && BINARY.startsWith(new String(bytes, StandardCharsets.ISO_8859_1));
    boolean message = bytes.length < MESSAGE_HEAD && bytes.length > 0 && bytes[0] == '0';
    return binary || message || PEM.startsWith(text);
  }

  private static Object json(String text) throws UnreadableDocumentException {
    try {
      return MAPPER.readValue(text, Object.class);
    } catch (JacksonException e) {
      throw new UnreadableDocumentException(JsonFault.words(e), e);
    }
  }

  /**
   * Checks that bytes labelled as JSON are JSON.
   *
   * @throws UnreadableDocumentException if they are not
   */
  static void requireJson(byte[] bytes) throws UnreadableDocumentException {
    json(text(bytes));
  }

  /**
   * Checks that bytes labelled as XML are XML.
   *
   * @throws UnreadableDocumentException if they are not
   */
  static void requireXml(byte[] bytes) throws UnreadableDocumentException {
    PropertyLists.requireXml(text(bytes));
  }

  /** Shows whether the first element, after the prolog, is that of a property list. */
  private static Beginning beginning(String text) {
    int at = 0;
    while (at >= 0 && at < text.length()) {
      String rest = text.substring(at, Math.min(text.length(), at + MESSAGE_HEAD));
      if (Character.isWhitespace(text.charAt(at))) {
        at++;
      } else if (rest.startsWith("<?")) {
        at = after("?>", text, at);
      } else if (rest.startsWith("<!--")) {
        at = after("-->", text, at);
      } else if (rest.startsWith("<!DOCTYPE")) {
        int end = text.indexOf('>', at);
        int subset = text.indexOf('[', at);
        at = subset >= 0 && subset < end ? after("]", text, at) : at;
        at = at < 0 ? at : after(">", text, at);
      } else if (rest.startsWith("<plist") || rest.startsWith("<dict")) {
        return Beginning.PROPERTY_LIST;
      } else {
        return STARTS.stream().anyMatch(start -> start.startsWith(rest))
            ? Beginning.OPEN
            : Beginning.NO_PROPERTY_LIST;
      }
    }
    return Beginning.OPEN;
  }

  private static int after(String end, String text, int from) {
    int at = text.indexOf(end, from);
    return at < 0 ? at : at + end.length();
  }

  /** The keys at the top level. */
  Set<?> topKeys() {
    return root instanceof Map<?, ?> map ? map.keySet() : Set.of();
  }

  /**
   * Decodes bytes to text, without a byte order mark and leading white space, which some readers do
   * not accept.
   */
  private static String text(byte[] bytes) {
    String text = new String(bytes, charset(bytes));
    int start = 0;
    while (start < text.length()
        && (text.charAt(start) == '\uFEFF' || Character.isWhitespace(text.charAt(start)))) {
      start++;
    }
    return text.substring(start);
  }

  /**
   * Detects the charset by the byte order mark or by the zero byte next to the first character; the
   * default is UTF-8.
   */
  private static Charset charset(byte[] bytes) {
    if (bytes.length < 2) {
      return StandardCharsets.UTF_8;
    }
    int first = bytes[0] & 0xff;
    int second = bytes[1] & 0xff;
    if ((first == 0xfe && second == 0xff) || (first == 0 && second != 0)) {
      return StandardCharsets.UTF_16BE;
    }
    return (first == 0xff && second == 0xfe) || (first != 0 && second == 0)
        ? StandardCharsets.UTF_16LE
        : StandardCharsets.UTF_8;
  }

  private static boolean startsWith(byte[] bytes, String prefix) {
    byte[] start = prefix.getBytes(StandardCharsets.US_ASCII);
    return bytes.length >= start.length
        && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
  }
}
