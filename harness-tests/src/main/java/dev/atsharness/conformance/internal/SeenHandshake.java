package dev.atsharness.conformance.internal;

import dev.atsharness.scenario.ClientDuty;
import dev.atsharness.scenario.ClientExpectation.Side;
import dev.atsharness.server.handshake.ClientHello;
import dev.atsharness.server.handshake.Negotiated;
import dev.atsharness.server.journal.JournalEntry;
import dev.atsharness.server.journal.SeenAlert;
import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.NamedGroup;
import dev.atsharness.tls.SignatureScheme;
import dev.atsharness.tls.TlsVersion;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A handshake that began with a ClientHello, as the server saw it.
 *
 * @param offered what the client offered, by the names of {@link ClientDuty#ifOffered}
 * @param answered whether the server chose something of the offer
 * @param finished whether the handshake was completed
 * @param requests whether the client sent a request
 * @param alertFrom who sent the first alert; empty if there was none
 * @param alert the RFC's name of that alert
 * @param lastMessage the last message of the client, if the journal says that
 */
public record SeenHandshake(
    Set<String> offered,
    boolean answered,
    boolean finished,
    boolean requests,
    Optional<Side> alertFrom,
    Optional<String> alert,
    Optional<String> lastMessage) {

  private static final String COMPLETED = "completed";

  /** The lists of names in the JSON form of a ClientHello. */
  private static final List<String> LISTS =
      List.of("supportedVersions", "cipherSuites", "groups", "signatureSchemes");

  public SeenHandshake {
    offered = Set.copyOf(offered);
  }

  /** Whether the client ended it with an alert. */
  boolean refusedByClient() {
    return alertFrom.equals(Optional.of(Side.CLIENT));
  }

  /** Whether the server found nothing in the client's offer that it accepts. */
  boolean nothingInCommon() {
    return alertFrom.equals(Optional.of(Side.SERVER)) && !answered;
  }

  static Optional<SeenHandshake> of(JournalEntry entry) {
    JournalEntry.Handshake seen = entry.handshake();
    return seen.clientHello()
        .map(
            hello ->
                new SeenHandshake(
                    offered(hello, seen.negotiated().filter(Negotiated::resumed).isPresent()),
                    seen.negotiated().isPresent(),
                    entry.outcome().label().equals(COMPLETED),
                    !entry.requests().isEmpty(),
                    seen.firstAlert().map(SeenAlert::sender),
                    seen.firstAlert().map(SeenAlert::name),
                    seen.lastClientMessage()));
  }

  private static Set<String> offered(ClientHello hello, boolean resumed) {
    Set<String> names = new HashSet<>();
    Arrays.stream(TlsVersion.values())
        .filter(hello::offers)
        .map(TlsVersion::label)
        .forEach(names::add);
    ClientHello.Offer offer = hello.offer();
    offer.cipherSuites().forEach(code -> names.add(CipherSuite.ofCode(code).name()));
    offer
        .groups()
        .forEach(code -> NamedGroup.ofCode(code).map(NamedGroup::label).ifPresent(names::add));
    offer
        .signatureSchemes()
        .forEach(
            code -> SignatureScheme.ofCode(code).map(SignatureScheme::label).ifPresent(names::add));
    addOthers(names, hello.extendedMasterSecret(), resumed);
    return names;
  }

  /** Reads it from an entry of the journal's JSON form. */
  static Optional<SeenHandshake> of(JsonNode entry) {
    JsonNode hello = entry.path("clientHello");
    if (!hello.isObject()) {
      return Optional.empty();
    }
    JsonNode negotiated = entry.path("negotiated");
    return Optional.of(
        new SeenHandshake(
            offered(hello, negotiated.path("resumed").asBoolean(false)),
            negotiated.isObject(),
            entry.path("outcome").asString("").equals(COMPLETED),
            !entry.path("requests").isEmpty(),
            text(entry.at("/firstAlert/sender"))
                .map(sender -> sender.equals(Side.CLIENT.label()) ? Side.CLIENT : Side.SERVER),
            text(entry.at("/firstAlert/name")),
            text(entry.path("lastClientMessage"))));
  }

  private static Set<String> offered(JsonNode hello, boolean resumed) {
    Set<String> names = new HashSet<>();
    if (hello.path("supportedVersions").isEmpty()) {
      String highest = hello.path("legacyVersion").asString("");
      Arrays.stream(TlsVersion.values())
          .map(TlsVersion::label)
          .filter(version -> version.compareTo(highest) <= 0)
          .forEach(names::add);
    }
    LISTS.forEach(list -> hello.path(list).forEach(name -> names.add(name.asString())));
    addOthers(names, hello.path("extendedMasterSecret").asBoolean(false), resumed);
    return names;
  }

  private static void addOthers(Set<String> names, boolean extendedMasterSecret, boolean resumed) {
    if (extendedMasterSecret) {
      names.add(ClientDuty.EXTENDED_MASTER_SECRET);
    }
    if (resumed) {
      names.add(ClientDuty.RESUMPTION);
    }
  }

  private static Optional<String> text(JsonNode node) {
    return Optional.of(node).filter(JsonNode::isString).map(JsonNode::asString);
  }
}
