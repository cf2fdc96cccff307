package dev.atsharness.conformance.device.document;

import dev.atsharness.ats.DocumentKind.Format;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A document as maps, lists, strings and byte arrays. What it is shows in its content: a content
 * type may say anything.
 *
 * @param format how it was written
 * @param root a map or a list, or another value
 */
record DocumentTree(Format format, Object root) {

  private static final int MAX_WRAPPINGS = 8;

  /**
   * Reads a document; of one that is signed, what was signed.
   *
   * @return empty if it is none that could lead a device anywhere
   * @throws UnreadableDocumentException if it begins like one and cannot be read
   */
  static Optional<DocumentTree> read(byte[] bytes) throws UnreadableDocumentException {
    byte[] inner = bytes;
    for (int wrappings = 0; wrappings < MAX_WRAPPINGS; wrappings++) {
      if (SignedMessage.is(inner)) {
        Optional<byte[]> signed = SignedMessage.content(inner);
        if (signed.isEmpty()) {
          return Optional.empty();
        }
        inner = signed.get();
        continue;
      }
      if (startsWith(inner, "bplist")) {
        return Optional.of(new DocumentTree(Format.PROPERTY_LIST, PropertyLists.ofBinary(inner)));
      }
      String text = text(inner);
      Optional<byte[]> message =
          text.startsWith("-----BEGIN ") ? SignedMessage.ofPem(text) : Optional.empty();
      if (message.isEmpty()) {
        return ofText(text);
      }
      inner = message.get();
      if (!SignedMessage.is(inner)) {
        throw new UnreadableDocumentException("its PEM text is not a CMS message");
      }
    }
    throw new UnreadableDocumentException("it is signed more than " + MAX_WRAPPINGS + " times");
  }

  private static Optional<DocumentTree> ofText(String text) throws UnreadableDocumentException {
    if (isPropertyList(text)) {
      return Optional.of(new DocumentTree(Format.PROPERTY_LIST, PropertyLists.ofXml(text)));
    }
    if (text.startsWith("{")) {
      try {
        Map<?, ?> json = JsonMapper.shared().readValue(text, Map.class);
        return Optional.of(new DocumentTree(Format.JSON, json));
      } catch (JacksonException e) {
        throw new UnreadableDocumentException("its JSON is malformed", e);
      }
    }
    return Optional.empty();
  }

  /** Whether the first element, after all that may come before it, is that of a property list. */
  private static boolean isPropertyList(String text) {
    int at = 0;
    while (at >= 0 && at < text.length()) {
      if (Character.isWhitespace(text.charAt(at))) {
        at++;
      } else if (text.startsWith("<?", at)) {
        at = after("?>", text, at);
      } else if (text.startsWith("<!--", at)) {
        at = after("-->", text, at);
      } else if (text.startsWith("<!DOCTYPE", at)) {
        int end = text.indexOf('>', at);
        int subset = text.indexOf('[', at);
        at = subset >= 0 && subset < end ? after("]", text, at) : at;
        at = at < 0 ? at : after(">", text, at);
      } else {
        return text.startsWith("<plist", at) || text.startsWith("<dict", at);
      }
    }
    return false;
  }

  private static int after(String end, String text, int from) {
    int at = text.indexOf(end, from);
    return at < 0 ? at : at + end.length();
  }

  /** The keys at its top. */
  Set<?> topKeys() {
    return root instanceof Map<?, ?> map ? map.keySet() : Set.of();
  }

  /** Without a byte order mark and leading white space, which some readers do not accept. */
  private static String text(byte[] bytes) {
    String text = new String(bytes, charset(bytes));
    int start = 0;
    while (start < text.length()
        && (text.charAt(start) == '\uFEFF' || Character.isWhitespace(text.charAt(start)))) {
      start++;
    }
    return text.substring(start);
  }

  /** By the byte order mark, or by the zero beside the first character; else UTF-8. */
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
