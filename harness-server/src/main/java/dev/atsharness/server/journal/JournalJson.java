package dev.atsharness.server.journal;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.server.tls.ClientHello;
import dev.atsharness.server.tls.KnownClients;
import dev.atsharness.server.tls.Negotiated;
import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.NamedGroup;
import dev.atsharness.tls.SignatureScheme;
import dev.atsharness.tls.TlsVersion;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON form of journal entries. Clients' text is escaped down to ASCII. */
public final class JournalJson {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final KnownClients clients;

  /**
   * @param clients which are named in the entries of those that look like them
   */
  public JournalJson(KnownClients clients) {
    this.clients = clients;
  }

  /** Entries as a document. */
  public String write(Journal.Reading reading) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("revision", reading.revision());
    root.put("dropped", reading.dropped());
    ArrayNode list = root.putArray("entries");
    reading.entries().forEach(entry -> writeEntry(list.addObject(), entry));
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  private void writeEntry(ObjectNode node, Handshake entry) {
    node.put("sequence", entry.sequence());
    node.put("scenario", entry.scenario().orElse(null));
    node.put("localPort", entry.localPort());
    node.put("client", entry.client().getAddress().getHostAddress());
    node.put("clientPort", entry.client().getPort());
    node.put("start", entry.start().toString());
    node.put("durationMicros", entry.duration().toNanos() / 1000);
    node.put("outcome", entry.outcome().label());
    node.put("reason", entry.reason().orElse(null));
    entry
        .firstAlert()
        .ifPresentOrElse(
            alert -> writeAlert(node.putObject("firstAlert"), alert),
            () -> node.putNull("firstAlert"));
    entry
        .negotiated()
        .ifPresentOrElse(
            values -> writeNegotiated(node.putObject("negotiated"), values),
            () -> node.putNull("negotiated"));
    ArrayNode requests = node.putArray("requests");
    entry.requests().forEach(request -> writeRequest(requests.addObject(), request));
    node.put("omittedRequests", entry.omittedRequests());
    entry
        .clientHello()
        .ifPresentOrElse(
            hello -> writeHello(node.putObject("clientHello"), hello),
            () -> node.putNull("clientHello"));
    ArrayNode like = node.putArray("looksLike");
    entry.clientHello().map(clients::like).orElse(List.of()).stream()
        .map(ClientProfile::id)
        .forEach(like::add);
  }

  private static void writeAlert(ObjectNode node, SeenAlert alert) {
    node.put("sender", alert.sender().label());
    node.put("level", alert.level());
    node.put("code", alert.code());
    node.put("name", alert.name());
  }

  private static void writeNegotiated(ObjectNode node, Negotiated values) {
    node.put("version", values.version().label());
    node.put("cipherSuite", values.cipherSuite().name());
    node.put("resumed", values.resumed());
    node.put("extendedMasterSecret", values.extendedMasterSecret());
    node.put(
        "handshakeSignature", values.handshakeSignature().map(SignatureScheme::label).orElse(null));
    node.put("group", values.group().map(NamedGroup::label).orElse(null));
    node.put("alpn", values.alpn().orElse(null));
  }

  private static void writeRequest(ObjectNode node, HttpExchange request) {
    node.put("method", request.method());
    node.put("path", request.path());
    node.put("host", request.host());
    node.put("status", request.status());
    if (request.sent().isEmpty()) {
      node.putNull("sent");
    } else {
      node.set("sent", MAPPER.valueToTree(request.sent()));
    }
  }

  private static void writeHello(ObjectNode node, ClientHello hello) {
    node.put("ja4", hello.ja4());
    node.put("serverName", hello.serverName().orElse(null));
    node.put("legacyVersion", version(hello.legacyVersion()));
    names(node.putArray("supportedVersions"), hello.supportedVersions(), JournalJson::version);
    names(node.putArray("cipherSuites"), hello.cipherSuites(), c -> CipherSuite.ofCode(c).name());
    names(node.putArray("signatureSchemes"), hello.signatureSchemes(), JournalJson::scheme);
    names(
        node.putArray("certificateSignatureSchemes"),
        hello.certificateSignatureSchemes(),
        JournalJson::scheme);
    names(node.putArray("groups"), hello.groups(), JournalJson::group);
    names(node.putArray("keyShareGroups"), hello.keyShareGroups(), JournalJson::group);
    ArrayNode alpn = node.putArray("alpn");
    hello.alpn().forEach(alpn::add);
    node.put("extendedMasterSecret", hello.extendedMasterSecret());
    node.put("secureRenegotiation", hello.secureRenegotiation());
    ArrayNode extensions = node.putArray("extensions");
    hello.extensions().forEach(extension -> extensions.add(extension.type()));
    node.put("message", hello.message());
  }

  private static void names(ArrayNode node, List<Integer> codes, IntFunction<String> name) {
    codes.forEach(code -> node.add(name.apply(code)));
  }

  private static String version(int code) {
    Optional<TlsVersion> known =
        Arrays.stream(TlsVersion.values()).filter(version -> version.code() == code).findFirst();
    return known.map(TlsVersion::label).orElseGet(() -> hex(code));
  }

  private static String scheme(int code) {
    return SignatureScheme.ofCode(code).map(SignatureScheme::label).orElseGet(() -> hex(code));
  }

  private static String group(int code) {
    return NamedGroup.ofCode(code).map(NamedGroup::label).orElseGet(() -> hex(code));
  }

  private static String hex(int code) {
    return "0x%04X".formatted(code);
  }
}
