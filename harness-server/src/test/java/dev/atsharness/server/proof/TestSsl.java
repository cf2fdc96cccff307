package dev.atsharness.server.proof;

import dev.atsharness.tls.TlsVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code testssl}: protocols, server preferences and server defaults, mostly with its own TLS code
 * over sockets. It takes ten seconds of processor time per endpoint.
 */
final class TestSsl extends PerTarget {

  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final JsonMapper JSON = new JsonMapper();
  private static final Map<TlsVersion, String> PROTOCOLS =
      Map.of(
          TlsVersion.SSL_3_0, "SSLv3",
          TlsVersion.TLS_1_0, "TLS1",
          TlsVersion.TLS_1_1, "TLS1_1",
          TlsVersion.TLS_1_2, "TLS1_2",
          TlsVersion.TLS_1_3, "TLS1_3");

  @Override
  public List<String> commands() {
    return List.of("testssl");
  }

  @Override
  Map<String, String> read(Target target) throws Exception {
    Path directory = Files.createTempDirectory("testssl");
    Path report = directory.resolve("report.json");
    try {
      String output =
          Command.of(
                  "testssl",
                  "--quiet",
                  "--color=0",
                  "--warnings=off",
                  "--mapping=iana",
                  "--nodns=none",
                  "--ip=" + target.address(),
                  "--add-ca=" + target.ca(),
                  "--protocols",
                  "--server-preference",
                  "--server-defaults",
                  "--jsonfile=" + report,
                  target.host() + ":" + target.port())
              .within(LIMIT)
              .output();
      if (!Files.exists(report)) {
        throw new IllegalStateException("testssl wrote no report: " + output);
      }
      return read(JSON.readTree(Files.readString(report)));
    } finally {
      Files.deleteIfExists(report);
      Files.delete(directory);
    }
  }

  private static Map<String, String> read(JsonNode report) {
    Map<String, String> findings =
        report
            .valueStream()
            .collect(
                Collectors.toMap(
                    entry -> entry.required("id").asString(),
                    entry -> entry.required("finding").asString(),
                    (first, again) -> first,
                    LinkedHashMap::new));
    Map<String, String> readings = new LinkedHashMap<>();
    readings.put(FactNames.ACCEPTS_SSL2, offered(findings.get("SSLv2")));
    for (TlsVersion version : TlsVersion.values()) {
      String accepts = offered(findings.get(PROTOCOLS.get(version)));
      readings.put(FactNames.accepts(version), accepts);
      if (accepts.equals(FactNames.YES)) {
        readings.put(FactNames.ANSWER, FactNames.ANSWER_TLS);
        readOrder(findings, version, readings);
      }
    }
    if (FactNames.ANSWER_TLS.equals(readings.get(FactNames.ANSWER))) {
      readDefaults(findings, readings);
    }
    return readings;
  }

  /** {@code offered}, {@code offered with final}, {@code TLSv1.1 is not offered, and ...} */
  private static String offered(String finding) {
    return finding.contains("not offered") ? FactNames.NO : FactNames.YES;
  }

  private static void readOrder(
      Map<String, String> findings, TlsVersion version, Map<String, String> readings) {
    find(findings, "cipherorder_" + (version == TlsVersion.TLS_1_0 ? "TLSv1" : label(version)))
        .filter(order -> order.startsWith("TLS_"))
        .map(order -> order.split(" +"))
        .ifPresent(
            order -> {
              readings.put(
                  FactNames.suites(version),
                  Stream.of(order).sorted().collect(Collectors.joining(" ")));
              readings.put(FactNames.firstSuite(version), order[0]);
            });
  }

  private static String label(TlsVersion version) {
    return version.label().replace('.', '_');
  }

  private static void readDefaults(Map<String, String> findings, Map<String, String> readings) {
    find(findings, "cipher_order")
        .filter(order -> order.equals("server") || order.equals("client"))
        .ifPresent(order -> readings.put(FactNames.CIPHER_ORDER, order));
    find(findings, "ALPN_HTTP2") // if several protocols are offered, the others are in ALPN
        .or(() -> find(findings, "ALPN"))
        .ifPresent(
            alpn ->
                readings.put(FactNames.ALPN, alpn.equals("not offered") ? FactNames.NONE : alpn));
    boolean onlyTls13 =
        PROTOCOLS.keySet().stream()
            .filter(version -> version != TlsVersion.TLS_1_3)
            .allMatch(version -> readings.get(FactNames.accepts(version)).equals(FactNames.NO));
    if (!onlyTls13) {
      find(findings, "TLS_extensions")
          .map(extensions -> extensions.contains("extended master secret/#23"))
          .ifPresent(
              ems ->
                  readings.put(
                      FactNames.EXTENDED_MASTER_SECRET, ems ? FactNames.YES : FactNames.NO));
    }
    find(findings, "cert_keySize")
        .map(size -> size.split(" "))
        .ifPresent(size -> readings.put(FactNames.LEAF_KEY, Terms.key(size[0], size[1])));
    find(findings, "cert_signatureAlgorithm")
        .flatMap(Terms::signature)
        .ifPresent(signature -> readings.put(FactNames.LEAF_SIGNATURE, signature));
    find(findings, "cert_extKeyUsage")
        .map(usage -> usage.replaceAll("^Certificate incorrectly used .*: ['\"](.*)['\"]$", "$1"))
        .ifPresent(
            usage -> readings.put(FactNames.EXTENDED_KEY_USAGE, Terms.extendedKeyUsage(usage)));
    find(findings, "cert_notBefore").ifPresent(from -> readings.put(FactNames.VALID_FROM, from));
    find(findings, "cert_notBefore")
        .flatMap(
            from -> find(findings, "cert_notAfter").map(to -> Terms.validity(time(from), time(to))))
        .ifPresent(validity -> readings.put(FactNames.VALIDITY, validity));
    find(findings, "certs_countServer")
        .ifPresent(count -> readings.put(FactNames.CERTIFICATES_SENT, count));
    find(findings, "cert_trust")
        .filter(trust -> trust.startsWith("Ok via SAN"))
        .ifPresent(trust -> readings.put(FactNames.HOST_FOUND_IN, FactNames.IN_SAN));
    find(findings, "cert_chain_of_trust")
        .flatMap(TestSsl::trust)
        .ifPresent(trust -> readings.put(FactNames.TRUST, trust));
  }

  private static Optional<String> trust(String finding) {
    if (finding.startsWith("passed")) {
      return Optional.of(FactNames.TRUSTED);
    }
    if (finding.contains("expired")) {
      return Optional.of(FactNames.EXPIRED);
    }
    boolean pathless = finding.contains("self signed") || finding.contains("chain incomplete");
    return pathless ? Optional.of(FactNames.NO_PATH) : Optional.empty();
  }

  private static Optional<String> find(Map<String, String> findings, String id) {
    return Optional.ofNullable(findings.get(id));
  }

  private static Instant time(String minute) {
    return Instant.parse(minute.replace(' ', 'T') + ":00Z");
  }
}
