package dev.atsharness.server.journal.internal;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.server.handshake.ClientHello;
import dev.atsharness.server.handshake.Negotiated;
import dev.atsharness.server.handshake.internal.Excerpt;
import dev.atsharness.server.internal.tls.ClientFingerprints;
import dev.atsharness.server.journal.HttpExchange;
import dev.atsharness.server.journal.Journal;
import dev.atsharness.server.journal.JournalEntry;
import dev.atsharness.server.journal.SeenAlert;
import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.NamedGroup;
import dev.atsharness.tls.SignatureScheme;
import dev.atsharness.tls.TlsVersion;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON form of journal entries. Text from clients is escaped to ASCII. A list or text that was
 * cut ends with {@code ... and N more}; {@code clientHello.omitted} has the numbers.
 */
public final class JournalJson {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private static final Map<Integer, String> VERSIONS =
      names(TlsVersion.values(), TlsVersion::code, TlsVersion::label);

  private static final Map<Integer, String> SCHEMES =
      names(SignatureScheme.values(), SignatureScheme::code, SignatureScheme::label);

  private static final Map<Integer, String> GROUPS =
      names(NamedGroup.values(), NamedGroup::code, NamedGroup::label);

  private final ClientFingerprints clients;

  /**
   * @param clients recognise the client profiles that an entry looks like
   */
  public JournalJson(ClientFingerprints clients) {
    this.clients = clients;
  }

  /** The entries as a JSON document. */
  public String write(Journal.Reading reading) {
    StringWriter out = new StringWriter();
    try (JsonGenerator to = generator(out)) {
      List<JournalEntry> entries = reading.entries();
      begin(
          to,
          reading.revision(),
          entries.isEmpty() ? reading.dropped() : entries.get(entries.size() - 1).sequence());
      entries.forEach(entry -> writeEntry(to, entry));
      end(to, reading.dropped());
    }
    return out + "\n";
  }

  /**
   * A journal's entries as a JSON document, in pieces of about {@value JournalPieces#PIECE} bytes.
   * Each piece is made on request, so that a slow reader needs little memory. An entry that the
   * journal drops meanwhile is left out, and counted in {@code dropped}, which comes last.
   *
   * @param revision entries that have not changed since then are left out; 0 for everything
   * @param sequence entries up to this one are left out
   * @param scenario id of the only scenario wanted; empty for all
   */
  public Iterator<ByteBuffer> pieces(
      Journal journal, long revision, long sequence, Optional<String> scenario) {
    return new JournalPieces(this, journal, revision, sequence, scenario);
  }

  static JsonGenerator generator(Writer out) {
    return MAPPER.writerWithDefaultPrettyPrinter().createGenerator(out);
  }

  /**
   * @param newest sequence number of the journal's newest entry, which the document may leave out
   */
  static void begin(JsonGenerator to, long revision, long newest) {
    to.writeStartObject();
    to.writeNumberProperty("revision", revision);
    to.writeNumberProperty("newest", newest);
    to.writeArrayPropertyStart("entries");
  }

  static void end(JsonGenerator to, long dropped) {
    to.writeEndArray();
    to.writeNumberProperty("dropped", dropped);
    to.writeEndObject();
  }

  void writeEntry(JsonGenerator to, JournalEntry entry) {
    to.writeStartObject();
    to.writeNumberProperty("sequence", entry.sequence());
    text(to, "scenario", entry.scenario());
    JournalEntry.Connection connection = entry.connection();
    to.writeNumberProperty("localPort", connection.localPort());
    to.writeStringProperty("client", connection.client().getAddress().getHostAddress());
    to.writeNumberProperty("clientPort", connection.client().getPort());
    to.writeStringProperty("start", connection.start().toString());
    to.writeNumberProperty("durationMicros", connection.duration().toNanos() / 1000);
    to.writeStringProperty("outcome", entry.outcome().label());
    JournalEntry.Handshake handshake = entry.handshake();
    text(to, "reason", handshake.reason());
    text(to, "lastClientMessage", handshake.lastClientMessage());
    part(to, "firstAlert", handshake.firstAlert(), JournalJson::writeAlert);
    part(to, "negotiated", handshake.negotiated(), JournalJson::writeNegotiated);
    to.writeArrayPropertyStart("requests");
    entry.requests().forEach(request -> writeRequest(to, request));
    to.writeEndArray();
    to.writeNumberProperty("omittedRequests", entry.omittedRequests());
    part(to, "clientHello", handshake.clientHello(), JournalJson::writeHello);
    to.writeArrayPropertyStart("looksLike");
    handshake.clientHello().map(clients::like).orElse(List.of()).stream()
        .map(ClientProfile::id)
        .forEach(to::writeString);
    to.writeEndArray();
    to.writeEndObject();
  }

  private static void text(JsonGenerator to, String name, Optional<String> value) {
    if (value.isPresent()) {
      to.writeStringProperty(name, value.get());
    } else {
      to.writeNullProperty(name);
    }
  }

  private static <T> void part(
      JsonGenerator to, String name, Optional<T> value, BiConsumer<JsonGenerator, T> write) {
    if (value.isPresent()) {
      to.writeObjectPropertyStart(name);
      write.accept(to, value.get());
      to.writeEndObject();
    } else {
      to.writeNullProperty(name);
    }
  }

  private static void writeAlert(JsonGenerator to, SeenAlert alert) {
    to.writeStringProperty("sender", alert.sender().label());
    to.writeNumberProperty("level", alert.level());
    to.writeNumberProperty("code", alert.code());
    to.writeStringProperty("name", alert.name());
  }

  private static void writeNegotiated(JsonGenerator to, Negotiated values) {
    to.writeStringProperty("version", values.version().label());
    to.writeStringProperty("cipherSuite", values.cipherSuite().name());
    to.writeBooleanProperty("resumed", values.resumed());
    to.writeBooleanProperty("extendedMasterSecret", values.extendedMasterSecret());
    text(to, "handshakeSignature", values.handshakeSignature().map(SignatureScheme::label));
    text(to, "group", values.group().map(NamedGroup::label));
    text(to, "alpn", values.alpn());
  }

  private static void writeRequest(JsonGenerator to, HttpExchange request) {
    to.writeStartObject();
    to.writeStringProperty("method", request.method());
    to.writeStringProperty("path", request.path());
    to.writeStringProperty("host", request.host());
    to.writeNumberProperty("status", request.status());
    if (request.sent().isEmpty()) {
      to.writeNullProperty("sent");
    } else {
      to.writePOJOProperty("sent", request.sent());
    }
    to.writeEndObject();
  }

  private static void writeHello(JsonGenerator to, ClientHello hello) {
    to.writeStringProperty("ja4", hello.ja4());
    text(to, "serverName", hello.serverName());
    to.writeStringProperty("legacyVersion", version(hello.raw().legacyVersion()));
    codes(to, hello, "supportedVersions", hello.offer().supportedVersions(), JournalJson::version);
    codes(
        to, hello, "cipherSuites", hello.offer().cipherSuites(), c -> CipherSuite.ofCode(c).name());
    codes(to, hello, "signatureSchemes", hello.offer().signatureSchemes(), JournalJson::scheme);
    codes(
        to,
        hello,
        "certificateSignatureSchemes",
        hello.offer().certificateSignatureSchemes(),
        JournalJson::scheme);
    codes(to, hello, "groups", hello.offer().groups(), JournalJson::group);
    codes(to, hello, "keyShareGroups", hello.offer().keyShareGroups(), JournalJson::group);
    list(to, hello, "alpn", hello.offer().alpn(), JsonGenerator::writeString);
    to.writeBooleanProperty("extendedMasterSecret", hello.extendedMasterSecret());
    to.writeBooleanProperty("secureRenegotiation", hello.secureRenegotiation());
    list(
        to,
        hello,
        "extensions",
        hello.raw().extensions(),
        (out, one) -> out.writeNumber(one.type()));
    int bytes = hello.omitted("messageBytes");
    to.writeStringProperty(
        "message",
        bytes == 0 ? hello.raw().message() : hello.raw().message() + Excerpt.more(bytes, "byte"));
    if (hello.omitted().isPresent()) {
      to.writeObjectPropertyStart("omitted");
      hello.omitted().get().counts().forEach(to::writeNumberProperty);
      to.writeEndObject();
    }
  }

  /**
   * Writes a list of names directly: a hostile client can cause a quarter of a million of them.
   * They are the registries' names, so nothing needs to be escaped.
   */
  private static void codes(
      JsonGenerator to,
      ClientHello hello,
      String part,
      List<Integer> codes,
      IntFunction<String> name) {
    StringBuilder list = new StringBuilder(16 * codes.size() + 32).append('[');
    for (int code : codes) {
      list.append(list.length() == 1 ? "\"" : ", \"").append(name.apply(code)).append('"');
    }
    int more = hello.omitted(part);
    if (more > 0) {
      list.append(", \"").append(Excerpt.more(more)).append('"');
    }
    to.writeName(part);
    to.writeRawValue(list.append(']').toString());
  }

  /**
   * Writes a list. A list that was cut says so at its end, where a reader of the list cannot miss
   * it.
   */
  private static <T> void list(
      JsonGenerator to,
      ClientHello hello,
      String part,
      List<T> values,
      BiConsumer<JsonGenerator, T> write) {
    to.writeArrayPropertyStart(part);
    values.forEach(value -> write.accept(to, value));
    int more = hello.omitted(part);
    if (more > 0) {
      to.writeString(Excerpt.more(more));
    }
    to.writeEndArray();
  }

  private static String version(int code) {
    return named(VERSIONS, code);
  }

  private static String scheme(int code) {
    return named(SCHEMES, code);
  }

  private static String group(int code) {
    return named(GROUPS, code);
  }

  private static String named(Map<Integer, String> names, int code) {
    String name = names.get(code);
    return name == null ? "0x" + HEX.toHexDigits(code, 4) : name;
  }

  private static <T> Map<Integer, String> names(
      T[] values, Function<T, Integer> code, Function<T, String> label) {
    return Arrays.stream(values).collect(Collectors.toUnmodifiableMap(code, label));
  }
}
