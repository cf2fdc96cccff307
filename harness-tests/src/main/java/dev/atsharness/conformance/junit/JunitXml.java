package dev.atsharness.conformance.junit;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The JUnit Platform's XML report. */
final class JunitXml {

  private JunitXml() {}

  /**
   * The report without the system properties, which the platform always writes: they tell of the
   * machine and its user, and nothing of the checkers.
   */
  static String withoutProperties(Path report) throws IOException {
    try {
      DocumentBuilderFactory parsers = DocumentBuilderFactory.newInstance();
      parsers.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      Document document = parsers.newDocumentBuilder().parse(report.toFile());
      NodeList properties = document.getElementsByTagName("properties");
      while (properties.getLength() > 0) {
        properties.item(0).getParentNode().removeChild(properties.item(0));
      }
      StringWriter xml = new StringWriter();
      TransformerFactory.newInstance()
          .newTransformer()
          .transform(new DOMSource(document), new StreamResult(xml));
      return xml.toString();
    } catch (ParserConfigurationException | SAXException | TransformerException e) {
      throw new IOException("the JUnit Platform's report cannot be read", e);
    }
  }
}
