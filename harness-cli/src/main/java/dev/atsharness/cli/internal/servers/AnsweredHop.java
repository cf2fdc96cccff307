package dev.atsharness.cli.internal.servers;

import dev.atsharness.device.internal.Network;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * One URL on the way of a device, read from a line of {@code probe --json}.
 *
 * @param number from 1
 * @param hop the JSON
 */
public record AnsweredHop(int number, JsonNode hop) {

  /** The URL, as the server before wrote it. */
  public String url() {
    return hop.path("url").asString();
  }

  /** Why a device goes there; empty for the first. */
  public String why() {
    JsonNode why = hop.path("why");
    String from = why.has("from") ? "from " + (why.path("from").asInt() + 1) + ": " : "";
    return switch (why.path("kind").asString("")) {
      case "redirect" -> from + "redirect " + why.path("status").asInt();
      case "document" ->
          from + why.path("document").asString("") + ", " + why.path("key").asString("");
      default -> "";
    };
  }

  /** {@code Fine}, {@code Wrong} or {@code Cannot tell}. */
  public String answer() {
    return switch (hop.path("verdict").asString()) {
      case "fine" -> "Fine";
      case "wrong" -> "Wrong";
      default -> "Cannot tell";
    };
  }

  public String reason() {
    return hop.path("reason").asString();
  }

  /** What each client did and what was negotiated, each sentence once. */
  public List<String> outcomes() {
    Set<String> lines = new LinkedHashSet<>();
    clients().forEach(client -> lines.add(client.path("profile").asString() + " " + end(client)));
    clients()
        .map(client -> client.path("negotiated"))
        .filter(JsonNode::isObject)
        .limit(1)
        .forEach(negotiated -> lines.add(negotiated(negotiated)));
    lines.addAll(trustFailures());
    for (JsonNode cause : hop.path("causes")) {
      lines.add(cause.path("seen").asString());
    }
    lines.addAll(AnsweredServer.texts(hop.path("notKnown")));
    for (JsonNode trouble : hop.path("notSeen")) {
      lines.add("not seen: " + trouble.path("reason").asString());
    }
    return List.copyOf(lines);
  }

  /** Why the certificate is not trusted, each reason once. */
  public List<String> trustFailures() {
    return clients()
        .flatMap(client -> AnsweredServer.texts(client.path("trustFailures")).stream())
        .map(failure -> "not trusted: " + failure)
        .distinct()
        .toList();
  }

  /** The reason for the answer, without names of profiles and codes if possible. */
  public String fault() {
    if (!answer().equals("Wrong")) {
      return reason();
    }
    return Stream.of(
            trustFailures().stream(),
            hop.path("causes").valueStream().map(cause -> cause.path("seen").asString()),
            messages().stream().map(text -> text.replaceFirst("^[^\\]]*\\]: ", "")))
        .flatMap(texts -> texts)
        .findFirst()
        .orElseGet(this::reason);
  }

  private static String end(JsonNode client) {
    if (client.path("connected").asBoolean()) {
      return client.has("httpStatus")
          ? "connects, HTTP " + client.path("httpStatus").asInt()
          : "connects";
    }
    if (client.path("refusedBy").isString()) {
      boolean byClient = client.path("refusedBy").asString().equals("client");
      return (byClient ? "refuses the server: " : "is refused by the server: ")
          + client.path("refusal").asString("");
    }
    return client.has("proxy")
        ? "does not connect: " + client.path("proxy").asString()
        : "does not connect: " + network(client.path("network").asString(""));
  }

  private static String network(String label) {
    return Arrays.stream(Network.values())
        .filter(one -> one.label().equals(label))
        .map(Network::words)
        .findFirst()
        .orElse("network " + label); // somebody edited the file
  }

  private static String negotiated(JsonNode facts) {
    String signature = facts.path("handshakeSignature").asString("");
    return "negotiated "
        + facts.path("version").asString("")
        + ", "
        + facts.path("cipherSuite").asString("")
        + (facts.path("extendedMasterSecret").asBoolean() ? "" : ", no extended master secret")
        + (signature.isEmpty() ? "" : ", signed with " + signature);
  }

  /** The messages that devices log, each once. */
  public List<String> messages() {
    return clients()
        .flatMap(client -> AnsweredServer.texts(client.path("log")).stream())
        .map(AnsweredServer::message)
        .distinct()
        .toList();
  }

  /** What to do, and what exception of Apple's may apply. */
  public List<String> advice() {
    List<String> lines = new ArrayList<>(AnsweredServer.texts(hop.path("advice")));
    lines.addAll(AnsweredServer.texts(hop.path("exceptions")));
    return lines;
  }

  /** Other sentences: what is only inferred, what ends soon. */
  public List<String> notes() {
    return Stream.of("inferred", "notes", "expiring")
        .flatMap(key -> AnsweredServer.texts(hop.path(key)).stream())
        .toList();
  }

  /** The earliest end of the leaf certificates; empty if none was seen. */
  public Optional<Instant> certificateEnds() {
    return clients()
        .map(client -> client.path("certificate").path("notAfter").asString(""))
        .flatMap(text -> instant(text).stream())
        .min(Instant::compareTo);
  }

  static Optional<Instant> instant(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty(); // somebody edited the file
    }
  }

  /** The issuer of the certificate; empty if none was seen. */
  public Optional<String> issuer() {
    return clients()
        .map(client -> client.path("certificate").path("issuer").asString(""))
        .filter(text -> !text.isEmpty())
        .findFirst();
  }

  private Stream<JsonNode> clients() {
    return hop.path("visits").valueStream().flatMap(v -> v.path("clients").valueStream());
  }
}
