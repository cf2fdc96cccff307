package dev.atsharness.server.proof;

import dev.atsharness.tls.NamedGroup;
import dev.atsharness.tls.TlsVersion;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Node.js 24, which includes OpenSSL 3.5, for X25519MLKEM768: Debian's OpenSSL and GnuTLS do not
 * have that group. {@code .ci/install-tools} installs it as {@code node24}. It looks at TLS 1.3
 * only.
 */
final class NodeTls extends PerTarget {

  private static final JsonMapper JSON = new JsonMapper();

  @Override
  public List<String> commands() {
    return List.of("node24");
  }

  @Override
  Map<String, String> read(Target target) throws Exception {
    String output =
        Command.of(
                commands().get(0),
                Path.of(NodeTls.class.getResource("node-tls.js").toURI()).toString(),
                target.host(),
                target.address(),
                String.valueOf(target.port()),
                target.ca().toString())
            .output();
    JsonNode seen = JSON.readTree(output);
    return seen.isNull() ? Map.of() : read(target, seen);
  }

  private static Map<String, String> read(Target target, JsonNode seen)
      throws InterruptedException {
    Map<String, String> readings = new LinkedHashMap<>();
    TlsVersion version = TlsVersion.TLS_1_3;
    String suite = seen.required("suite").asString();
    readings.put(FactNames.ANSWER, FactNames.ANSWER_TLS);
    readings.put(FactNames.accepts(version), FactNames.YES);
    readings.put(FactNames.firstSuite(version), suite);
    readings.put(
        FactNames.suites(version),
        texts(seen, "suites").stream().sorted().collect(Collectors.joining(" ")));
    boolean byServer = suite.equals(seen.required("reversed").asString());
    readings.put(FactNames.CIPHER_ORDER, byServer ? "server" : "client");
    readings.put(FactNames.ALPN, seen.required("alpn").asString());
    readings.put(
        FactNames.handshakeSignature(version), String.join(" or ", texts(seen, "signatures")));
    readings.put(
        FactNames.groups(version),
        Terms.groups(texts(seen, "groups").stream().map(NamedGroup::ofLabel).toList()));
    List<CertificateText> chain = CertificateText.allIn(seen.required("chain").asString());
    CertificateText.addChainReadings(chain, readings);
    String trust = seen.required("trust").asString();
    readings.put(FactNames.TRUST, trust);
    if (trust.equals(FactNames.TRUSTED)) {
      readings.put(FactNames.HOST_FOUND_IN, chain.get(0).placeOfNames(target));
    }
    return readings;
  }

  private static List<String> texts(JsonNode seen, String name) {
    return seen.required(name).valueStream().map(JsonNode::asString).toList();
  }
}
