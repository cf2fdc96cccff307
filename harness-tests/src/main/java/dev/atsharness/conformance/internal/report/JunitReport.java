package dev.atsharness.conformance.internal.report;

import dev.atsharness.conformance.CheckResult;
import dev.atsharness.conformance.CheckerResult;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.Outcome;
import dev.atsharness.conformance.internal.Grounds;
import dev.atsharness.conformance.internal.Judgement;
import dev.atsharness.log.internal.text.HostileText;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes a result as JUnit XML, in the format of the schema of Jenkins' xUnit plugin: a test case
 * per checker and scenario. A deviation is a failure. A result that is neither deviation nor
 * agreement is skipped. A void run is a further case, named {@value #RUN}, with an error.
 */
public final class JunitReport {

  private static final String SUITE = "ats-harness";

  /** The name of the case that represents a whole run. */
  private static final String RUN = "run";

  private final ConformanceResult result;
  private final XMLStreamWriter xml;

  private JunitReport(ConformanceResult result, XMLStreamWriter xml) {
    this.result = result;
    this.xml = xml;
  }

  /** Returns the report, with the durations of the checks. */
  public static String of(ConformanceResult result) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      new JunitReport(result, xml).write();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("writing to a string does not fail", e);
    }
    return text.toString();
  }

  private void write() throws XMLStreamException {
    List<CheckResult> verdicts =
        result.checkers().stream().flatMap(checker -> checker.verdicts().stream()).toList();
    long errors = result.checkers().stream().filter(c -> error(c).isPresent()).count();
    xml.writeStartDocument("UTF-8", "1.0");
    line();
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", SUITE);
    xml.writeAttribute("tests", String.valueOf(verdicts.size() + errors));
    xml.writeAttribute(
        "failures", String.valueOf(verdicts.stream().filter(CheckResult::deviation).count()));
    xml.writeAttribute("errors", String.valueOf(errors));
    xml.writeAttribute(
        "skipped", String.valueOf(verdicts.stream().filter(JunitReport::skipped).count()));
    xml.writeAttribute("time", seconds(Duration.between(result.started(), result.ended())));
    xml.writeAttribute("timestamp", result.started().toString().substring(0, 19));
    line();
    for (CheckerResult checker : result.checkers()) {
      for (CheckResult verdict : checker.verdicts()) {
        write(verdict);
      }
      Optional<String> error = error(checker);
      if (error.isPresent()) {
        start(checker.checker(), RUN, checker.took());
        element("error", HostileText.escape(error.get()), "");
        end();
      }
    }
    xml.writeStartElement("system-out");
    xml.writeCharacters(
        Grounds.TRUTH + Summary.sample(result).map(sentence -> " " + sentence).orElse(""));
    end();
    end();
    xml.writeEndDocument();
  }

  /** Returns why a run is void or incomplete. */
  private Optional<String> error(CheckerResult checker) {
    return checker
        .voided()
        .or(
            () ->
                result.unjudged(checker).isEmpty()
                    ? Optional.empty()
                    : Summary.open(result, checker));
  }

  private static boolean skipped(CheckResult verdict) {
    return !verdict.deviation() && verdict.outcome() != Outcome.AGREED;
  }

  private void write(CheckResult verdict) throws XMLStreamException {
    start(verdict.checker(), verdict.scenario(), verdict.observation().took());
    String sentence =
        verdict.outcome() + ": " + HostileText.escape(verdict.judgement().explanation());
    if (verdict.deviation()) {
      element("failure", sentence, details(verdict));
    } else if (skipped(verdict)) {
      element("skipped", "", sentence);
    }
    end();
  }

  /** Returns the detailed text. Viewers show the message in lists and this text in the details. */
  private String details(CheckResult verdict) {
    Judgement judgement = verdict.judgement();
    List<String> lines = new ArrayList<>();
    lines.add(verdict.outcome() + ": " + judgement.explanation());
    lines.add("scenario: " + result.title(verdict.scenario()));
    lines.addAll(verdict.details());
    result
        .grounds(verdict.scenario())
        .lines()
        .forEach(line -> lines.add(line.name() + ": " + line.text()));
    return String.join("\n", lines.stream().map(HostileText::escape).toList());
  }

  private void start(String checker, String name, Duration took) throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", HostileText.escape(checker));
    xml.writeAttribute("name", name);
    xml.writeAttribute("time", seconds(took));
  }

  private void end() throws XMLStreamException {
    xml.writeEndElement();
    line();
  }

  private void element(String name, String message, String text) throws XMLStreamException {
    line();
    xml.writeStartElement(name);
    if (!message.isEmpty()) {
      xml.writeAttribute("message", message);
      xml.writeAttribute("type", name);
    }
    xml.writeCharacters(text);
    xml.writeEndElement();
    line();
  }

  private void line() throws XMLStreamException {
    xml.writeCharacters("\n");
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.3f", duration.toMillis() / 1000.0);
  }
}
