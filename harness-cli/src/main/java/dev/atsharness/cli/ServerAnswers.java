package dev.atsharness.cli;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.cli.internal.servers.AnsweredServer;
import dev.atsharness.cli.internal.servers.HostEntry;
import dev.atsharness.cli.internal.servers.Inspection;
import dev.atsharness.cli.internal.servers.ListedServer;
import dev.atsharness.device.internal.probe.Hop;
import dev.atsharness.device.internal.probe.HopReason;
import dev.atsharness.device.internal.probe.HopVerdict;
import dev.atsharness.device.internal.probe.Journey;
import dev.atsharness.scenario.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Visits the servers of a list and says what was found. May visit many at once. */
final class ServerAnswers {

  private final ServerVisitor visitor;
  private final ProbeOptions options;
  private final List<HostEntry> resolve;
  private final List<HostEntry> ofList;
  private final Duration limit;
  private final ProbeAdvice advice;
  private final ProbeHello hello;

  /**
   * @param limit how long the visits of one server may take
   * @param list all servers of the list: where one says that a host is, holds for all
   * @throws UsageException if an option cannot be used
   */
  ServerAnswers(
      ServerVisitor visitor, ProbeOptions options, Duration limit, List<ListedServer> list) {
    this.visitor = visitor;
    this.options = options;
    this.limit = limit;
    this.resolve = ProbeAddresses.entries(options.resolve());
    this.ofList = list.stream().flatMap(server -> server.resolve().stream()).distinct().toList();
    this.advice = new ProbeAdvice(options.hasCa(), false, Instant.now());
    ClientProfile profile = visitor.profile();
    this.hello = new ProbeHello(profile);
  }

  /** Visits one server and where it leads. */
  AnsweredServer of(ListedServer server, String settings) {
    long begun = System.nanoTime();
    Optional<Role> role = server.role().or(options::role);
    ProbeAddresses own =
        ProbeAddresses.of(
            server.url(),
            Stream.concat(server.resolve().stream(), resolve.stream()).toList(),
            ofList);
    ServerVisitor.Judged judged;
    try {
      judged = visitor.judged(visitor.visit(server.url(), role, own, limit, true, url -> {}), own);
    } catch (RuntimeException e) {
      judged = new ServerVisitor.Judged(failed(server, e), Inspection.notAsked());
    }
    ObjectNode probe =
        new ProbeJson(advice.knowing(role.isPresent()), hello)
            .node(judged.journey(), judged.first());
    return AnsweredServer.of(server, probe, Duration.ofNanos(System.nanoTime() - begun), settings);
  }

  /** One server that nobody foresaw must not cost the answers about the others. */
  private Journey failed(ListedServer server, RuntimeException e) {
    return new Journey(
        List.of(
            new Hop(
                server.url().toString(),
                HopReason.start(),
                List.of(),
                List.of(),
                HopVerdict.cannotTell("internal error: " + e))),
        options.follow(),
        List.of());
  }
}
