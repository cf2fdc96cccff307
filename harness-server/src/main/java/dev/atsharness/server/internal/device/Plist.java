package dev.atsharness.server.internal.device;

import com.dd.plist.NSObject;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Property lists in XML. Dictionaries are maps with string keys, arrays are lists, and the other
 * values are {@link String}, {@link Long} or {@link Integer}, {@link Double}, {@link Boolean},
 * {@link Instant} and {@code byte[]}.
 */
public final class Plist {

  /**
   * Limit for the nesting of dictionaries and arrays; property lists of devices have three or four
   * levels.
   */
  private static final int MAX_DEPTH = 32;

  private static final Pattern DECLARATIONS = Pattern.compile("<!DOCTYPE[^>\\[]*+(?:\\[|\\z)");

  private Plist() {}

  /** Writes a property list. */
  public static String write(Map<String, ?> root) {
    return NSObject.fromJavaObject(root).toXMLPropertyList();
  }

  /**
   * Reads a property list in UTF-8 from a client. DTDs and entities are not processed.
   *
   * @throws IllegalArgumentException if it is not a property list, or is nested too deeply
   */
  public static Map<String, Object> read(byte[] xml) {
    try {
      XMLStreamReader in = factory().createXMLStreamReader(new StringReader(text(xml)));
      while (in.getEventType() != XMLStreamConstants.START_ELEMENT) {
        in.next(); // skips the DOCTYPE
      }
      in.require(XMLStreamConstants.START_ELEMENT, null, "plist");
      in.nextTag();
      if (!in.getLocalName().equals("dict")) {
        throw new IllegalArgumentException("the property list has no dictionary");
      }
      Map<String, Object> root = dictionary(in, 1);
      in.nextTag();
      in.require(XMLStreamConstants.END_ELEMENT, null, "plist");
      return root;
    } catch (IllegalArgumentException e) {
      throw e;
    } catch (XMLStreamException | RuntimeException e) {
      // For some malformed documents the parser throws a MissingResourceException or similar.
      throw new IllegalArgumentException("not a property list in XML", e);
    }
  }

  /**
   * The text. About bytes that are not UTF-8, and about some declarations in a document type, the
   * parser would write to standard error; property lists of devices have neither.
   */
  private static String text(byte[] xml) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(xml)).toString();
      if (DECLARATIONS.matcher(text).find()) {
        throw new IllegalArgumentException("its document type has declarations, or no end");
      }
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("not text in UTF-8", e);
    }
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    return factory;
  }

  private static Map<String, Object> dictionary(XMLStreamReader in, int depth)
      throws XMLStreamException {
    Map<String, Object> map = new LinkedHashMap<>();
    while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
      in.require(XMLStreamConstants.START_ELEMENT, null, "key");
      String key = in.getElementText();
      in.nextTag();
      map.put(key, value(in, depth));
    }
    return map;
  }

  private static Object value(XMLStreamReader in, int depth) throws XMLStreamException {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException("nested more than " + MAX_DEPTH + " deep");
    }
    in.require(XMLStreamConstants.START_ELEMENT, null, null);
    String kind = in.getLocalName();
    try {
      return switch (kind) {
        case "dict" -> dictionary(in, depth + 1);
        case "array" -> {
          List<Object> list = new ArrayList<>();
          while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
            list.add(value(in, depth + 1));
          }
          yield list;
        }
        case "string" -> in.getElementText();
        case "integer" -> Long.valueOf(in.getElementText().strip());
        case "real" -> Double.valueOf(in.getElementText().strip());
        case "date" -> Instant.parse(in.getElementText().strip());
        case "data" -> Base64.getDecoder().decode(in.getElementText().replaceAll("\\s", ""));
        case "true", "false" -> {
          in.getElementText();
          yield kind.equals("true");
        }
        default -> throw new IllegalArgumentException("unknown kind of value: " + kind);
      };
    } catch (NumberFormatException | DateTimeParseException e) {
      throw new IllegalArgumentException("not a value of kind " + kind, e);
    }
  }
}
