package dev.atsharness.scenario.internal;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.Scenario;
import dev.atsharness.yaml.BadFileException;
import dev.atsharness.yaml.internal.Document;
import dev.atsharness.yaml.internal.Problem;
import dev.atsharness.yaml.internal.SchemaFiles;
import dev.atsharness.yaml.internal.SchemaFiles.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Loads directories of scenario files on top of a catalogue: schema, meaning, and the rules across
 * files. Either everything is usable, or every problem is reported.
 */
public final class CatalogueLoader {

  /** The most files of a catalogue; a directory with more is the wrong one. */
  private static final int MAX_FILES = 5000;

  static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*");

  private final Catalogue base;
  private final Consumer<Document> references;
  private final SchemaFiles files = new SchemaFiles();
  private final Set<String> added = new TreeSet<>();
  private final Set<String> broken = new TreeSet<>();
  private final List<Problem> problems = new ArrayList<>();
  private final MessageDigest digest = sha256();

  /** A loader for a user's files, whose references may be any text. */
  public CatalogueLoader(Catalogue base) {
    this(base, document -> {});
  }

  /**
   * @param references notes in a file each reference that has no source
   */
  public CatalogueLoader(Catalogue base, Consumer<Document> references) {
    this.base = base;
    this.references = references;
  }

  public Catalogue load(Path directory) {
    Map<String, CatalogueFile> all = read(directory);
    failIfProblems();
    return catalogue(all);
  }

  private Catalogue catalogue(Map<String, CatalogueFile> all) {
    Map<String, Scenario> scenarios = new TreeMap<>();
    all.forEach((id, file) -> scenarios.put(id, file.scenario()));
    return new Catalogue(
        scenarios, base.profilesById(), base.releases(), HexFormat.of().formatHex(digest.digest()));
  }

  /**
   * Like loading, and also compares what the files state with what the rules compute, wherever the
   * settings can work.
   */
  OwnScenarios.Report check(Path directory) {
    Map<String, CatalogueFile> all = readable(directory);
    Set<String> impossible = checkAll(all);
    Catalogue catalogue = catalogue(all);
    for (String id : added) {
      CatalogueFile file = all.get(id);
      boolean whole =
          file.scenario()
              .settings()
              .http()
              .leadsTo()
              .filter(next -> !all.containsKey(next))
              .isEmpty();
      if (whole && !impossible.contains(id)) {
        TruthCheck.of(file.scenario(), catalogue).report(file.document());
      }
    }
    collect(all);
    return new OwnScenarios.Report(added.size() + broken.size(), sorted());
  }

  private Map<String, CatalogueFile> read(Path directory) {
    Map<String, CatalogueFile> all = readable(directory);
    checkAll(all);
    collect(all);
    return all;
  }

  private Set<String> checkAll(Map<String, CatalogueFile> all) {
    return new CatalogueChecks(all, added, broken, base.profilesById().keySet()).run();
  }

  private void collect(Map<String, CatalogueFile> all) {
    all.values().forEach(file -> problems.addAll(file.document().problems()));
  }

  /** The base's scenarios and those of the files that can be read; every problem is noted. */
  private Map<String, CatalogueFile> readable(Path directory) {
    Map<String, CatalogueFile> all = new TreeMap<>();
    base.scenariosById()
        .forEach(
            (id, scenario) ->
                all.put(
                    id,
                    new CatalogueFile(
                        scenario, new Document(id, JsonNodeFactory.instance.objectNode()))));
    digest.update(base.sha256().getBytes(StandardCharsets.US_ASCII));
    for (Path file : yamlFiles(directory)) {
      String name = directory.resolve(directory.relativize(file)).toString();
      String id = id(directory, file);
      if (!ID.matcher(id).matches()) {
        problems.add(
            new Problem(
                name,
                0,
                0,
                "'" + id + "' is not a scenario id; name the file FAMILY/some-name.yaml"));
        continue;
      }
      if (added.contains(id) || broken.contains(id)) {
        problems.add(new Problem(name, 0, 0, "there is another file for " + id + "; delete one"));
        continue;
      }
      Document document = read(file, name, Kind.SCENARIO);
      if (document == null) {
        broken.add(id);
        continue;
      }
      CatalogueFile read = new CatalogueFile(ScenarioReader.read(id, document), document);
      if (document.problems().isEmpty()) {
        added.add(id);
        all.put(id, read);
      } else {
        broken.add(id);
        problems.addAll(document.problems());
      }
    }
    if (added.isEmpty() && problems.isEmpty()) {
      problems.add(
          new Problem(
              directory.toString(), 0, 0, "no scenario files (*/*.yaml) in this directory"));
    }
    return all;
  }

  public Catalogue loadProfiles(Path directory, Sources sources) {
    Map<String, ClientProfile> profiles = new LinkedHashMap<>();
    Map<String, Document> documents = new LinkedHashMap<>();
    for (Path file : yamlFiles(directory)) {
      String id = id(directory, file);
      Document document = read(file, file.toString(), Kind.CLIENT);
      if (document != null) {
        profiles.put(id, ProfileReader.read(id, document, base.releases(), sources));
        documents.put(id, document);
      }
    }
    profiles.forEach((id, profile) -> checkLike(profile, profiles, documents.get(id)));
    profiles.forEach((id, profile) -> checkMode(profile, documents.get(id)));
    Map<String, ClientProfile> all =
        new ClientProfiles(profiles, base.releases()).withEveryRelease();
    all.values().stream()
        .filter(profile -> !profiles.containsKey(profile.id()))
        .forEach(this::checkModeOfDerived);
    documents.values().forEach(document -> problems.addAll(document.problems()));
    failIfProblems();
    return new Catalogue(Map.of(), all, base.releases(), HexFormat.of().formatHex(digest.digest()));
  }

  /** A system process does what its release does. */
  private static void checkMode(ClientProfile profile, Document document) {
    if (ClientProfiles.hasKind(profile)
        && profile.enforcement().mode() != profile.release().mode()) {
      document.problem(
          document.section().at("mode"),
          "mode: "
              + profile.release()
              + " has another mode, by the 'mode' of its file in releases/ or of an earlier one");
    }
  }

  private void checkModeOfDerived(ClientProfile profile) {
    if (profile.enforcement().mode() != profile.release().mode()) {
      problems.add(
          new Problem(
              "releases/" + profile.release() + ".yaml",
              0,
              0,
              "changes 'mode', so it needs its own client file, clients/"
                  + profile.id()
                  + ".yaml"));
    }
  }

  private static void checkLike(
      ClientProfile profile, Map<String, ClientProfile> profiles, Document document) {
    profile
        .like()
        .filter(like -> !profiles.containsKey(like) || profiles.get(like).like().isPresent())
        .ifPresent(
            like ->
                document.problem(
                    document.section().at("like"),
                    "like: '" + like + "' is not a client profile, or is itself like another one"));
  }

  private Document read(Path file, String name, Kind kind) {
    try {
      byte[] yaml = SchemaFiles.bytes(file, name);
      digest.update(yaml);
      Document document = files.read(yaml, name, kind);
      if (!document.problems().isEmpty()) {
        problems.addAll(document.problems());
        return null;
      }
      references.accept(document);
      return document;
    } catch (BadFileException e) {
      problems.addAll(e.problems());
      return null;
    }
  }

  private List<Path> yamlFiles(Path directory) {
    if (Files.isRegularFile(directory)) {
      problems.add(new Problem(directory.toString(), 0, 0, "is a file; name its directory"));
      return List.of();
    }
    try (Stream<Path> found = Files.walk(directory, 4)) {
      List<Path> yaml =
          found
              .filter(
                  file -> file.toString().matches("(?i).*\\.ya?ml") && Files.isRegularFile(file))
              .sorted()
              .limit(MAX_FILES + 1L)
              .toList();
      if (yaml.size() > MAX_FILES) {
        problems.add(
            new Problem(directory.toString(), 0, 0, "more than " + MAX_FILES + " scenario files"));
      }
      return yaml;
    } catch (IOException | java.io.UncheckedIOException e) {
      problems.add(
          new Problem(
              directory.toString(), 0, 0, "is not a directory of scenario files that can be read"));
      return List.of();
    }
  }

  private void failIfProblems() {
    if (!problems.isEmpty()) {
      throw new BadFileException(sorted());
    }
  }

  private List<Problem> sorted() {
    return problems.stream()
        .sorted(
            Comparator.comparing(Problem::file)
                .thenComparing(Problem::line)
                .thenComparing(Problem::column))
        .toList();
  }

  private static String id(Path directory, Path file) {
    String name = directory.relativize(file).toString().replace('\\', '/');
    return name.substring(0, name.lastIndexOf('.'));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
