package dev.atsharness.scenario.internal;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.Scenario;
import dev.atsharness.yaml.internal.Document;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The built-in catalogue as a JSON resource, and its client profiles as another. The build
 * validates the YAML files and writes them; start-up is short because it reads a checked file
 * instead of hundreds of unchecked ones.
 */
public final class CompiledCatalogue {
  private static final String RESOURCE = "catalogue.json";
  private static final String CLIENTS = "clients.json";
  private static final String CONFIRMED = "confirmed";

  private CompiledCatalogue() {}

  /**
   * The build runs this. It validates everything under the module directory and writes the
   * resource.
   *
   * @param arguments the directory that holds {@code sources.yaml}, {@code catalog}, {@code
   *     clients}, {@code releases}, {@code rules}, {@code fixes} and {@code evidence}; the
   *     directory of compiled classes
   */
  public static void main(String[] arguments) throws IOException {
    Path module = Path.of(arguments[0]);
    Path target =
        Path.of(arguments[1], CompiledCatalogue.class.getPackageName().replace('.', '/'), RESOURCE);
    Path catalog = module.resolve("catalog");
    Path clients = module.resolve("clients");
    CompiledSources sources = CompiledSources.compile(module, target.getParent());
    Releases releases = CompiledReleases.compile(module, target.getParent(), sources);
    Catalogue profiles =
        new CatalogueLoader(new Catalogue(Map.of(), Map.of(), releases, ""), sources::check)
            .loadProfiles(clients, sources.sources());
    Catalogue catalogue = new CatalogueLoader(profiles, sources::check).load(catalog);
    YAMLMapper yaml = new YAMLMapper();
    ObjectNode json = yaml.createObjectNode().put("sha256", catalogue.sha256());
    ObjectNode profilesJson = yaml.createObjectNode();
    for (ClientProfile profile : catalogue.profiles()) {
      Path file = clients.resolve(profile.id() + ".yaml");
      if (Files.exists(file)) { // the file of another release serves for the others
        profilesJson.set(profile.id(), yaml.readTree(file));
        profile
            .release()
            .note()
            .ifPresent(note -> System.err.println("note: " + file + ": " + note));
      }
    }
    ObjectNode scenariosJson = json.putObject("scenarios");
    for (Scenario scenario : catalogue.scenarios()) {
      scenariosJson.set(scenario.id(), yaml.readTree(catalog.resolve(scenario.id() + ".yaml")));
    }
    CompiledRules.compile(module, target.getParent(), sources);
    sources.requireAllUsed();
    CompiledDrills.compile(module, target.getParent(), SystemProcess.all());
    DeviceEvidence evidence = DeviceEvidence.read(module.resolve("evidence"), catalogue);
    evidence.news().forEach(text -> System.err.println("note: " + text));
    ObjectNode confirmed = json.putObject(CONFIRMED);
    evidence
        .confirmed()
        .forEach(
            (id, devices) -> {
              ArrayNode all = confirmed.putArray(id);
              devices.forEach(all::add);
            });
    Files.write(target, new JsonMapper().writeValueAsBytes(json));
    Files.write(target.resolveSibling(CLIENTS), new JsonMapper().writeValueAsBytes(profilesJson));
    if (arguments.length > 2 && arguments[2].equals("write")) {
      Files.writeString(
          module.resolve("README.md"),
          CataloguePage.renewed(module, evidence.graded(catalogue), Rules.builtIn()));
    }
  }

  public static Catalogue load() {
    JsonNode json = json(RESOURCE);
    Catalogue clients = loadClients();
    Map<String, Scenario> scenarios = new TreeMap<>();
    json.get("scenarios")
        .properties()
        .forEach(
            entry ->
                scenarios.put(
                    entry.getKey(),
                    ScenarioReader.read(
                        entry.getKey(), new Document(entry.getKey(), entry.getValue()))));
    json.get(CONFIRMED)
        .properties()
        .forEach(
            entry ->
                scenarios.computeIfPresent(
                    entry.getKey(),
                    (id, scenario) ->
                        scenario.seenOn(
                            entry.getValue().valueStream().map(JsonNode::asString).toList())));
    return new Catalogue(
        scenarios, clients.profilesById(), clients.releases(), json.get("sha256").asString());
  }

  /** Reads the catalogue without the scenarios. */
  public static Catalogue loadClients() {
    Releases releases = Releases.builtIn();
    Sources sources = Sources.builtIn();
    Map<String, ClientProfile> profiles = new LinkedHashMap<>();
    json(CLIENTS)
        .properties()
        .forEach(
            entry ->
                profiles.put(
                    entry.getKey(),
                    ProfileReader.read(
                        entry.getKey(),
                        new Document(entry.getKey(), entry.getValue()),
                        releases,
                        sources)));
    return new Catalogue(
        Map.of(), new ClientProfiles(profiles, releases).withEveryRelease(), releases, "");
  }

  private static JsonNode json(String resource) {
    try (InputStream in =
        Objects.requireNonNull(CompiledCatalogue.class.getResourceAsStream(resource), resource)) {
      return new JsonMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the built-in catalogue", e);
    }
  }
}
