package dev.atsharness.scenario.internal;

import dev.atsharness.io.internal.WholeFile;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.Scenario;
import dev.atsharness.yaml.internal.Problem;
import dev.atsharness.yaml.internal.SchemaFiles;
import dev.atsharness.yaml.internal.SchemaFiles.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** A user's own directory of scenarios: {@code FAMILY/name.yaml} each. */
public final class OwnScenarios {
  private static final String SCHEMA = "scenario.schema.json";
  private static final String SCHEMA_LINE = "# yaml-language-server: $schema=";
  private static final Pattern ROLE = Pattern.compile("(?m)^role: .*\\R");

  private final Path directory;

  /**
   * The result of a check.
   *
   * @param scenarios how many scenario files there are
   * @param problems in the order of files and lines; empty if there are none
   */
  public record Report(int scenarios, List<Problem> problems) {}

  /**
   * @param directory need not exist yet
   */
  public OwnScenarios(Path directory) {
    this.directory = directory;
  }

  /**
   * Writes a new scenario file, a copy of another scenario's, and beside it the schema that its
   * first line names for editors. A copy of a scenario without a control has that scenario as its
   * control.
   *
   * @param id of the new scenario, whose last part no other scenario has
   * @param from id of the scenario to copy, built in or in this directory
   * @return the file
   * @throws IllegalArgumentException if the ids cannot be used; the message says why
   * @throws IOException if the files cannot be written
   */
  public Path begin(String id, String from) throws IOException {
    Catalogue builtIn = Catalogue.builtIn();
    if (!CatalogueLoader.ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "'" + id + "' is not a scenario id; write FAMILY/some-name, in lower case");
    }
    Path file = file(id);
    if (Files.exists(file)) {
      throw new IllegalArgumentException(file + " exists already");
    }
    String label = id.substring(id.indexOf('/') + 1);
    builtIn.scenarios().stream()
        .filter(scenario -> scenario.label().equals(label) && !scenario.id().equals(id))
        .findFirst()
        .ifPresent(
            twin -> {
              throw new IllegalArgumentException(
                  "the DNS label '" + label + "' is already taken by " + twin.id());
            });
    String text = withSchema(withControl(textOf(from, builtIn), from));
    Files.createDirectories(file.getParent());
    write(directory.resolve(SCHEMA), SchemaFiles.schema(Kind.SCENARIO));
    write(file, text);
    return file;
  }

  /**
   * All problems of the files: those of the schema and of the rules across files, and the places
   * where the stated ground truth is not the computed one.
   */
  public Report check() {
    return new CatalogueLoader(Catalogue.builtIn()).check(directory);
  }

  /**
   * The user's own scenarios in a catalogue that state a ground truth other than the computed one.
   * They can be served; checkers are then judged by what the scenarios state.
   */
  public static List<Scenario> contradicting(Catalogue catalogue) {
    Catalogue builtIn = Catalogue.builtIn();
    return catalogue.scenarios().stream()
        .filter(scenario -> !scenario.equals(builtIn.scenariosById().get(scenario.id())))
        .filter(scenario -> !TruthCheck.of(scenario, catalogue).agrees())
        .toList();
  }

  private static void write(Path file, String text) throws IOException {
    WholeFile.write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  private Path file(String id) {
    return directory.resolve(id + ".yaml");
  }

  private String textOf(String id, Catalogue builtIn) throws IOException {
    if (CatalogueLoader.ID.matcher(id).matches() && Files.exists(file(id))) {
      return Files.readString(file(id));
    }
    return resource("catalog/" + builtIn.scenario(id).id() + ".yaml");
  }

  private static String withControl(String text, String from) {
    return text.contains("\ncontrol: ")
        ? text
        : ROLE.matcher(text).replaceFirst("$0control: " + from + "\n");
  }

  private static String withSchema(String text) {
    String body = text.startsWith(SCHEMA_LINE) ? text.substring(text.indexOf('\n') + 1) : text;
    return SCHEMA_LINE + "../" + SCHEMA + "\n" + body;
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = OwnScenarios.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
