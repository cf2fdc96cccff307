package dev.atsharness.conformance.checker.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathEvaluationResult;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import javax.xml.xpath.XPathNodes;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/** Selects the value of an XPath 1.0 expression: nodes, a boolean, a number or a string. */
record XPathSelector(String expression) implements Selector {

  private static final Pattern LITERAL = Pattern.compile("'[^']*'|\"[^\"]*\"");

  /** The name of an element, not of an attribute, a variable, a function or an axis. */
  private static final Pattern ELEMENT =
      Pattern.compile("(?<![@$\\w:.-])[A-Za-z_][\\w.-]*(?![\\w:.-]|\\s*\\()");

  private static final Set<String> OPERATORS = Set.of("and", "or", "div", "mod");

  /**
   * @throws IllegalArgumentException if this is not an XPath expression
   */
  static XPathSelector of(String expression) {
    try {
      xpath().compile(expression);
    } catch (XPathExpressionException e) {
      throw new IllegalArgumentException(
          "'" + expression + "' is not an XPath 1.0 expression, such as //finding/@id", e);
    }
    return new XPathSelector(expression);
  }

  @Override
  public List<Selected> select(ToolOutput output) throws IOException {
    XPathEvaluationResult<?> result;
    try {
      result = xpath().evaluateExpression(expression, output.xml());
    } catch (XPathExpressionException e) {
      throw new IOException(
          "cannot evaluate '" + expression + "', which needs something that is not in the output",
          e);
    }
    return switch (result.type()) {
      case NODESET -> nodes((XPathNodes) result.value());
      case BOOLEAN -> Boolean.TRUE.equals(result.value()) ? said("true") : List.of();
      default -> result.value().toString().isEmpty() ? List.of() : said(result.value().toString());
    };
  }

  /** True if the output has one of the elements that the expression names. */
  @Override
  public Optional<Boolean> hasPlace(ToolOutput output) throws IOException {
    List<String> names =
        ELEMENT
            .matcher(LITERAL.matcher(expression).replaceAll("''"))
            .results()
            .map(MatchResult::group)
            .filter(name -> !OPERATORS.contains(name))
            .toList();
    if (names.isEmpty()) {
      return Optional.empty();
    }
    Document xml = output.xml();
    return Optional.of(
        names.stream().anyMatch(name -> xml.getElementsByTagName(name).getLength() > 0));
  }

  private List<Selected> said(String value) {
    return List.of(new Selected(value, expression + " = " + value));
  }

  private static List<Selected> nodes(XPathNodes nodes) {
    List<Selected> all = new ArrayList<>();
    for (Node node : nodes) {
      String value = node.getTextContent().strip();
      all.add(new Selected(value, evidence(node, value)));
    }
    return all;
  }

  /** Returns the evidence. A single attribute says little without the attributes next to it. */
  private static String evidence(Node node, String text) {
    if (node instanceof Attr attribute) {
      return tag(attribute.getOwnerElement());
    }
    if (node.getNodeType() == Node.ELEMENT_NODE) {
      return text.isEmpty() ? tag(node) : tag(node) + " " + text;
    }
    return tag(node.getParentNode()) + " " + text;
  }

  private static String tag(Node element) {
    StringBuilder tag = new StringBuilder("<").append(element.getNodeName());
    NamedNodeMap attributes = element.getAttributes();
    for (int i = 0; attributes != null && i < attributes.getLength(); i++) {
      Node attribute = attributes.item(i);
      tag.append(' ').append(attribute.getNodeName()).append("=\"");
      tag.append(attribute.getNodeValue()).append('"');
    }
    return tag.append('>').toString();
  }

  /** Creates a new XPath; neither the factory nor the objects that it creates are thread-safe. */
  private static XPath xpath() {
    return XPathFactory.newInstance().newXPath();
  }
}
