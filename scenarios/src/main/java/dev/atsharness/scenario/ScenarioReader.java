package dev.atsharness.scenario;

import dev.atsharness.ats.Violation;
import dev.atsharness.certs.KeySpec;
import dev.atsharness.certs.SignatureAlgorithm;
import dev.atsharness.scenario.CertificateSettings.Authority;
import dev.atsharness.scenario.CertificateSettings.Issuer;
import dev.atsharness.scenario.CertificateSettings.Link;
import dev.atsharness.scenario.CertificateSettings.Pointer;
import dev.atsharness.scenario.CertificateSettings.Quirk;
import dev.atsharness.scenario.CertificateSettings.Revocation;
import dev.atsharness.scenario.CertificateSettings.Validity;
import dev.atsharness.scenario.ClientExpectation.Connects;
import dev.atsharness.scenario.ClientExpectation.Side;
import dev.atsharness.scenario.Expectation.Verdict;
import dev.atsharness.scenario.Scenario.Evidence;
import dev.atsharness.scenario.ServerSettings.Host;
import dev.atsharness.scenario.ServerSettings.Transport;
import dev.atsharness.scenario.TlsSettings.CipherOrder;
import dev.atsharness.scenario.TlsSettings.DhGroup;
import dev.atsharness.scenario.TlsSettings.Resumption;
import dev.atsharness.tls.Alert;
import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.NamedGroup;
import dev.atsharness.tls.SignatureScheme;
import dev.atsharness.tls.TlsVersion;
import dev.atsharness.yaml.Document;
import dev.atsharness.yaml.Document.Section;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Turns a scenario document of the right shape into the model, filling in the defaults. */
final class ScenarioReader {

  private static final List<CipherSuite> COMPLIANT_SUITES =
      Stream.of(
              "TLS_AES_256_GCM_SHA384",
              "TLS_AES_128_GCM_SHA256",
              "TLS_CHACHA20_POLY1305_SHA256",
              "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
              "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
              "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
              "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
          .map(CipherSuite::named)
          .toList();

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
        top.text("title", ""),
        top.text("why", ""),
        top.value("role", name -> constant(Role.class, name), Role.MDM),
        Optional.ofNullable(top.text("control", null)),
        top.texts("also-differs"),
        settings(top),
        top.written(SETTINGS),
        expectation(top.section("expect")),
        top.value("evidence", name -> constant(Evidence.class, name), Evidence.INFERRED),
        top.list("references", text -> text, List.of()));
  }

  private static ServerSettings settings(Section top) {
    Transport transport =
        top.value("transport", name -> constant(Transport.class, name), Transport.HTTPS);
    return new ServerSettings(
        transport,
        tls(top.section("tls")),
        certificate(top.section("certificate")),
        top.has("second-certificate")
            ? Optional.of(certificate(top.section("second-certificate")))
            : Optional.empty(),
        top.value("host", name -> constant(Host.class, name), Host.QUALIFIED),
        top.text("subdomain", ""),
        top.value("network-fault", name -> constant(NetworkFault.class, name), NetworkFault.NONE),
        http(top.section("http")),
        top.value("url-scheme", name -> constant(Transport.class, name), transport));
  }

  private static HttpSettings http(Section http) {
    return new HttpSettings(
        http.number("status", 200),
        Optional.ofNullable(http.value("next-hop", name -> constant(Transport.class, name), null)),
        http.flag("slow-body", false));
  }

  private static TlsSettings tls(Section tls) {
    return new TlsSettings(
        tls.list("versions", TlsVersion::ofLabel, List.of(TlsVersion.TLS_1_3, TlsVersion.TLS_1_2)),
        tls.list("cipher-suites", CipherSuite::named, COMPLIANT_SUITES),
        suitesFor(tls.section("cipher-suites-for")),
        tls.value("cipher-order", name -> constant(CipherOrder.class, name), CipherOrder.SERVER),
        tls.flag("extended-master-secret", true),
        Optional.ofNullable(tls.value("handshake-signature", SignatureScheme::ofLabel, null)),
        tls.list("handshake-signature-preference", SignatureScheme::ofLabel, List.of()),
        tls.list(
            "groups",
            NamedGroup::ofLabel,
            List.of(
                NamedGroup.X25519,
                NamedGroup.SECP256R1,
                NamedGroup.SECP384R1,
                NamedGroup.SECP521R1)),
        Optional.ofNullable(tls.value("key-exchange-group", NamedGroup::ofLabel, null)),
        Optional.ofNullable(tls.value("dh-group", name -> constant(DhGroup.class, name), null)),
        tls.list("alpn", text -> text, List.of("http/1.1")),
        tls.flag("secure-renegotiation", true),
        tls.value("resumption", name -> constant(Resumption.class, name), Resumption.NONE),
        tls.flag("client-certificate", false),
        tls.flag("ocsp-stapling", false));
  }

  private static Map<TlsVersion, List<CipherSuite>> suitesFor(Section section) {
    Map<TlsVersion, List<CipherSuite>> suites = new EnumMap<>(TlsVersion.class);
    for (String version : section.keys()) {
      suites.put(TlsVersion.ofLabel(version), section.list(version, CipherSuite::named, List.of()));
    }
    return Collections.unmodifiableMap(suites);
  }

  private static CertificateSettings certificate(Section certificate) {
    return new CertificateSettings(
        certificate.value("key", KeySpec::ofLabel, KeySpec.rsa(2048)),
        certificate.value(
            "signature", SignatureAlgorithm::ofLabel, SignatureAlgorithm.SHA256_ECDSA),
        certificate.value("issuer", name -> constant(Issuer.class, name), Issuer.ISSUING_CA),
        validity(certificate)
            .orElseGet(() -> Validity.lasting(Duration.ofDays(-1), Duration.ofDays(60))),
        certificate.list(
            "names", text -> text, List.of(CertificateSettings.HOST, CertificateSettings.LOOPBACK)),
        certificate.list("extended-key-usage", text -> text, List.of("serverAuth")),
        certificate.list("quirks", name -> constant(Quirk.class, name), List.of()),
        certificate.list(
            "chain", name -> constant(Link.class, name), List.of(Link.LEAF, Link.ISSUING_CA)),
        certificate.has("intermediate-path-length")
            ? Optional.of(certificate.number("intermediate-path-length", 0))
            : Optional.empty(),
        authority(certificate.section("issuing-ca")),
        authority(certificate.section("root")),
        revocation(certificate.section("revocation")));
  }

  private static Authority authority(Section authority) {
    return new Authority(
        authority.value("key", KeySpec::ofLabel, KeySpec.ec("p-256")),
        authority.value("signature", SignatureAlgorithm::ofLabel, SignatureAlgorithm.SHA256_ECDSA),
        validity(authority),
        authority.list("quirks", name -> constant(Quirk.class, name), List.of()));
  }

  private static Optional<Validity> validity(Section certificate) {
    if (!certificate.has("validity")) {
      return Optional.empty();
    }
    Section validity = certificate.section("validity");
    if (validity.has("issued")) {
      return Optional.of(
          new Validity(
              Optional.ofNullable(validity.value("issued", ScenarioReader::date, null)),
              Duration.ZERO,
              validity.value("not-after", ScenarioReader::days, Duration.ZERO)));
    }
    return Optional.of(
        Validity.lasting(
            validity.value("not-before", ScenarioReader::days, Duration.ofDays(-1)),
            Duration.ofDays(validity.number("days", 60))));
  }

  private static LocalDate date(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("'" + text + "' is no date; write 2019-06-30", e);
    }
  }

  private static Revocation revocation(Section revocation) {
    return new Revocation(
        revocation.list("pointers", name -> constant(Pointer.class, name), List.of()),
        revocation.flag("revoked", false),
        revocation.flag("must-staple", false));
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
        expect.value("ats", name -> constant(Verdict.class, name), Verdict.INCONCLUSIVE),
        expect.value("fcp", name -> constant(Verdict.class, name), Verdict.INCONCLUSIVE),
        Collections.unmodifiableMap(clients));
  }

  private static ClientExpectation client(Section client) {
    return new ClientExpectation(
        client.value("connects", name -> constant(Connects.class, name), Connects.UNKNOWN),
        Optional.ofNullable(client.value("refused-by", name -> constant(Side.class, name), null)),
        Optional.ofNullable(client.text("stage", null)),
        Optional.ofNullable(client.value("alert", ScenarioReader::alert, null)),
        client.list("logs", Violation::ofCode, List.of()),
        client.list("may-log", Violation::ofCode, List.of()));
  }

  private static String alert(String label) {
    return label.equals(ClientExpectation.UNKNOWN_ALERT) ? label : Alert.ofLabel(label).label();
  }

  private static Duration days(String text) {
    if (!text.matches("[+-]\\d{1,4}d")) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a number of days; write -1d or +30d");
    }
    return Duration.ofDays(Integer.parseInt(text, 0, text.length() - 1, 10));
  }

  static <E extends Enum<E>> E constant(Class<E> type, String label) {
    return Enum.valueOf(type, label.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
