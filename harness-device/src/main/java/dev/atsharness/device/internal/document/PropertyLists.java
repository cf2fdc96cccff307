package dev.atsharness.device.internal.document;

import com.dd.plist.BinaryPropertyListParser;
import com.dd.plist.NSArray;
import com.dd.plist.NSData;
import com.dd.plist.NSDate;
import com.dd.plist.NSDictionary;
import com.dd.plist.NSNumber;
import com.dd.plist.NSObject;
import com.dd.plist.NSString;
import com.dd.plist.PropertyListFormatException;
import com.dd.plist.UID;
import com.dd.plist.XMLPropertyListParser;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Reads property lists as maps, lists, strings and byte arrays; other values are left out. The
 * library limits the depth of both formats. A binary property list may refer to one array a
 * thousand times, so this class limits the number of values.
 */
final class PropertyLists {

  private static final int MAX_VALUES = 200_000;

  private static final Set<String> ELEMENTS =
      Set.of(
          "plist", "dict", "key", "array", "string", "data", "date", "integer", "real", "true",
          "false");

  /** Types of values that cannot contain a URL. */
  private static final List<Class<? extends NSObject>> OTHERS =
      List.of(NSNumber.class, NSDate.class, UID.class);

  /** The depth to which the library reads a property list; each level is an element. */
  private static final String MAX_ELEMENT_DEPTH = "600";

  private int values;

  private PropertyLists() {}

  static Object ofBinary(byte[] bytes) throws UnreadableDocumentException {
    try {
      BinaryKeys.requireOnce(bytes);
      return new PropertyLists().plain(BinaryPropertyListParser.parse(bytes));
    } catch (IOException | PropertyListFormatException | RuntimeException e) {
      // for some malformed lists the library throws an IndexOutOfBoundsException or similar
      throw new UnreadableDocumentException("its binary property list is malformed", e);
    }
  }

  static Object ofXml(String xml) throws UnreadableDocumentException {
    Document document = requireXml(xml);
    requireOneValue(document);
    requireElements(document);
    try {
      return new PropertyLists().plain(XMLPropertyListParser.parse(document));
    } catch (IOException | PropertyListFormatException | RuntimeException e) {
      throw new UnreadableDocumentException("its XML is not a property list", e);
    }
  }

  /** Checks that the plist element has one value: of two, it is unknown which one a device uses. */
  private static void requireOneValue(Document document) throws UnreadableDocumentException {
    Element root = document.getDocumentElement();
    if (root.getNodeName().equals("plist") && children(root).size() != 1) {
      throw new UnreadableDocumentException(
          "its plist element has " + children(root).size() + " values and should have one");
    }
  }

  /**
   * Checks that all elements are known, because the library skips unknown elements and values
   * without a key.
   */
  private static void requireElements(Document document) throws UnreadableDocumentException {
    NodeList all = document.getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      String name = all.item(i).getNodeName();
      if (!ELEMENTS.contains(name)) {
        throw new UnreadableDocumentException(
            "it has the element " + name + ", which property lists do not have");
      }
      if (name.equals("dict")) {
        requireKeysOnce(children(all.item(i)));
      }
    }
  }

  /** Checks that no key occurs twice: it is unknown which of the values a device uses. */
  private static void requireKeysOnce(List<Element> dictionary) throws UnreadableDocumentException {
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < dictionary.size(); i++) {
      Element child = dictionary.get(i);
      boolean key = child.getNodeName().equals("key");
      if (key != (i % 2 == 0) || (key && i == dictionary.size() - 1)) {
        throw new UnreadableDocumentException(
            "one of its dictionaries is not made of keys with a value each");
      }
      if (key && !keys.add(child.getTextContent())) {
        throw new UnreadableDocumentException(
            "one of its dictionaries has the key " + child.getTextContent() + " twice");
      }
    }
  }

  private static List<Element> children(Node parent) {
    List<Element> children = new ArrayList<>();
    for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element element) {
        children.add(element);
      }
    }
    return children;
  }

  /**
   * Parses any XML.
   *
   * @throws UnreadableDocumentException if it is malformed
   */
  static Document requireXml(String xml) throws UnreadableDocumentException {
    if (xml.contains("<!ENTITY")) {
      // Apple's parser knows none of its own, and Java's writes to standard error about some.
      throw new UnreadableDocumentException("its XML declares an entity, which is not read");
    }
    try {
      DocumentBuilder builder = factory().newDocumentBuilder();
      builder.setEntityResolver((publicId, systemId) -> new InputSource(new StringReader("")));
      builder.setErrorHandler(new DefaultHandler()); // throws fatal errors and prints nothing
      return builder.parse(new InputSource(new StringReader(xml)));
    } catch (SAXException | IOException e) {
      throw new UnreadableDocumentException("its XML is malformed" + place(e), e);
    } catch (RuntimeException e) {
      // For some malformed documents the parser throws a MissingResourceException or similar.
      throw new UnreadableDocumentException("its XML is malformed", e);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("this Java installation reads no XML", e);
    }
  }

  /**
   * Returns a factory of the JDK's own parser, whose limits are known. The parser reads nothing
   * outside the document.
   */
  private static DocumentBuilderFactory factory() throws ParserConfigurationException {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
    factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    factory.setAttribute("jdk.xml.entityExpansionLimit", "1000");
    factory.setAttribute("jdk.xml.totalEntitySizeLimit", "1000000");
    factory.setAttribute("jdk.xml.maxElementDepth", MAX_ELEMENT_DEPTH);
    factory.setXIncludeAware(false);
    factory.setCoalescing(true);
    factory.setIgnoringComments(true);
    return factory;
  }

  private static String place(Exception e) {
    return e instanceof SAXParseException at && at.getLineNumber() > 0
        ? " (line " + at.getLineNumber() + ", column " + at.getColumnNumber() + ")"
        : "";
  }

  private Object plain(NSObject value) throws UnreadableDocumentException {
    if (++values > MAX_VALUES) {
      throw new UnreadableDocumentException("it has more than " + MAX_VALUES + " values");
    }
    if (value instanceof NSDictionary dictionary) {
      Map<String, Object> map = new LinkedHashMap<>();
      for (Map.Entry<String, NSObject> entry : dictionary.entrySet()) {
        map.put(entry.getKey(), plain(entry.getValue()));
      }
      return map;
    }
    if (value instanceof NSArray array) {
      List<Object> list = new ArrayList<>();
      for (NSObject item : array.getArray()) {
        list.add(plain(item));
      }
      return list;
    }
    if (value instanceof NSString string) {
      return string.getContent();
    }
    if (value instanceof NSData data) {
      return data.bytes();
    }
    if (value == null || OTHERS.stream().anyMatch(type -> type.isInstance(value))) {
      return "";
    }
    throw new UnreadableDocumentException(
        "it has a value that no profile has: " + value.getClass().getSimpleName());
  }
}
