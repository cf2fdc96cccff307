package dev.atsharness.scenario.internal;

import dev.atsharness.yaml.BadFileException;
import dev.atsharness.yaml.internal.Document;
import dev.atsharness.yaml.internal.NearNames;
import dev.atsharness.yaml.internal.SchemaFiles;
import dev.atsharness.yaml.internal.SchemaFiles.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes and reads the sources as a JSON resource. During the build it also checks that each
 * reference has a source and each source a reference.
 */
public final class CompiledSources {
  private static final String RESOURCE = "sources.json";

  private final Document file;
  private final Sources sources;
  private final Set<String> used = new HashSet<>();

  private CompiledSources(Document file) {
    this.file = file;
    this.sources = Sources.of(file.root());
  }

  /**
   * Validates {@code sources.yaml} under the module directory and writes the resource.
   *
   * @throws BadFileException if the file cannot be used
   */
  public static CompiledSources compile(Path module, Path target) throws IOException {
    Path yaml = module.resolve("sources.yaml");
    Document file =
        new SchemaFiles()
            .read(SchemaFiles.bytes(yaml, yaml.toString()), yaml.toString(), Kind.SOURCES);
    failIfProblems(file);
    Files.createDirectories(target);
    Files.write(target.resolve(RESOURCE), JsonMapper.shared().writeValueAsBytes(file.root()));
    return new CompiledSources(file);
  }

  static Sources load() {
    try (InputStream in =
        Objects.requireNonNull(CompiledSources.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      return Sources.of(JsonMapper.shared().readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the built-in sources", e);
    }
  }

  public Sources sources() {
    return sources;
  }

  /** Notes in a document each of its references that has no source. */
  public void check(Document document) {
    for (String key : new String[] {"references", "sources"}) {
      for (JsonNode list : document.root().findValues(key)) {
        list.forEach(item -> check(item, document));
      }
    }
  }

  private void check(JsonNode item, Document document) {
    if (item.has("source")) {
      check(item.get("source").asString(), item.get("source"), document);
    } else if (item.isObject()) {
      item.propertyNames().forEach(key -> check(key, item, document));
    } else {
      check(item.asString(), item, document);
    }
  }

  private void check(String key, JsonNode at, Document document) {
    used.add(key);
    if (sources.find(key).isEmpty()) {
      document.problem(
          at, "sources.yaml has no source '" + key + "'" + NearNames.hint(key, sources.keys()));
    }
  }

  /**
   * Checks that each source has a reference; must be called after all files were checked.
   *
   * @throws BadFileException if a source has no reference
   */
  public void requireAllUsed() {
    sources.all().stream()
        .map(Source::key)
        .filter(key -> !used.contains(key))
        .forEach(
            key ->
                file.problem(
                    file.root().get("sources").get(key), "no file refers to '" + key + "'"));
    failIfProblems(file);
  }

  private static void failIfProblems(Document file) {
    if (!file.problems().isEmpty()) {
      throw new BadFileException(file.problems());
    }
  }
}
