package dev.atsharness.cli;

import dev.atsharness.ats.DetectedViolation;
import dev.atsharness.ats.internal.ConnectionFacts;
import dev.atsharness.ats.internal.DocumentUrl;
import dev.atsharness.cli.internal.servers.Inspection;
import dev.atsharness.device.internal.DeviceVisit;
import dev.atsharness.device.internal.SeenCertificate;
import dev.atsharness.device.internal.probe.AddressVisit;
import dev.atsharness.device.internal.probe.FcpVerdict;
import dev.atsharness.device.internal.probe.Hop;
import dev.atsharness.device.internal.probe.HopReason;
import dev.atsharness.device.internal.probe.HopVerdict;
import dev.atsharness.device.internal.probe.Journey;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A journey as JSON; scenarios/schema/probe.schema.json describes the keys. */
final class ProbeJson {

  static final int VERSION = 1;

  private final ProbeAdvice advice;
  private final ProbeHello hello;

  ProbeJson(ProbeAdvice advice, ProbeHello hello) {
    this.advice = advice;
    this.hello = hello;
  }

  String text(Journey journey, Inspection inspection) {
    return node(journey, inspection).toPrettyString();
  }

  ObjectNode node(Journey journey, Inspection inspection) {
    Hop first = journey.hops().get(0);
    ObjectNode node = JsonMapper.shared().createObjectNode();
    node.put("version", VERSION);
    node.put("url", first.url());
    verdict(journey.verdict(), node);
    node.put("fcp", FcpVerdict.of(journey).label());
    node.put("followed", journey.followed());
    hello.writeTo(node.putObject("clientHello"));
    ArrayNode left = node.putArray("notFollowed");
    journey.left().forEach(left::add);
    if (!first.visits().isEmpty()) {
      visit(first.visits().get(0).visit(), node);
    }
    violations(
        journey.visits().stream().flatMap(visit -> visit.violations().stream()).toList(), node);
    ArrayNode log = node.putArray("log");
    journey.visits().forEach(visit -> visit.log().forEach(log::add));
    ArrayNode hops = node.putArray("hops");
    journey.hops().forEach(hop -> hop(hop, hops.addObject()));
    if (inspection.answer() != Inspection.Answer.NOT_ASKED) {
      ObjectNode whose = node.putObject("inspection");
      whose.put("answer", inspection.answer().label()).put("reason", inspection.reason());
      ArrayNode lines = whose.putArray("advice");
      advice.inspection(inspection).forEach(lines::add);
    }
    return node;
  }

  private void hop(Hop hop, ObjectNode node) {
    node.put("url", hop.url());
    why(hop.why(), node.putObject("why"));
    verdict(hop.verdict(), node);
    ArrayNode lines = node.putArray("advice");
    List<DeviceVisit> both = ProbeText.both(hop);
    advice.of(hop).forEach(lines::add);
    node.put("fcp", FcpVerdict.of(hop).label());
    ArrayNode causes = node.putArray("causes");
    ProbeAdvice.causes(both)
        .forEach(
            cause ->
                causes.addObject().put("cause", cause.kind().label()).put("seen", cause.seen()));
    ArrayNode doubts = node.putArray("notKnown");
    ProbeAdvice.doubts(both).forEach(doubts::add);
    ArrayNode troubles = node.putArray("notSeen");
    hop.troubles()
        .forEach(
            trouble ->
                troubles
                    .addObject()
                    .put("trouble", trouble.kind().label())
                    .put("reason", trouble.text()));
    ArrayNode notes = node.putArray("notes");
    ProbeAdvice.notes(hop).forEach(notes::add);
    ArrayNode inferred = node.putArray("inferred");
    ProbeAdvice.inferred(hop).forEach(inferred::add);
    ArrayNode exceptions = node.putArray("exceptions");
    advice.exceptions(hop).forEach(exceptions::add);
    ArrayNode expiring = node.putArray("expiring");
    advice.expiring(both).forEach(expiring::add);
    ArrayNode visits = node.putArray("visits");
    for (AddressVisit visit : hop.visits()) {
      ObjectNode at = visits.addObject();
      at.put("address", ProbeText.address(visit));
      at.put("port", visit.address().getPort());
      verdict(visit.verdict(), at);
      ArrayNode clients = at.putArray("clients");
      List.of(visit.visit(), visit.enforcing()).stream()
          .distinct()
          .forEach(one -> client(one, clients.addObject()));
    }
  }

  private static void why(HopReason why, ObjectNode node) {
    node.put("kind", why.kind().name().toLowerCase(Locale.ROOT));
    why.from().ifPresent(from -> node.put("from", from));
    why.status().ifPresent(status -> node.put("status", status));
    why.key()
        .ifPresent(
            key -> {
              node.put("document", key.document());
              node.put("key", key.path());
              key.rule().ifPresent(rule -> rule(rule, node));
            });
  }

  private static void rule(DocumentUrl rule, ObjectNode node) {
    String name =
        switch (rule.standing()) {
          case FETCHED -> "fetchedBy";
          case EXEMPT -> "exempt";
          case UNCERTAIN -> "uncertain";
        };
    node.put(name, rule.reason());
    node.put("method", rule.method());
    node.put("evidence", rule.evidence());
  }

  private static void verdict(HopVerdict verdict, ObjectNode node) {
    node.put("verdict", verdict.answer().label());
    node.put("reason", verdict.reason());
  }

  private static void client(DeviceVisit visit, ObjectNode node) {
    visit(visit, node);
    violations(visit.violations(), node);
    ArrayNode log = node.putArray("log");
    visit.log().forEach(log::add);
  }

  private static void visit(DeviceVisit visit, ObjectNode node) {
    node.put("profile", visit.profile());
    node.put("network", visit.network().label());
    visit.ending().proxy().ifPresent(refusal -> node.put("proxy", refusal.sentence()));
    node.put("connected", visit.connected());
    node.put("refusedBy", visit.refusal().map(refusal -> refusal.by().label()).orElse(null));
    node.put("stage", visit.refusal().map(refusal -> refusal.stage().label()).orElse(null));
    node.put("alert", visit.refusal().flatMap(refusal -> refusal.alert()).orElse(null));
    node.put("refusal", visit.refusal().map(refusal -> refusal.reason()).orElse(null));
    node.put("clientCertificateRequested", visit.ending().certificateRequested());
    visit.facts().ifPresent(facts -> facts(facts, node.putObject("negotiated")));
    visit.circumstances().chain().stream()
        .findFirst()
        .ifPresent(leaf -> certificate(leaf, node.putObject("certificate")));
    ArrayNode trust = node.putArray("trustFailures");
    visit.trustFailures().forEach(failure -> trust.add(failure.text()));
    if (visit.httpStatus().isPresent()) {
      node.put("httpStatus", visit.httpStatus().getAsInt());
    }
  }

  private static void certificate(SeenCertificate leaf, ObjectNode to) {
    to.put("subject", leaf.subject());
    to.put("issuer", leaf.issuer());
    to.put("notAfter", leaf.notAfter().toString());
    to.put("sha256", leaf.sha256());
  }

  private static void violations(List<DetectedViolation> found, ObjectNode node) {
    ArrayNode violations = node.putArray("violations");
    for (DetectedViolation violation : found) {
      violations
          .addObject()
          .put("code", violation.violation().code())
          .put("parameter", violation.parameter());
    }
  }

  private static void facts(ConnectionFacts facts, ObjectNode to) {
    to.put("version", facts.version().label());
    to.put("cipherSuite", facts.cipherSuite().name());
    to.put("extendedMasterSecret", facts.extendedMasterSecret());
    to.put("handshakeSignature", facts.handshakeSignature().map(Object::toString).orElse(null));
    to.put("trusted", facts.trusted());
  }
}
