package dev.atsharness.conformance.checker.internal;

import dev.atsharness.io.internal.JsonFault;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/** The output of a program, hostile text, parsed on first use. Not thread-safe. */
final class ToolOutput {

  private static final int MAX_DEPTH = 100;

  /** The limit on the digits of a number; the output may contain the modulus of an RSA key. */
  private static final int MAX_DIGITS = 10_000;

  private final int exit;
  private final String text;
  private final boolean lines;
  private Document xml;
  private Object json;

  /**
   * @param lines whether each line is a separate JSON document
   */
  ToolOutput(int exit, String text, boolean lines) {
    this.exit = exit;
    this.text = text;
    this.lines = lines;
  }

  int exit() {
    return exit;
  }

  String text() {
    return text;
  }

  Document xml() throws IOException {
    if (xml == null) {
      try {
        xml = parser().parse(new InputSource(new StringReader(text)));
      } catch (SAXException e) {
        throw new IOException("its output is not XML" + place(e), e);
      } catch (RuntimeException e) {
        // For some malformed documents the parser throws a MissingResourceException or similar.
        throw new IOException("its output is not XML that can be parsed", e);
      }
    }
    return xml;
  }

  private static String place(SAXException failure) {
    return failure instanceof SAXParseException at && at.getLineNumber() > 0
        ? " (line " + at.getLineNumber() + ", column " + at.getColumnNumber() + ")"
        : "";
  }

  /** Returns a parser that reads no document type and nothing outside the document. */
  private static DocumentBuilder parser() {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    try {
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
      factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
      factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
      factory.setXIncludeAware(false);
      DocumentBuilder parser = factory.newDocumentBuilder();
      parser.setErrorHandler(new DefaultHandler()); // throws fatal errors and prints nothing
      return parser;
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("every Java platform has a secure XML parser", e);
    }
  }

  /** Returns the JSON as maps, lists and plain values. */
  Object json() throws IOException {
    if (json == null) {
      try {
        json = lines ? jsonLines() : mapper().readValue(text, Object.class);
      } catch (JacksonException e) {
        throw new IOException("its output cannot be read: " + JsonFault.words(e), e);
      }
      if (json == null) {
        throw new IOException("its output is the JSON value null");
      }
    }
    return json;
  }

  private Object jsonLines() {
    List<Object> all = new ArrayList<>();
    for (String line : text.lines().filter(line -> !line.isBlank()).toList()) {
      all.add(mapper().readValue(line, Object.class));
    }
    return all;
  }

  private static JsonMapper mapper() {
    return new JsonMapper(
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_DIGITS)
                    .build())
            .build());
  }
}
