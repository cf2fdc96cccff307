package dev.atsharness.server.proof;

import java.io.StringReader;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The XML functions that the tools' reports need. */
final class Xml {

  private Xml() {}

  /** The root element. A document type is ignored and nothing external is fetched. */
  static Element parse(String xml) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
    factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    return factory
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)))
        .getDocumentElement();
  }

  /** All descendants of this name, in document order. */
  static Stream<Element> all(Element parent, String name) {
    NodeList nodes = parent.getElementsByTagName(name);
    return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i));
  }

  /** The first descendant of this name with this attribute. */
  static Optional<Element> with(Element parent, String name, String attribute, String value) {
    return all(parent, name).filter(e -> e.getAttribute(attribute).equals(value)).findFirst();
  }

  /** The text of the first descendant of this name. */
  static Optional<String> text(Element parent, String name) {
    return all(parent, name).findFirst().map(e -> e.getTextContent().strip());
  }
}
