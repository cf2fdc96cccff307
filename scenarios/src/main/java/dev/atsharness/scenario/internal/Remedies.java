package dev.atsharness.scenario.internal;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * What the owner of a server can do about each cause that a visit finds, where no violation code
 * says it. Immutable.
 */
public final class Remedies {
  private final Map<String, String> refusals;
  private final Map<String, String> distrust;
  private final Map<String, String> network;
  private final Map<String, String> journey;

  Remedies(JsonNode json) {
    this.refusals = texts(json.get("refusals"));
    this.distrust = texts(json.get("distrust"));
    this.network = texts(json.get("network"));
    this.journey = texts(json.get("journey"));
  }

  /** The remedies that ship with the harness; they were validated when the harness was built. */
  public static Remedies builtIn() {
    return CompiledRules.loadRemedies();
  }

  /** Of a cause why a server and a client do not come together, for example {@code plain-http}. */
  public Optional<String> ofRefusal(String cause) {
    return Optional.ofNullable(refusals.get(cause));
  }

  /** Of a reason why a certificate is not trusted, for example {@code expired}. */
  public Optional<String> ofDistrust(String reason) {
    return Optional.ofNullable(distrust.get(reason));
  }

  /** Of what the network did to a connection, for example {@code refused}. */
  public Optional<String> ofNetwork(String what) {
    return Optional.ofNullable(network.get(what));
  }

  /** Of a reason why what a URL leads to was not seen, for example {@code redirect-loop}. */
  public Optional<String> ofJourney(String trouble) {
    return Optional.ofNullable(journey.get(trouble));
  }

  private static Map<String, String> texts(JsonNode section) {
    return section.properties().stream()
        .collect(
            Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> entry.getValue().asString()));
  }
}
