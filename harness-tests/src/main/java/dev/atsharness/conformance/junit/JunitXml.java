package dev.atsharness.conformance.junit;

import dev.atsharness.conformance.CheckedScenario;
import dev.atsharness.conformance.CheckerResult;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.Verdict;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The JUnit Platform's XML report. */
final class JunitXml {

  /** The elements that tell why a test did not pass. */
  private static final List<String> REASONS = List.of("failure", "error", "skipped");

  /** What a stack trace begins with. */
  private static final Pattern CLASS = Pattern.compile("\\A\\s*(\\w+\\.)+\\w+: ");

  private JunitXml() {}

  /**
   * The report without the system properties, which the platform always writes: they tell of the
   * machine and its user, and nothing of the checkers. Its times are those of the checks, not of
   * telling about them; its cases come checker by checker in the order of the scenarios; and its
   * reasons are without the exception's class, which is in the element's type if anywhere.
   */
  static String of(Path report, ConformanceResult result) throws IOException {
    try {
      DocumentBuilderFactory parsers = DocumentBuilderFactory.newInstance();
      parsers.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      Document document = parsers.newDocumentBuilder().parse(report.toFile());
      NodeList properties = document.getElementsByTagName("properties");
      while (properties.getLength() > 0) {
        properties.item(0).getParentNode().removeChild(properties.item(0));
      }
      setTimes(document, result);
      sort(document, result);
      REASONS.forEach(reason -> removeClass(document, reason));
      StringWriter xml = new StringWriter();
      TransformerFactory.newInstance()
          .newTransformer()
          .transform(new DOMSource(document), new StreamResult(xml));
      return xml.toString();
    } catch (ParserConfigurationException | SAXException | TransformerException e) {
      throw new IOException("the JUnit Platform's report cannot be read", e);
    }
  }

  private static void setTimes(Document document, ConformanceResult result) {
    Element suite = document.getDocumentElement();
    suite.setAttribute("time", seconds(Duration.between(result.started(), result.ended())));
    suite.setAttribute("timestamp", result.started().toString().substring(0, 19));
    for (Element test : elements(document, "testcase")) {
      test.setAttribute("time", seconds(took(result, test)));
    }
  }

  private static void sort(Document document, ConformanceResult result) {
    List<String> checkers = result.checkers().stream().map(CheckerResult::checker).toList();
    List<String> scenarios =
        Stream.concat(
                result.scenarios().stream().map(CheckedScenario::id),
                Stream.of(ConformanceEngine.RUN))
            .toList();
    List<Element> tests = elements(document, "testcase");
    List<Node> sorted =
        tests.stream()
            .sorted(
                Comparator.<Element>comparingInt(
                        test -> checkers.indexOf(test.getAttribute("classname")))
                    .thenComparingInt(test -> scenarios.indexOf(test.getAttribute("name"))))
            .map(test -> test.cloneNode(true))
            .toList();
    for (int i = 0; i < sorted.size(); i++) {
      tests.get(i).getParentNode().replaceChild(sorted.get(i), tests.get(i));
    }
  }

  private static void removeClass(Document document, String reason) {
    for (Element element : elements(document, reason)) {
      element.setTextContent(CLASS.matcher(element.getTextContent()).replaceFirst(""));
    }
  }

  private static List<Element> elements(Document document, String name) {
    NodeList nodes = document.getElementsByTagName(name);
    return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
  }

  private static Duration took(ConformanceResult result, Element test) {
    for (CheckerResult checker : result.checkers()) {
      if (checker.checker().equals(test.getAttribute("classname"))) {
        return checker.verdicts().stream()
            .filter(verdict -> verdict.scenario().equals(test.getAttribute("name")))
            .map(Verdict::observation)
            .map(seen -> seen.took())
            .findFirst()
            .orElse(checker.took());
      }
    }
    throw new IllegalStateException("a test of no checker: " + test.getAttribute("classname"));
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.3f", duration.toMillis() / 1000.0);
  }
}
