package dev.atsharness.scenario.internal;

import dev.atsharness.ats.Violation;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.ClientExpectation.Side;
import dev.atsharness.scenario.Scenario;
import dev.atsharness.scenario.internal.DeviceResult.Line;
import dev.atsharness.scenario.internal.DeviceResult.Outcome;
import dev.atsharness.yaml.BadFileException;
import dev.atsharness.yaml.internal.Document;
import dev.atsharness.yaml.internal.Document.Section;
import dev.atsharness.yaml.internal.NearNames;
import dev.atsharness.yaml.internal.Problem;
import dev.atsharness.yaml.internal.SchemaFiles;
import dev.atsharness.yaml.internal.SchemaFiles.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * What real devices showed: the files of {@code evidence/}, one for each run of {@code log check
 * --contribute}. A file that contradicts the catalogue cannot be used until the catalogue or the
 * file is corrected. A scenario that a device confirms has the grade {@code device-verified}.
 */
public final class DeviceEvidence {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Map<String, List<String>> confirmed;
  private final List<String> news;

  private DeviceEvidence(Map<String, List<String>> confirmed, List<String> news) {
    this.confirmed = Collections.unmodifiableMap(confirmed);
    this.news = List.copyOf(news);
  }

  /**
   * Reads a directory and compares each entry with a catalogue.
   *
   * @param directory need not exist
   * @throws BadFileException if a file does not fit the schema, names an unknown scenario or
   *     release, or contradicts the catalogue
   */
  public static DeviceEvidence read(Path directory, Catalogue catalogue) throws IOException {
    Map<String, List<String>> confirmed = new TreeMap<>();
    List<String> news = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (Path file : yamlFiles(directory)) {
      String name = file.toString();
      Entries entries = entries(SchemaFiles.bytes(file, name), name, catalogue);
      problems.addAll(entries.document.problems());
      for (DeviceResult result : entries.results) {
        EvidenceCheck check = EvidenceCheck.of(result, entries.device, catalogue);
        check.news().forEach(text -> news.add(name + ": " + text));
        if (check.confirms()) {
          confirmed
              .computeIfAbsent(result.scenario(), id -> new ArrayList<>())
              .add(entries.device.described());
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new BadFileException(problems);
    }
    return new DeviceEvidence(confirmed, news);
  }

  /**
   * The problems of a file, contradictions of the catalogue included.
   *
   * @param name the file's name in the problems
   */
  public static List<Problem> check(String yaml, String name, Catalogue catalogue) {
    return entries(yaml.getBytes(StandardCharsets.UTF_8), name, catalogue).document.problems();
  }

  /** The devices that confirm each scenario, by the scenario's id. */
  public Map<String, List<String>> confirmed() {
    return confirmed;
  }

  /** What devices showed and the catalogue calls unknown, a line each. */
  public List<String> news() {
    return news;
  }

  /** The catalogue, in which each scenario has the devices that confirm it. */
  Catalogue graded(Catalogue catalogue) {
    Map<String, Scenario> scenarios = new TreeMap<>(catalogue.scenariosById());
    confirmed.forEach(
        (id, devices) -> scenarios.computeIfPresent(id, (key, s) -> s.seenOn(devices)));
    return new Catalogue(
        scenarios, catalogue.profilesById(), catalogue.releases(), catalogue.sha256());
  }

  /**
   * The text of a file.
   *
   * @param results at least one
   */
  public static String text(TestedDevice device, List<DeviceResult> results) {
    StringBuilder yaml = new StringBuilder();
    yaml.append("# yaml-language-server: $schema=../schema/evidence.schema.json\n");
    yaml.append("device:\n");
    line(yaml, 2, "os", device.os());
    line(yaml, 2, "release", quoted(device.release()));
    device.build().ifPresent(build -> line(yaml, 2, "build", quoted(build)));
    device.model().ifPresent(model -> line(yaml, 2, "model", quoted(model)));
    line(yaml, 0, "date", quoted(device.date()));
    line(yaml, 0, "log", device.log());
    yaml.append("scenarios:\n");
    results.forEach(result -> append(yaml, result));
    return yaml.toString();
  }

  private static void append(StringBuilder yaml, DeviceResult result) {
    yaml.append("  ").append(result.scenario()).append(":\n");
    result.outcome().ifPresent(outcome -> line(yaml, 4, "outcome", outcome.label()));
    result.refusedBy().ifPresent(side -> line(yaml, 4, "refused-by", side.label()));
    result.alert().ifPresent(alert -> line(yaml, 4, "alert", alert));
    if (result.lines().isEmpty()) {
      line(yaml, 4, "logs", "[]");
      return;
    }
    yaml.append("    logs:\n");
    for (Line written : result.lines()) {
      line(yaml, 6, "- code", written.code());
      line(yaml, 8, "message", quoted(written.message()));
      if (!written.processes().isEmpty()) {
        line(
            yaml,
            8,
            "processes",
            written.processes().stream().map(DeviceEvidence::quoted).toList().toString());
      }
    }
  }

  private static void line(StringBuilder yaml, int indent, String key, String value) {
    yaml.append(" ".repeat(indent)).append(key).append(": ").append(value).append('\n');
  }

  /** A text in the form of JSON, which is also one of YAML's. */
  private static String quoted(String text) {
    return JSON.writeValueAsString(text);
  }

  /** A file that was read, and its entries as far as they can be used. */
  private record Entries(Document document, TestedDevice device, List<DeviceResult> results) {}

  private static Entries entries(byte[] yaml, String name, Catalogue catalogue) {
    Document document = new SchemaFiles().read(yaml, name, Kind.EVIDENCE);
    Section top = document.section();
    Section kind = top.section("device");
    TestedDevice device =
        new TestedDevice(
            kind.text("os", ""),
            kind.text("release", ""),
            Optional.ofNullable(kind.text("build", null)),
            Optional.ofNullable(kind.text("model", null)),
            top.text("date", ""),
            top.text("log", ""));
    if (!document.problems().isEmpty() || !usable(document, device, catalogue)) {
      return new Entries(document, device, List.of());
    }
    List<DeviceResult> results = new ArrayList<>();
    Section scenarios = top.section("scenarios");
    for (String id : scenarios.keys()) {
      if (!catalogue.scenariosById().containsKey(id)) {
        document.problem(
            scenarios.at(id),
            "there is no scenario '"
                + id
                + "'"
                + NearNames.hint(id, catalogue.scenariosById().keySet()));
        continue;
      }
      DeviceResult result = result(id, scenarios.section(id), document);
      results.add(result);
      EvidenceCheck.of(result, device, catalogue)
          .contradictions()
          .forEach(
              text ->
                  document.problem(
                      scenarios.at(id), "a device contradicts the catalogue: " + text));
    }
    return new Entries(document, device, results);
  }

  private static boolean usable(Document document, TestedDevice device, Catalogue catalogue) {
    Section top = document.section();
    try {
      LocalDate.parse(device.date());
    } catch (DateTimeException e) {
      document.problem(top.at("date"), "date: there is no day " + device.date());
    }
    try {
      ClientProfiles.system(catalogue, device.release());
    } catch (IllegalArgumentException e) {
      document.problem(top.section("device").at("release"), "release: " + e.getMessage());
    }
    return document.problems().isEmpty();
  }

  private static DeviceResult result(String id, Section entry, Document document) {
    List<Line> lines = new ArrayList<>();
    for (Section line : entry.sections("logs")) {
      List<String> processes = line.list("processes", name -> name, List.of());
      processes.stream()
          .filter(name -> SystemProcess.all().stream().noneMatch(p -> p.name().equals(name)))
          .forEach(
              name ->
                  document.problem(
                      line.at("processes"), "processes.yaml has no process '" + name + "'"));
      lines.add(
          new Line(
              line.value("code", DeviceEvidence::violation, Optional.empty()),
              line.text("message", ""),
              processes));
    }
    if (lines.isEmpty() && !entry.has("outcome")) {
      document.problem(
          entry.node(), "needs an outcome or a message; without both it shows nothing");
    }
    return new DeviceResult(
        id,
        Optional.ofNullable(
            entry.value("outcome", name -> SettingKeys.constant(Outcome.class, name), null)),
        Optional.ofNullable(
            entry.value("refused-by", name -> SettingKeys.constant(Side.class, name), null)),
        Optional.ofNullable(entry.text("alert", null)),
        lines);
  }

  private static Optional<Violation> violation(String code) {
    return code.equals(DeviceResult.UNKNOWN)
        ? Optional.empty()
        : Optional.of(Violation.ofCode(code));
  }

  private static List<Path> yamlFiles(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }
}
