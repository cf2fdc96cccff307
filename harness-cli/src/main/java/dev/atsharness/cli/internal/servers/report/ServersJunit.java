package dev.atsharness.cli.internal.servers.report;

import static java.util.stream.Collectors.joining;

import dev.atsharness.cli.internal.servers.AnsweredHop;
import dev.atsharness.cli.internal.servers.AnsweredServer;
import dev.atsharness.cli.internal.servers.Audit;
import dev.atsharness.cli.internal.servers.ListedServer;
import dev.atsharness.cli.internal.servers.ServerList;
import dev.atsharness.cli.internal.servers.ServerResult;
import dev.atsharness.log.internal.text.HostileText;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * The result as JUnit XML: a test case for each server, in the class of its owner. A fault is a
 * failure. A server without a verdict, and a line of the list that cannot be used, is an error. A
 * server that Apple exempts is skipped.
 */
public final class ServersJunit {

  private static final String SUITE = "ats-harness probe";
  private static final String NO_OWNER = "no owner named";

  private final Audit audit;
  private final XMLStreamWriter xml;

  private ServersJunit(Audit audit, XMLStreamWriter xml) {
    this.audit = audit;
    this.xml = xml;
  }

  public static String of(Audit audit) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      new ServersJunit(audit, xml).write();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("writing to a string does not fail", e);
    }
    return text.toString();
  }

  private void write() throws XMLStreamException {
    int problems = audit.list().problems().size();
    xml.writeStartDocument("UTF-8", "1.0");
    line();
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", SUITE);
    xml.writeAttribute("tests", String.valueOf(audit.size() + problems));
    xml.writeAttribute("failures", String.valueOf(count(ServerResult.FAIL)));
    xml.writeAttribute(
        "errors",
        String.valueOf(count(ServerResult.NO_VERDICT) + audit.unvisited().size() + problems));
    xml.writeAttribute("skipped", String.valueOf(count(ServerResult.EXEMPT)));
    xml.writeAttribute("time", seconds(Duration.between(audit.began(), audit.ended())));
    xml.writeAttribute("timestamp", audit.began().toString().substring(0, 19));
    line();
    for (Audit.Entry entry : audit.entries()) {
      if (entry.answer().isPresent()) {
        write(entry.answer().get());
      } else {
        ListedServer server = entry.server();
        start(server.owner().orElse(NO_OWNER), name(server), Duration.ZERO);
        element("error", Audit.NOT_VISITED, "");
        end();
      }
    }
    for (ServerList.Problem problem : audit.list().problems()) {
      start("list", "line " + problem.line(), Duration.ZERO);
      element("error", problem.toString(), "");
      end();
    }
    xml.writeStartElement("system-out");
    xml.writeCharacters(
        safe(
            audit.sentence()
                + audit.earlier().map(text -> " " + text).orElse("")
                + audit.notes().stream().map(text -> " Note: " + text + ".").collect(joining())
                + " Settings: "
                + audit.as().settings()));
    end();
    end();
    xml.writeEndDocument();
  }

  private long count(ServerResult result) {
    return audit.answered().stream().filter(one -> one.result() == result).count();
  }

  private void write(AnsweredServer one) throws XMLStreamException {
    start(one.server().owner().orElse(NO_OWNER), name(one.server()), one.took());
    switch (one.result()) {
      case FAIL -> element("failure", one.reason(), details(one));
      case NO_VERDICT -> element("error", one.reason(), details(one));
      case EXEMPT -> skipped("exempt: " + one.reason());
      case PASS -> {}
    }
    end();
  }

  /** The URL, and the line if the list has the server in others too: a name is for one test. */
  private static String name(ListedServer server) {
    return server.url() + (server.notes().isEmpty() ? "" : " (line " + server.line() + ")");
  }

  private static String details(AnsweredServer one) {
    List<String> lines = new ArrayList<>();
    for (AnsweredHop hop : one.hops()) {
      lines.add(hop.number() + ". " + hop.url() + " " + hop.answer() + ": " + hop.reason());
      lines.addAll(hop.outcomes());
      lines.addAll(hop.messages());
    }
    lines.addAll(one.advice());
    return String.join("\n", lines.stream().map(ServersJunit::safe).toList());
  }

  private void start(String owner, String name, Duration took) throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", safe(owner));
    xml.writeAttribute("name", safe(name));
    xml.writeAttribute("time", seconds(took));
  }

  private void element(String name, String message, String text) throws XMLStreamException {
    line();
    xml.writeStartElement(name);
    xml.writeAttribute("message", safe(message));
    xml.writeAttribute("type", name);
    xml.writeCharacters(text);
    xml.writeEndElement();
    line();
  }

  private void skipped(String message) throws XMLStreamException {
    line();
    xml.writeEmptyElement("skipped");
    xml.writeAttribute("message", safe(message));
    line();
  }

  private void end() throws XMLStreamException {
    xml.writeEndElement();
    line();
  }

  private void line() throws XMLStreamException {
    xml.writeCharacters("\n");
  }

  private static String safe(String hostile) {
    return HostileText.escape(hostile);
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.3f", duration.toMillis() / 1000.0);
  }
}
