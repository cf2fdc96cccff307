package dev.atsharness.server;

import dev.atsharness.ats.Violation;
import dev.atsharness.io.internal.FileFault;
import dev.atsharness.io.internal.JsonFault;
import dev.atsharness.io.internal.WholeFile;
import dev.atsharness.scenario.ClientDuty;
import dev.atsharness.scenario.ClientExpectation;
import dev.atsharness.scenario.ClientExpectation.Connects;
import dev.atsharness.scenario.ClientExpectation.Side;
import dev.atsharness.scenario.Expectation.Verdict;
import dev.atsharness.scenario.Role;
import dev.atsharness.scenario.Scenario.Evidence;
import dev.atsharness.server.Manifest.Anchor;
import dev.atsharness.server.Manifest.Ca;
import dev.atsharness.server.Manifest.Endpoint;
import dev.atsharness.server.Manifest.Listener;
import dev.atsharness.server.Manifest.Listeners;
import dev.atsharness.server.Manifest.Location;
import dev.atsharness.server.Manifest.Truth;
import dev.atsharness.tls.internal.Labels;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON form of {@link Manifest}. */
final class ManifestJson {

  /**
   * Size limit of a manifest file; a thousand endpoints with their ground truth take about 2 MB.
   */
  private static final long MAX_FILE_BYTES = 32L * 1024 * 1024;

  private ManifestJson() {}

  static String write(Manifest manifest) {
    ObjectNode root = mapper().createObjectNode();
    root.put("version", Manifest.VERSION);
    root.put("harnessVersion", manifest.harnessVersion());
    root.put("catalogSha256", manifest.catalogSha256());
    root.put("caSha256", manifest.ca().sha256());
    root.put("startedAt", manifest.startedAt().toString());
    root.put("domain", manifest.domain());
    root.put("caPem", manifest.ca().pem());
    Listeners listeners = manifest.listeners();
    writeListener(root.putObject("https"), listeners.https());
    writeListener(root.putObject("http"), listeners.http());
    listeners
        .dns()
        .ifPresentOrElse(
            dns -> writeListener(root.putObject("dns"), dns), () -> root.putNull("dns"));
    root.put("console", manifest.console().toString());
    ArrayNode endpoints = root.putArray("endpoints");
    manifest.endpoints().forEach(endpoint -> writeEndpoint(endpoints.addObject(), endpoint));
    return mapper().writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  private static void writeListener(ObjectNode node, Listener listener) {
    node.put("address", listener.address()).put("port", listener.port());
  }

  private static void writeEndpoint(ObjectNode node, Endpoint endpoint) {
    node.put("id", endpoint.id());
    node.put("title", endpoint.title());
    node.put("why", endpoint.why());
    Location location = endpoint.location();
    node.put("host", location.host());
    node.put("address", location.address());
    node.put("port", location.port());
    node.put("url", location.url().toString());
    node.put("leadsTo", location.leadsTo().orElse(null));
    node.put("role", endpoint.role().label());
    node.put("control", endpoint.control().orElse(null));
    node.put("anchor", endpoint.anchor().map(one -> one.url().toString()).orElse(null));
    node.put("anchorPem", endpoint.anchor().map(Anchor::pem).orElse(null));
    ObjectNode expect = node.putObject("expect");
    writeCodes(expect.putArray("violations"), endpoint.expect().violations());
    writeCodes(expect.putArray("implied"), endpoint.expect().implied());
    expect.put("ats", endpoint.expect().ats().label());
    expect.put("fcp", endpoint.expect().fcp().label());
    ObjectNode clients = expect.putObject("clients");
    endpoint
        .expect()
        .clients()
        .forEach((profile, client) -> writeClient(clients.putObject(profile), client));
    endpoint.expect().duty().ifPresent(duty -> writeDuty(expect.putObject("clientMust"), duty));
    node.put("evidence", endpoint.expect().evidence().label());
  }

  private static void writeClient(ObjectNode node, ClientExpectation client) {
    switch (client.connects()) {
      case TRUE -> node.put("connects", true);
      case FALSE -> node.put("connects", false);
      case UNKNOWN -> node.put("connects", Connects.UNKNOWN.label());
    }
    node.put("refusedBy", client.refusedBy().map(Side::label).orElse(null));
    node.put("stage", client.stage().orElse(null));
    node.put("alert", client.alert().orElse(null));
    writeCodes(node.putArray("logs"), client.logs());
    writeCodes(node.putArray("mayLog"), client.mayLog());
  }

  private static void writeDuty(ObjectNode node, ClientDuty duty) {
    node.put("connect", duty.connects());
    node.put("refuseAfter", duty.refuseAfter().orElse(null));
    writeTexts(node.putArray("alerts"), duty.alerts());
    node.put("mayEndAfter", duty.mayEndAfter().orElse(null));
    node.put("by", duty.by());
    writeTexts(node.putArray("ifOffered"), duty.ifOffered());
    writeTexts(node.putArray("unlessOffered"), duty.unlessOffered());
  }

  private static void writeTexts(ArrayNode node, List<String> texts) {
    texts.forEach(node::add);
  }

  private static void writeCodes(ArrayNode node, List<Violation> violations) {
    violations.forEach(violation -> node.add(violation.code()));
  }

  static void write(Manifest manifest, Path file) {
    try {
      WholeFile.write(file, write(manifest).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new HarnessException(
          "cannot write the manifest to "
              + file
              + " ("
              + FileFault.words(e)
              + "); name a file in a directory that exists and that you may write to",
          e);
    }
  }

  static Manifest read(Path file) {
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw new HarnessException(
            file + " is not a manifest: it has more than " + MAX_FILE_BYTES + " bytes");
      }
      return read(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw new HarnessException(
          "cannot read the manifest " + file + " (" + FileFault.words(e) + ")", e);
    }
  }

  static Manifest read(String json, String source) {
    try {
      JsonNode root = mapper().readTree(json);
      int version = number(root, "version");
      if (version != Manifest.VERSION) {
        throw new HarnessException(
            source
                + " has version "
                + version
                + ", this harness reads version "
                + Manifest.VERSION
                + "; use the same release of the harness on both sides");
      }
      return new Manifest(
          text(root, "harnessVersion"),
          text(root, "catalogSha256"),
          Instant.parse(text(root, "startedAt")),
          text(root, "domain"),
          new Ca(text(root, "caPem"), text(root, "caSha256")),
          new Listeners(
              readListener(member(root, "https")),
              readListener(member(root, "http")),
              root.path("dns").isObject()
                  ? Optional.of(readListener(root.path("dns")))
                  : Optional.empty()),
          URI.create(text(root, "console")),
          list(member(root, "endpoints"), ManifestJson::readEndpoint));
    } catch (JacksonException e) {
      throw new HarnessException(source + " is not a manifest: " + JsonFault.words(e), e);
    } catch (IllegalArgumentException | java.time.DateTimeException e) {
      throw new HarnessException(source + " is not a manifest: " + e.getMessage(), e);
    }
  }

  private static Listener readListener(JsonNode node) {
    return new Listener(text(node, "address"), number(node, "port"));
  }

  private static Endpoint readEndpoint(JsonNode node) {
    return new Endpoint(
        text(node, "id"),
        text(node, "title"),
        optional(node, "why").orElse(""),
        Labels.find(Role.class, Role::label, text(node, "role"), "role"),
        optional(node, "control"),
        new Location(
            text(node, "host"),
            text(node, "address"),
            number(node, "port"),
            URI.create(text(node, "url")),
            optional(node, "leadsTo")),
        optional(node, "anchor").map(url -> new Anchor(URI.create(url), text(node, "anchorPem"))),
        readTruth(
            member(node, "expect"),
            Labels.find(Evidence.class, Evidence::label, text(node, "evidence"), "evidence")));
  }

  private static Truth readTruth(JsonNode node, Evidence evidence) {
    Map<String, ClientExpectation> clients = new LinkedHashMap<>();
    member(node, "clients")
        .properties()
        .forEach(client -> clients.put(client.getKey(), readClient(client.getValue())));
    return new Truth(
        codes(member(node, "violations")),
        codes(member(node, "implied")),
        Labels.find(Verdict.class, Verdict::label, text(node, "ats"), "verdict"),
        Labels.find(Verdict.class, Verdict::label, text(node, "fcp"), "verdict"),
        clients,
        node.path("clientMust").isObject()
            ? Optional.of(readDuty(node.path("clientMust")))
            : Optional.empty(),
        evidence);
  }

  private static ClientDuty readDuty(JsonNode node) {
    return new ClientDuty(
        optional(node, "refuseAfter"),
        list(member(node, "alerts"), JsonNode::stringValue),
        optional(node, "mayEndAfter"),
        text(node, "by"),
        list(member(node, "ifOffered"), JsonNode::stringValue),
        list(member(node, "unlessOffered"), JsonNode::stringValue));
  }

  private static ClientExpectation readClient(JsonNode node) {
    return new ClientExpectation(
        Labels.find(Connects.class, Connects::label, member(node, "connects").asString(), "truth"),
        optional(node, "refusedBy").map(side -> Labels.find(Side.class, Side::label, side, "side")),
        optional(node, "stage"),
        optional(node, "alert"),
        codes(member(node, "logs")),
        codes(member(node, "mayLog")));
  }

  private static JsonNode member(JsonNode node, String name) {
    if (!node.has(name)) {
      throw new IllegalArgumentException("it has no '" + name + "'");
    }
    return node.get(name);
  }

  private static String text(JsonNode node, String field) {
    JsonNode value = member(node, field);
    if (!value.isString()) {
      throw new IllegalArgumentException("its '" + field + "' is " + value + ", and not a text");
    }
    return value.stringValue();
  }

  private static int number(JsonNode node, String field) {
    JsonNode value = member(node, field);
    if (!value.isInt()) {
      throw new IllegalArgumentException("its '" + field + "' is " + value + ", and not a number");
    }
    return value.intValue();
  }

  private static Optional<String> optional(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isMissingNode() || value.isNull()
        ? Optional.empty()
        : Optional.of(value.stringValue());
  }

  private static List<Violation> codes(JsonNode node) {
    return list(node, code -> Violation.ofCode(code.stringValue()));
  }

  private static <T> List<T> list(JsonNode node, Function<JsonNode, T> read) {
    if (!node.isArray()) {
      throw new IllegalArgumentException("a list was expected, found " + node.getNodeType());
    }
    return node.valueStream().map(read).toList();
  }

  /** The mapper, loaded when first needed: Jackson takes a tenth of a second to start. */
  private static JsonMapper mapper() {
    return Mapper.INSTANCE;
  }

  private static final class Mapper {
    static final JsonMapper INSTANCE =
        JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private Mapper() {}
  }
}
