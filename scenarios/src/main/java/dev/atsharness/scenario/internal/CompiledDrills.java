package dev.atsharness.scenario.internal;

import dev.atsharness.ats.Violation;
import dev.atsharness.scenario.Role;
import dev.atsharness.scenario.internal.DrillMaterial.Apps;
import dev.atsharness.scenario.internal.DrillMaterial.Functions;
import dev.atsharness.scenario.internal.DrillMaterial.Lines;
import dev.atsharness.scenario.internal.DrillMaterial.Noise;
import dev.atsharness.scenario.internal.DrillMaterial.Outsider;
import dev.atsharness.scenario.internal.DrillMaterial.Report;
import dev.atsharness.scenario.internal.DrillMaterial.Service;
import dev.atsharness.scenario.internal.DrillMaterial.Team;
import dev.atsharness.yaml.BadFileException;
import dev.atsharness.yaml.internal.Document;
import dev.atsharness.yaml.internal.Document.Section;
import dev.atsharness.yaml.internal.SchemaFiles;
import dev.atsharness.yaml.internal.SchemaFiles.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;

/** Writes and reads {@code drills.yaml} as a JSON resource, which only drills read. */
public final class CompiledDrills {
  private static final String FILE = "drills.yaml";
  private static final String VIOLATIONS = "violations";
  private static final String RESOURCE = "drills.json";

  private CompiledDrills() {}

  /**
   * Validates the file under the module directory and writes the resource.
   *
   * @param processes those to which Apple's requirements apply
   * @throws BadFileException if it cannot be used
   */
  public static void compile(Path module, Path target, List<SystemProcess> processes)
      throws IOException {
    Path file = module.resolve(FILE);
    Document document =
        new SchemaFiles()
            .read(SchemaFiles.bytes(file, file.toString()), file.toString(), Kind.DRILLS);
    if (document.problems().isEmpty()) {
      check(document, read(document), processes);
    }
    if (!document.problems().isEmpty()) {
      throw new BadFileException(document.problems());
    }
    Files.write(target.resolve(RESOURCE), JsonMapper.shared().writeValueAsBytes(document.root()));
  }

  static DrillMaterial load() {
    try (InputStream in =
        Objects.requireNonNull(CompiledDrills.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      return read(new Document(FILE, JsonMapper.shared().readTree(in)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the built-in drill material", e);
    }
  }

  private static void check(
      Document document, DrillMaterial material, List<SystemProcess> processes) {
    Section top = document.section();
    for (Violation violation : Violation.values()) {
      if (material.teams(violation).isEmpty()) {
        document.problem(top.at("teams"), violation + " has no team; it needs at least one");
      }
      if (violation != Violation.TLS_NOT_USED
          && !material.functions().byViolation().containsKey(violation)) {
        document.problem(
            top.section("functions").at(VIOLATIONS), "no function writes " + violation);
      }
    }
    for (Report report : material.reports()) {
      report
          .processes()
          .forEach(
              (platform, name) -> {
                if (!runs(processes, name, platform)) {
                  document.problem(top.at("reports"), unknownProcess(name, platform));
                }
              });
    }
    material
        .services()
        .forEach(
            (role, service) ->
                service
                    .processes()
                    .forEach(
                        (platform, names) ->
                            names.stream()
                                .filter(name -> !role.exempt() && !runs(processes, name, platform))
                                .forEach(
                                    name ->
                                        document.problem(
                                            top.section("services").at(role.label()),
                                            unknownProcess(name, platform)))));
    material.apps().outsiders().stream()
        .map(Outsider::process)
        .filter(name -> processes.stream().anyMatch(p -> p.name().equals(name)))
        .forEach(
            name ->
                document.problem(
                    top.at("outsiders"),
                    "'" + name + "' is in processes.yaml, so the requirements apply to it"));
  }

  private static String unknownProcess(String name, Platform platform) {
    return "processes.yaml has no process '" + name + "' on " + platform.label();
  }

  private static boolean runs(List<SystemProcess> processes, String name, Platform platform) {
    return processes.stream()
        .anyMatch(p -> p.name().equals(name) && p.platforms().contains(platform));
  }

  private static DrillMaterial read(Document document) {
    Section top = document.section();
    Section teams = top.section("teams");
    Section services = top.section("services");
    Map<Role, Service> byRole = new EnumMap<>(Role.class);
    services
        .keys()
        .forEach(
            key ->
                byRole.put(SettingKeys.constant(Role.class, key), service(services.section(key))));
    return new DrillMaterial(
        teams.keys().stream().map(id -> team(id, teams.section(id))).toList(),
        texts(top, "organisations"),
        Collections.unmodifiableMap(byRole),
        new Apps(
            top.sections("outsiders").stream()
                .map(one -> new Outsider(one.text("process", ""), one.text("host", "")))
                .toList(),
            texts(top, "app-hosts")),
        top.sections("reports").stream().map(CompiledDrills::report).toList(),
        texts(top, "apple-servers"),
        functions(top.section("functions")),
        new Lines(
            texts(top, "unknown-messages"),
            top.sections("noise").stream().map(CompiledDrills::noise).toList()));
  }

  private static Team team(String id, Section section) {
    return new Team(
        id, section.text("title", ""), section.text("else", ""), byViolation(section, "cures"));
  }

  private static Report report(Section section) {
    Section processes = section.section("processes");
    Map<Platform, String> byPlatform = new EnumMap<>(Platform.class);
    processes.keys().forEach(key -> byPlatform.put(Platform.ofLabel(key), processes.text(key, "")));
    return new Report(
        section.value("service", text -> SettingKeys.constant(Role.class, text), Role.MDM),
        texts(section, "hosts"),
        Collections.unmodifiableMap(byPlatform),
        section.text("path", ""),
        section.text("message", ""),
        section.text("else", ""));
  }

  private static Functions functions(Section section) {
    Map<String, String> byUse = new LinkedHashMap<>();
    section.keys().stream()
        .filter(key -> !key.equals(VIOLATIONS))
        .forEach(key -> byUse.put(key, section.text(key, "")));
    return new Functions(Collections.unmodifiableMap(byUse), byViolation(section, VIOLATIONS));
  }

  private static Map<Violation, String> byViolation(Section section, String key) {
    Map<Violation, String> texts = new EnumMap<>(Violation.class);
    section.texts(key).forEach((code, text) -> texts.put(Violation.ofCode(code), text));
    return Collections.unmodifiableMap(texts);
  }

  private static Service service(Section section) {
    Section processes = section.section("processes");
    Map<Platform, List<String>> byPlatform = new EnumMap<>(Platform.class);
    processes.keys().forEach(key -> byPlatform.put(Platform.ofLabel(key), texts(processes, key)));
    return new Service(
        section.text("title", ""),
        texts(section, "hosts"),
        section.text("path", ""),
        Optional.ofNullable(section.text("note", null)),
        Collections.unmodifiableMap(byPlatform));
  }

  private static Noise noise(Section section) {
    return new Noise(
        section.text("process", ""),
        section.text("sender", ""),
        section.text("subsystem", ""),
        section.text("category", ""),
        section.text("level", ""),
        Set.copyOf(section.list("platforms", Platform::ofLabel, List.of(Platform.values()))),
        Optional.ofNullable(section.text("decoy", null)),
        texts(section, "messages"));
  }

  private static List<String> texts(Section section, String key) {
    return section.list(key, Function.identity(), List.of());
  }
}
