package dev.atsharness.scenario.internal;

import dev.atsharness.yaml.internal.Document;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * What the owner of a server can do about each cause that a visit finds, except violations, whose
 * rules have the remedy. Immutable.
 */
public final class Remedies {

  /** The fixes that TLS 1.3 makes unnecessary. */
  private static final Set<String> TLS_SETTINGS =
      Set.of("cipher-suites", "extended-master-secret", "protocol-versions", "handshake-signature");

  private static final String ALL_TLS_SETTINGS = "tls-settings";

  private final Map<String, String> refusals;
  private final Map<String, String> fixes;
  private final Map<String, String> joint;
  private final Map<String, String> distrust;
  private final Map<String, String> network;
  private final Map<String, String> journey;
  private final String inspected;
  private final List<String> inspectionProducts;

  Remedies(JsonNode json) {
    this.refusals = texts(json.get("refusals"));
    this.fixes = texts(json.get("fixes"));
    this.joint = texts(json.get("joint"));
    this.distrust = texts(json.get("distrust"));
    this.network = texts(json.get("network"));
    this.journey = texts(json.get("journey"));
    JsonNode inspection = json.get("inspection");
    this.inspected = inspection.get("responsibility").asString();
    this.inspectionProducts =
        inspection.get("products").valueStream().map(JsonNode::asString).toList();
  }

  /** The remedies that ship with the harness; they were validated when the harness was built. */
  public static Remedies builtIn() {
    return CompiledRules.loadRemedies();
  }

  /**
   * The remedy for a cause why a server and a client do not connect, for example {@code
   * plain-http}.
   */
  public Optional<String> ofRefusal(String cause) {
    return Optional.ofNullable(refusals.get(cause));
  }

  /** The id of the {@link Fix} that removes a cause why a server and a client do not connect. */
  public Optional<String> fixOf(String cause) {
    return Optional.ofNullable(fixes.get(cause));
  }

  /**
   * The one remedy for several faults.
   *
   * @param ids the fixes of the faults, each once
   * @return empty if each fault needs a remedy of its own
   */
  public Optional<String> joint(Collection<String> ids) {
    if (ids.size() == 1) {
      return ids.stream().findFirst().map(joint::get);
    }
    return TLS_SETTINGS.containsAll(ids)
        ? Optional.of(joint.get(ALL_TLS_SETTINGS))
        : Optional.empty();
  }

  /** True if faults with these fixes can have one remedy. */
  public static boolean isTlsSetting(String fix) {
    return TLS_SETTINGS.contains(fix);
  }

  /**
   * Notes each fix of a cause that has no remedy, and each that does not exist.
   *
   * @param fixes the ids of all fixes
   */
  static void check(Document file, Collection<String> fixes) {
    Document.Section section = file.section().section("fixes");
    List<String> causes = file.section().section("refusals").keys();
    for (String fix : file.section().section("joint").keys()) {
      if (!fixes.contains(fix) && !fix.equals(ALL_TLS_SETTINGS)) {
        file.problem(file.section().section("joint").at(fix), "no fix '" + fix + "'");
      }
    }
    for (String cause : section.keys()) {
      if (!causes.contains(cause)) {
        file.problem(section.at(cause), "'" + cause + "' is not under 'refusals'");
      }
      if (!fixes.contains(section.text(cause, ""))) {
        file.problem(
            section.at(cause), "no fix '" + section.text(cause, "") + "'; known: " + fixes);
      }
    }
  }

  /** The remedy for a reason why a certificate is not trusted, for example {@code expired}. */
  public Optional<String> ofDistrust(String reason) {
    return Optional.ofNullable(distrust.get(reason));
  }

  /** The remedy for what the network did to a connection, for example {@code refused}. */
  public Optional<String> ofNetwork(String what) {
    return Optional.ofNullable(network.get(what));
  }

  /**
   * The remedy for a reason why the next hops of a URL were not seen, for example {@code
   * redirect-loop}.
   */
  public Optional<String> ofJourney(String trouble) {
    return Optional.ofNullable(journey.get(trouble));
  }

  /** What it means that an inspection proxy presents its own certificate, and the remedy. */
  public String ofInspection() {
    return inspected;
  }

  /**
   * Words in the issuer names that inspection products use by default. They are a hint and not a
   * proof.
   */
  public List<String> inspectionProducts() {
    return inspectionProducts;
  }

  private static Map<String, String> texts(JsonNode section) {
    return section.properties().stream()
        .collect(
            Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> entry.getValue().asString()));
  }
}
