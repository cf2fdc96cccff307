package dev.atsharness.cli.internal.servers.report;

import dev.atsharness.cli.internal.servers.AnsweredHop;
import dev.atsharness.cli.internal.servers.AnsweredServer;
import dev.atsharness.cli.internal.servers.Audit;
import dev.atsharness.cli.internal.servers.ListedServer;
import dev.atsharness.cli.internal.servers.ServerGroup;
import dev.atsharness.cli.internal.servers.ServerList;
import dev.atsharness.cli.internal.servers.ServerResult;
import dev.atsharness.conformance.internal.report.SarifReport;
import dev.atsharness.log.internal.text.HostileText;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The result in SARIF 2.1.0: a result for each server with a fault, without a verdict, or not
 * visited. The location is the line of the list.
 */
public final class ServersSarif {

  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  private static final List<ServerGroup> RULES =
      List.of(ServerGroup.REFUSED, ServerGroup.LOGGED, ServerGroup.NOT_JUDGED);

  private final Audit audit;

  private ServersSarif(Audit audit) {
    this.audit = audit;
  }

  public static String of(Audit audit) {
    return new ServersSarif(audit).log().toPrettyString() + "\n";
  }

  private ObjectNode log() {
    ObjectNode log = JsonMapper.shared().createObjectNode();
    log.put("$schema", SCHEMA).put("version", "2.1.0");
    ObjectNode run = log.putArray("runs").addObject();
    ObjectNode driver = run.putObject("tool").putObject("driver").put("name", "ats-harness");
    ArrayNode rules = driver.putArray("rules");
    for (ServerGroup group : RULES) {
      rules
          .addObject()
          .put("id", group.label())
          .putObject("shortDescription")
          .put("text", GroupWords.meaning(group, audit.as().enforcing()));
    }
    invocation(run.putArray("invocations").addObject());
    ObjectNode totals = run.putObject("properties").putObject("totals");
    audit.totals().forEach((group, count) -> totals.put(group.label(), count));
    ArrayNode results = run.putArray("results");
    for (Audit.Entry entry : audit.entries()) {
      ServerGroup group = entry.answer().map(AnsweredServer::group).orElse(ServerGroup.NOT_JUDGED);
      if (RULES.contains(group)) {
        result(entry, group, results.addObject());
      }
    }
    return log;
  }

  private void invocation(ObjectNode to) {
    to.put("executionSuccessful", audit.unvisited().isEmpty());
    to.put("startTimeUtc", audit.began().toString());
    to.put("endTimeUtc", audit.ended().toString());
    ArrayNode notifications = to.putArray("toolExecutionNotifications");
    for (ServerList.Problem problem : audit.list().problems()) {
      notification(notifications, "error", problem.toString());
    }
    audit.earlier().ifPresent(text -> notification(notifications, "note", text));
    audit.notes().forEach(text -> notification(notifications, "note", text));
    if (!audit.unvisited().isEmpty()) {
      notification(
          notifications,
          "error",
          audit.unvisited().size() + " servers were not visited, because the run was stopped");
    }
  }

  private static void notification(ArrayNode to, String level, String text) {
    to.addObject().put("level", level).putObject("message").put("text", SarifReport.message(text));
  }

  private void result(Audit.Entry entry, ServerGroup group, ObjectNode to) {
    ListedServer server = entry.server();
    Optional<AnsweredServer> answer = entry.answer();
    to.put("ruleId", group.label());
    to.put("ruleIndex", RULES.indexOf(group));
    to.put(
        "level",
        switch (group) {
          case REFUSED -> "error";
          case LOGGED, NOT_JUDGED -> "warning";
          case FINE, EXEMPT -> "none";
        });
    to.putObject("message")
        .put(
            "text",
            SarifReport.message(
                answer
                    .map(ServersSarif::text)
                    .orElseGet(
                        () -> text(server, ServerResult.NO_VERDICT) + " " + Audit.NOT_VISITED)));
    ObjectNode location = to.putArray("locations").addObject();
    audit
        .list()
        .name()
        .filter(file -> audit.list().numbered())
        .flatMap(ServersSarif::uri)
        .ifPresent(file -> line(server, file, location));
    location
        .putArray("logicalLocations")
        .addObject()
        .put("fullyQualifiedName", safe(server.url().toString()));
    to.putObject("partialFingerprints").put("finding/v2", safe(fingerprint(entry, group)));
    ObjectNode properties = to.putObject("properties");
    server.owner().ifPresent(owner -> properties.put("owner", safe(owner)));
    texts(properties.putArray("messages"), answer.map(AnsweredServer::messages));
    texts(properties.putArray("remedies"), answer.map(AnsweredServer::advice));
  }

  private static void texts(ArrayNode to, Optional<List<String>> hostile) {
    hostile.stream().flatMap(List::stream).forEach(text -> to.add(safe(text)));
  }

  /**
   * The same for a finding in two runs, and different for two findings: a list may have a URL with
   * several roles and addresses, and a server may have another fault than before.
   */
  private static String fingerprint(Audit.Entry entry, ServerGroup group) {
    List<String> parts = new ArrayList<>();
    parts.add(group.label());
    entry.answer().stream().flatMap(one -> one.codes().stream()).forEach(parts::add);
    parts.add(entry.server().url().toString());
    entry.server().role().ifPresent(role -> parts.add(role.label()));
    entry.server().resolve().forEach(address -> parts.add(address.text()));
    return String.join(" ", parts);
  }

  private static void line(ListedServer server, String file, ObjectNode location) {
    ObjectNode place = location.putObject("physicalLocation");
    place.putObject("artifactLocation").put("uri", file);
    place.putObject("region").put("startLine", server.line());
  }

  /** A path as a relative URI reference. */
  private static Optional<String> uri(String file) {
    try {
      return Optional.of(new URI(null, null, file.replace('\\', '/'), null).toASCIIString());
    } catch (URISyntaxException e) {
      return Optional.empty(); // the logical location remains
    }
  }

  private static String text(ListedServer server, ServerResult result) {
    return server.url()
        + server.owner().map(owner -> " (" + owner + ")").orElse("")
        + ": "
        + result.label();
  }

  private static String text(AnsweredServer one) {
    List<String> parts = new ArrayList<>();
    parts.add(text(one.server(), one.result()));
    for (AnsweredHop hop : one.hops()) {
      if (!hop.answer().equals("Fine")) {
        parts.add((hop.number() == 1 ? "" : hop.url() + ": ") + hop.reason() + ".");
      }
    }
    parts.addAll(one.advice());
    return String.join(" ", parts);
  }

  private static String safe(String hostile) {
    return HostileText.escape(hostile);
  }
}
