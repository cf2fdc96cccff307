package dev.atsharness.conformance.checker.internal;

import dev.atsharness.ats.Violation;
import dev.atsharness.conformance.CheckResult;
import dev.atsharness.conformance.CheckerOutput;
import dev.atsharness.conformance.Outcome;
import dev.atsharness.conformance.checker.Checkers;
import dev.atsharness.conformance.internal.Judgement;
import dev.atsharness.log.internal.text.HostileText;
import dev.atsharness.yaml.BadFileException;
import dev.atsharness.yaml.internal.Document;
import dev.atsharness.yaml.internal.SchemaFiles;
import dev.atsharness.yaml.internal.SchemaFiles.Kind;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * An adapter file, from which another one is written with the present deviations as known gaps, so
 * that only new deviations fail later runs.
 */
public final class AdapterFile {

  private static final String GAPS = "known-gaps";
  private static final String SCENARIO = "scenario";
  private static final String SCENARIOS = "scenarios";
  private static final String PROGRAMS = "programs";
  private static final String DIRECTORY = "directory";

  /** The length of a checker's own text in a reason, in UTF-16 units. */
  private static final int MAX_WORDS = 120;

  private static final YAMLMapper YAML =
      new YAMLMapper(
          YAMLFactory.builder()
              .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
              .disable(YAMLWriteFeature.SPLIT_LINES)
              .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
              .enable(YAMLWriteFeature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
              .enable(YAMLWriteFeature.LITERAL_BLOCK_STYLE)
              .enable(YAMLWriteFeature.INDENT_ARRAYS_WITH_INDICATOR)
              .build());

  private final ObjectNode root;
  private final Path base;

  /**
   * The text of a new file.
   *
   * @param text the file
   * @param gaps the number of added known gaps; a server may have several, one for each code
   * @param servers the number of servers with added gaps
   * @param stale scenarios at which the checker is better than its adapter says, and whose entry
   *     must be changed by hand because it also covers other scenarios
   */
  public record Written(String text, int gaps, int servers, List<String> stale) {}

  private AdapterFile(ObjectNode root, Path base) {
    this.root = root;
    this.base = base;
  }

  /** True if the name of a checker is the user's own file. */
  public static boolean isFile(String checker) {
    return checker.endsWith(".yaml") || checker.endsWith(".yml");
  }

  /**
   * Returns the adapter of a checker by its name: a shipped one, or a file.
   *
   * @throws IllegalArgumentException if it has none, like the simulated device
   * @throws BadFileException if the file cannot be used; the message names each place
   */
  public static AdapterFile of(String checker) {
    Path here = Path.of("").toAbsolutePath();
    if (isFile(checker)) {
      Path file = Path.of(checker);
      Path base = Objects.requireNonNull(file.toAbsolutePath().normalize().getParent());
      return new AdapterFile(
          tree(SchemaFiles.bytes(file, checker, SchemaFiles.MAX_ADAPTER_BYTES), checker), base);
    }
    if (Checkers.PROGRAMS.contains(checker)) {
      return new AdapterFile(tree(AdapterReader.shippedBytes(checker), checker), here);
    }
    throw new IllegalArgumentException(
        checker + " is not an outside program and has no adapter for known gaps");
  }

  /** Returns the adapter that is equivalent to {@link Checkers#command}. */
  public static AdapterFile ofCommand(String command) {
    return of(new ShellCommand(command));
  }

  /** Returns the adapter that is equivalent to {@link Checkers#client}. */
  public static AdapterFile ofClient(String command) {
    return of(ShellCommand.ofClient(command));
  }

  /** True if it is the file of a client on trial. */
  public boolean client() {
    return root.path("output").path("format").asString("").equals("client");
  }

  private static AdapterFile of(ShellCommand shell) {
    ObjectNode root = YAML.createObjectNode();
    root.put("title", shell.name() + ", run as " + shell.text());
    root.putArray(PROGRAMS).add(ShellCommand.SHELL);
    ArrayNode arguments = root.putArray("arguments");
    shell.arguments().forEach(arguments::add);
    root.put(DIRECTORY, ".");
    root.putObject("output").put("format", shell.format().label());
    return new AdapterFile(root, Path.of("").toAbsolutePath());
  }

  private static ObjectNode tree(byte[] yaml, String name) {
    Document document = new SchemaFiles().read(yaml, name, Kind.ADAPTER);
    if (!document.problems().isEmpty()) {
      throw new BadFileException(document.problems());
    }
    return (ObjectNode) YAML.readTree(yaml);
  }

  /**
   * Returns the file with a known gap for each check result that deviates or is unknown, and
   * without fixed gaps.
   *
   * @param place the path of the new file; paths in it are relative to that
   */
  public Written withGaps(Path place, Collection<CheckResult> verdicts, LocalDate today) {
    ObjectNode copy = root.deepCopy();
    move(copy, Objects.requireNonNull(place.toAbsolutePath().normalize().getParent()));
    ArrayNode gaps = copy.withArray(GAPS);
    List<String> stale = new ArrayList<>();
    int added = 0;
    int servers = 0;
    for (CheckResult verdict : verdicts) {
      if (verdict.outcome() == Outcome.FIXED_GAP) {
        if (!remove(gaps, verdict.scenario())) {
          stale.add(verdict.scenario());
        }
      } else if (verdict.deviation() || verdict.outcome() == Outcome.UNSUPPORTED) {
        added += add(gaps, verdict, today);
        servers++;
      }
    }
    if (gaps.isEmpty()) {
      copy.remove(GAPS);
    }
    return new Written(
        "# Written by 'ats-harness check --write-gaps' on "
            + today
            + ". Remove a known gap when it is\n"
            + "# fixed; until then it fails no run.\n"
            + YAML.writeValueAsString(copy),
        added,
        servers,
        stale);
  }

  private void move(ObjectNode adapter, Path to) {
    if (adapter.get(PROGRAMS) instanceof ArrayNode programs) {
      for (int i = 0; i < programs.size(); i++) {
        String program = programs.get(i).asString();
        if (program.contains("/")) {
          String moved = relative(program, to);
          programs.set(
              i, YAML.getNodeFactory().stringNode(moved.contains("/") ? moved : "./" + moved));
        }
      }
    }
    if (adapter.has(DIRECTORY)) {
      adapter.put(DIRECTORY, relative(adapter.get(DIRECTORY).asString(), to));
    }
  }

  private String relative(String path, Path to) {
    if (Path.of(path).isAbsolute()) {
      return path;
    }
    Path from = base.resolve(path).normalize();
    if (!Objects.equals(from.getRoot(), to.getRoot())) {
      return from.toString();
    }
    String relative = to.relativize(from).toString();
    return relative.isEmpty() ? "." : relative;
  }

  /** Removes the entries of this scenario; true if there was one. */
  private static boolean remove(ArrayNode gaps, String scenario) {
    boolean found = false;
    for (int i = gaps.size() - 1; i >= 0; i--) {
      JsonNode gap = gaps.get(i);
      if (gap.path("flaky").asBoolean(false)) {
        continue;
      }
      if (gap.get(SCENARIOS) instanceof ArrayNode ids) {
        for (int at = ids.size() - 1; at >= 0; at--) {
          if (ids.get(at).asString().equals(scenario)) {
            ids.remove(at);
            found = true;
          }
        }
        if (ids.isEmpty()) {
          ((ObjectNode) gap).remove(SCENARIOS);
        }
      }
      if (gap.path(SCENARIO).asString("").equals(scenario)) {
        ((ObjectNode) gap).remove(SCENARIO);
        found = true;
      }
      if (!gap.has(SCENARIO) && !gap.has(SCENARIOS) && found) {
        gaps.remove(i);
      }
    }
    return found;
  }

  /**
   * Adds one gap for each code, so that another code at the same scenario still counts, and one if
   * there is no result. Returns their number.
   */
  private static int add(ArrayNode gaps, CheckResult verdict, LocalDate today) {
    Judgement judgement = verdict.judgement();
    Set<Violation> codes = new TreeSet<>(judgement.missed());
    codes.addAll(judgement.falseAlarms());
    String reason = reason(verdict, today);
    if (verdict.outcome().noResult()) {
      gaps.addObject()
          .put(SCENARIO, verdict.scenario())
          .put("no-result", true)
          .put("reason", reason);
      return 1;
    }
    if (codes.isEmpty()) {
      gaps.addObject().put(SCENARIO, verdict.scenario()).put("reason", reason);
      return 1;
    }
    for (Violation code : codes) {
      gaps.addObject()
          .put(SCENARIO, verdict.scenario())
          .put("violation", code.code())
          .put("reason", reason);
    }
    return codes.size();
  }

  private static String reason(CheckResult verdict, LocalDate today) {
    CheckerOutput report = verdict.observation().report();
    String words = report.noResult() ? report.note() : "";
    String cut = words.length() > MAX_WORDS ? words.substring(0, MAX_WORDS) + "…" : words;
    return "on "
        + today
        + " "
        + verdict.outcome()
        + ", not examined yet"
        + (cut.isEmpty() ? "" : ": " + HostileText.escape(cut));
  }
}
