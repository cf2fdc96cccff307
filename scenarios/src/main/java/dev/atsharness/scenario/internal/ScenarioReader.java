package dev.atsharness.scenario.internal;

import dev.atsharness.ats.Violation;
import dev.atsharness.scenario.ClientDuty;
import dev.atsharness.scenario.ClientExpectation;
import dev.atsharness.scenario.ClientExpectation.Connects;
import dev.atsharness.scenario.ClientExpectation.Side;
import dev.atsharness.scenario.Expectation;
import dev.atsharness.scenario.Expectation.Verdict;
import dev.atsharness.scenario.Role;
import dev.atsharness.scenario.Scenario;
import dev.atsharness.scenario.Scenario.Description;
import dev.atsharness.scenario.Scenario.Evidence;
import dev.atsharness.scenario.Scenario.Grounds;
import dev.atsharness.scenario.internal.ServerSettings.Host;
import dev.atsharness.scenario.internal.ServerSettings.Transport;
import dev.atsharness.scenario.internal.ServerSettings.Url;
import dev.atsharness.tls.Alert;
import dev.atsharness.yaml.internal.Document;
import dev.atsharness.yaml.internal.Document.Section;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a scenario from a document that fits the schema, and fills in the defaults. */
final class ScenarioReader {

  private static final List<String> SETTINGS =
      List.of(
          "transport",
          "host",
          "subdomain",
          "url-scheme",
          "http",
          "tls",
          "certificate",
          "second-certificate",
          "network-fault");

  private ScenarioReader() {}

  static Scenario read(String id, Document document) {
    Section top = document.section();
    return new Scenario(
        id,
        new Description(
            top.text("title", ""),
            top.text("why", ""),
            top.value("role", name -> SettingKeys.constant(Role.class, name), Role.MDM)),
        Optional.ofNullable(top.text("control", null)),
        top.texts("also-differs"),
        settings(top),
        top.written(SETTINGS),
        expectation(top.section("expect")),
        new Grounds(
            top.value(
                "evidence", name -> SettingKeys.constant(Evidence.class, name), Evidence.INFERRED),
            top.list("references", text -> text, List.of())));
  }

  private static ServerSettings settings(Section top) {
    Transport transport =
        top.value(
            "transport", name -> SettingKeys.constant(Transport.class, name), Transport.HTTPS);
    return new ServerSettings(
        transport,
        TlsSettings.read(top.section("tls")),
        CertificateSettings.read(top.section("certificate")),
        top.has("second-certificate")
            ? Optional.of(CertificateSettings.read(top.section("second-certificate")))
            : Optional.empty(),
        new Url(
            top.value("url-scheme", name -> SettingKeys.constant(Transport.class, name), transport),
            top.value("host", name -> SettingKeys.constant(Host.class, name), Host.QUALIFIED),
            top.text("subdomain", "")),
        top.value(
            "network-fault",
            name -> SettingKeys.constant(NetworkFault.class, name),
            NetworkFault.NONE),
        http(top.section("http")));
  }

  private static HttpSettings http(Section http) {
    return new HttpSettings(
        http.number("status", 200),
        Optional.ofNullable(
            http.value("next-hop", name -> SettingKeys.constant(Transport.class, name), null)),
        Optional.ofNullable(http.text("leads-to", null)),
        http.flag("slow-body", false));
  }

  private static Expectation expectation(Section expect) {
    Map<String, ClientExpectation> clients = new LinkedHashMap<>();
    Section section = expect.section("clients");
    for (String profile : section.keys()) {
      clients.put(profile, client(section.section(profile)));
    }
    return new Expectation(
        expect.list("violations", Violation::ofCode, List.of()),
        expect.list("implied", Violation::ofCode, List.of()),
        expect.value(
            "ats", name -> SettingKeys.constant(Verdict.class, name), Verdict.INCONCLUSIVE),
        expect.value(
            "fcp", name -> SettingKeys.constant(Verdict.class, name), Verdict.INCONCLUSIVE),
        expect.list("causes", text -> text, List.of()),
        Collections.unmodifiableMap(clients),
        expect.optional("client-must").map(ScenarioReader::duty));
  }

  private static ClientDuty duty(Section duty) {
    return new ClientDuty(
        Optional.ofNullable(duty.text("refuse-after", null)),
        duty.list("alerts", label -> Alert.ofLabel(label).label(), List.of()),
        Optional.ofNullable(duty.text("may-end-after", null)),
        duty.text("by", ""),
        duty.list("if-offered", OfferNames::known, List.of()),
        duty.list("unless-offered", OfferNames::known, List.of()));
  }

  private static ClientExpectation client(Section client) {
    return new ClientExpectation(
        client.value(
            "connects", name -> SettingKeys.constant(Connects.class, name), Connects.UNKNOWN),
        Optional.ofNullable(
            client.value("refused-by", name -> SettingKeys.constant(Side.class, name), null)),
        Optional.ofNullable(client.text("stage", null)),
        Optional.ofNullable(client.value("alert", ScenarioReader::alert, null)),
        client.list("logs", Violation::ofCode, List.of()),
        client.list("may-log", Violation::ofCode, List.of()));
  }

  private static String alert(String label) {
    return label.equals(ClientExpectation.UNKNOWN_ALERT) ? label : Alert.ofLabel(label).label();
  }
}
