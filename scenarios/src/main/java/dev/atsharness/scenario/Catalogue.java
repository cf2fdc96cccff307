package dev.atsharness.scenario;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.ats.ClientProfile.Mode;
import dev.atsharness.ats.OsRelease;
import dev.atsharness.scenario.internal.CatalogueLoader;
import dev.atsharness.scenario.internal.ClientProfiles;
import dev.atsharness.scenario.internal.CompiledCatalogue;
import dev.atsharness.scenario.internal.Glob;
import dev.atsharness.scenario.internal.Releases;
import dev.atsharness.yaml.BadFileException;
import dev.atsharness.yaml.internal.NearNames;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A set of scenarios, and the client profiles that their ground truth names. Immutable. */
public final class Catalogue {
  private final Map<String, Scenario> scenarios;
  private final Map<String, ClientProfile> profiles;
  private final Releases releases;
  private final String sha256;

  public Catalogue(
      Map<String, Scenario> scenarios,
      Map<String, ClientProfile> profiles,
      Releases releases,
      String sha256) {
    this.scenarios = Collections.unmodifiableMap(new TreeMap<>(scenarios));
    this.profiles = Collections.unmodifiableMap(new LinkedHashMap<>(profiles));
    this.releases = releases;
    this.sha256 = sha256;
  }

  /** The catalogue that ships with the harness; it was validated when the harness was built. */
  public static Catalogue builtIn() {
    return CompiledCatalogue.load();
  }

  /**
   * The client profiles and releases of the built-in catalogue. Its scenarios, which take longer to
   * read, are left out.
   */
  public static Catalogue ofClients() {
    return CompiledCatalogue.loadClients();
  }

  /**
   * This catalogue with the scenarios of a directory added; one with the same id replaces a
   * built-in one.
   *
   * @throws BadFileException if any file cannot be used; nothing is loaded then
   */
  public Catalogue with(Path directory) {
    return new CatalogueLoader(this).load(directory);
  }

  /**
   * The scenarios whose id matches one of the patterns, and those to which they lead; {@code *}
   * stands for any characters.
   *
   * @throws IllegalArgumentException if a pattern matches none; the message names the nearest ids
   */
  public Catalogue only(Collection<String> patterns) {
    Map<String, Scenario> chosen = new TreeMap<>();
    for (String pattern : patterns) {
      Glob glob = new Glob(pattern);
      List<String> matching = scenarios.keySet().stream().filter(glob::matches).toList();
      if (matching.isEmpty()) {
        throw new IllegalArgumentException(
            "no scenario matches '"
                + pattern
                + "'"
                + NearNames.hint(pattern, scenarios.keySet())
                + "; 'ats-harness list' shows the ids");
      }
      matching.forEach(id -> chosen.put(id, scenarios.get(id)));
    }
    for (Scenario one : List.copyOf(chosen.values())) {
      one.settings().http().leadsTo().ifPresent(next -> chosen.put(next, scenario(next)));
    }
    return new Catalogue(chosen, profiles, releases, sha256);
  }

  /** All scenarios, by id. */
  public List<Scenario> scenarios() {
    return List.copyOf(scenarios.values());
  }

  /**
   * The scenario with this id.
   *
   * @throws IllegalArgumentException if there is none; the message names the nearest ones
   */
  public Scenario scenario(String id) {
    Scenario scenario = scenarios.get(id);
    if (scenario == null) {
      throw NearNames.unknown("scenario", id, List.copyOf(scenarios.keySet()));
    }
    return scenario;
  }

  /** All client profiles. */
  public List<ClientProfile> profiles() {
    return List.copyOf(profiles.values());
  }

  /** The OS releases. */
  public Releases releases() {
    return releases;
  }

  /** The system processes of each release as Apple delivers them, the oldest first. */
  public List<ClientProfile> devices() {
    return profiles.values().stream()
        .filter(profile -> profile.enforcement().logs())
        .filter(profile -> profile.enforcement().verifiesTrust())
        .filter(ClientProfiles::hasKind)
        .sorted(Comparator.comparing(ClientProfile::release))
        .toList();
  }

  /** The device for which the ground truth of scanners is stated. It only warns. */
  public ClientProfile reference() {
    return device(releases.reference());
  }

  /** The device of the newest release that enforces Apple's requirements. */
  public ClientProfile enforcing() {
    return device(releases.newest(Mode.ENFORCE));
  }

  private ClientProfile device(OsRelease release) {
    return devices().stream()
        .filter(device -> device.release().equals(release))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no client file for " + release));
  }

  /**
   * The client profile with this id. That of a release that is not listed is taken from its nearest
   * predecessor.
   *
   * @throws IllegalArgumentException if there is none; the message lists the known ones
   */
  public ClientProfile profile(String id) {
    return new ClientProfiles(profiles, releases)
        .named(id)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no client profile '" + id + "'; known: " + profiles.keySet()));
  }

  /**
   * The profile whose ground truth applies to a client: its own, or that of the nearest predecessor
   * if its release is not listed.
   */
  public ClientProfile stated(ClientProfile client) {
    return new ClientProfiles(profiles, releases).nearest(client);
  }

  /** SHA-256, in hex, over all files that make up the catalogue. */
  public String sha256() {
    return sha256;
  }

  public Map<String, ClientProfile> profilesById() {
    return profiles;
  }

  public Map<String, Scenario> scenariosById() {
    return scenarios;
  }
}
