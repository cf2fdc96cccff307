package dev.atsharness.conformance.checker.internal;

import com.google.re2j.Pattern;
import dev.atsharness.ats.Violation;
import dev.atsharness.conformance.KnownLimitations;
import dev.atsharness.conformance.KnownLimitations.KnownGap;
import dev.atsharness.conformance.checker.internal.Adapter.Executable;
import dev.atsharness.conformance.checker.internal.Adapter.Format;
import dev.atsharness.conformance.checker.internal.Adapter.Invocation;
import dev.atsharness.conformance.checker.internal.Adapter.Output;
import dev.atsharness.conformance.checker.internal.Adapter.Results;
import dev.atsharness.conformance.checker.internal.Adapter.Rule;
import dev.atsharness.conformance.checker.internal.Adapter.VersionQuery;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.Scenario;
import dev.atsharness.yaml.BadFileException;
import dev.atsharness.yaml.internal.Document;
import dev.atsharness.yaml.internal.Document.Section;
import dev.atsharness.yaml.internal.NearNames;
import dev.atsharness.yaml.internal.SchemaFiles;
import dev.atsharness.yaml.internal.SchemaFiles.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reads adapter files. */
public final class AdapterReader {

  private static final String REFUSED = "refused";
  private static final int MAX_EXIT = 255;

  private final Document document;
  private final String name;
  private final Path base;
  private final Collection<String> scenarios;

  private AdapterReader(Document document, String name, Path base, Collection<String> scenarios) {
    this.document = document;
    this.name = name;
    this.base = base;
    this.scenarios = scenarios;
  }

  /**
   * Reads a user's own file. Paths of programs in it are relative to its directory.
   *
   * @param scenarios ids of all scenarios that a known gap may name
   * @throws BadFileException if it cannot be used; the message names each place
   */
  public static Adapter read(Path file, Collection<String> scenarios) {
    return read(
        SchemaFiles.bytes(file, file.toString(), SchemaFiles.MAX_ADAPTER_BYTES),
        file.toString(),
        nameOf(file),
        file.toAbsolutePath().normalize().getParent(),
        scenarios);
  }

  private static String nameOf(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  /** Reads a shipped adapter; its known gaps name built-in scenarios. */
  public static Adapter shipped(String name) {
    return read(
        shippedBytes(name),
        shippedFile(name),
        name,
        Path.of("").toAbsolutePath(),
        Catalogue.builtIn().scenarios().stream().map(Scenario::id).toList());
  }

  /** Returns the file of a shipped adapter. */
  static byte[] shippedBytes(String name) {
    String file = shippedFile(name);
    try (InputStream in = AdapterReader.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + file);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static String shippedFile(String name) {
    return "checkers/" + name + ".yaml";
  }

  /**
   * Reads a file.
   *
   * @param base the directory for relative paths of programs
   */
  public static Adapter read(
      byte[] yaml, String file, String name, Path base, Collection<String> scenarios) {
    Document document = new SchemaFiles().read(yaml, file, Kind.ADAPTER);
    if (!document.problems().isEmpty()) {
      throw new BadFileException(document.problems());
    }
    Adapter adapter = new AdapterReader(document, name, base, scenarios).adapter();
    if (!document.problems().isEmpty()) {
      throw new BadFileException(document.problems());
    }
    return adapter;
  }

  private Adapter adapter() {
    Section top = document.section();
    List<Clause> inconclusive = top.sections("inconclusive").stream().map(this::clause).toList();
    List<Rule> rules = top.sections("violations").stream().flatMap(this::rule).toList();
    List<Clause> refused = top.sections(REFUSED).stream().map(this::clause).toList();
    Output output =
        output(
            top.section("output"),
            Stream.of(inconclusive, rules.stream().map(Rule::clause).toList(), refused)
                .flatMap(List::stream)
                .flatMap(Clause::exits));
    checkUnused(top, output);
    return new Adapter(
        name,
        top.text("title", name),
        new Executable(
            top.list("programs", this::program, List.of()),
            top.list("needs", this::program, List.of()),
            Optional.ofNullable(top.text("image", null)),
            top.text("install", ""),
            top.optional("version").map(this::version)),
        new Invocation(
            top.list("arguments", AdapterReader::argument, List.of()),
            top.texts("environment"),
            Optional.ofNullable(top.text("directory", null)).map(base::resolve),
            top.has("limit")
                ? Optional.of(Duration.ofSeconds(top.number("limit", 1)))
                : Optional.empty(),
            top.flag("io-bound", false)),
        output,
        new Results(inconclusive, rules, refused),
        limits(top));
  }

  /** Reports keys that would be ignored silently. */
  private void checkUnused(Section top, Output output) {
    if (output.format().fixed()) {
      for (String key : List.of("inconclusive", "violations", REFUSED)) {
        if (top.has(key)) {
          document.problem(
              top.at(key),
              key
                  + ": "
                  + whose(output)
                  + (output.format() == Format.CLIENT
                      ? " has its exit status alone; leave the key out"
                      : " reports this itself; leave the key out"));
        }
      }
      if (top.section("output").has("may-be-empty")) {
        document.problem(
            top.section("output").at("may-be-empty"),
            "output.may-be-empty: "
                + whose(output)
                + (output.format() == Format.CLIENT
                    ? " may print what it likes; leave the key out"
                    : " prints OK if it finds nothing; leave the key out"));
      }
      if (output.file()) {
        document.problem(
            top.section("output").at("from"),
            "output.from: the format '"
                + output.format().label()
                + "' is read from "
                + (output.format() == Format.CLIENT ? "the exit status" : "standard output"));
      }
    }
    if (top.has("image") && top.has("directory")) {
      document.problem(
          top.at("directory"),
          "directory: a program in an image runs in the image's own directory");
    }
  }

  private static String whose(Output output) {
    return "a program whose output has the format '" + output.format().label() + "'";
  }

  private String program(String program) {
    return program.contains("/") ? base.resolve(program).toString() : program;
  }

  /**
   * Reads where the output is. For a program that follows the contract, every exit status counts if
   * none is listed, because its output says whether it has a result.
   *
   * @param meant the exit statuses in rules
   */
  private static Output output(Section section, Stream<Integer> meant) {
    Format format = section.value("format", AdapterReader::format, Format.TEXT);
    Set<Integer> exits =
        section.list("exit", AdapterReader::exits, List.<Set<Integer>>of()).stream()
            .flatMap(Set::stream)
            .collect(Collectors.toCollection(TreeSet::new));
    if (!format.fixed()) {
      if (!section.has("exit")) {
        exits.add(0);
      }
      meant.forEach(exits::add);
    }
    return new Output(
        format,
        section.text("from", "streams").equals("file"),
        exits,
        section.flag("may-be-empty", false));
  }

  /** Reads one status, or a range such as {@code 1-49}. */
  private static Set<Integer> exits(String text) {
    String[] ends = text.split("-", 2);
    int from = Integer.parseInt(ends[0]);
    int to = Integer.parseInt(ends[ends.length - 1]);
    if (from > to || to > MAX_EXIT) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a range of exit statuses; write one like 1-49");
    }
    return IntStream.rangeClosed(from, to).boxed().collect(Collectors.toSet());
  }

  private VersionQuery version(Section section) {
    return new VersionQuery(
        section.list("arguments", Function.identity(), List.of()),
        section.value("pattern", AdapterReader::versionPattern, Pattern.compile("()")));
  }

  private static Pattern versionPattern(String expression) {
    Pattern pattern = Patterns.compile(expression, Pattern.MULTILINE);
    if (pattern.groupCount() < 1) {
      throw new IllegalArgumentException(
          "'" + expression + "' has no group; put the version in parentheses");
    }
    return pattern;
  }

  private static String argument(String text) {
    Placeholders.requireKnown(text);
    return text;
  }

  private static Format format(String text) {
    return Format.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private Stream<Rule> rule(Section section) {
    Optional<Violation> violation =
        section.value("violation", code -> Optional.of(Violation.ofCode(code)), Optional.empty());
    Clause clause = clause(section);
    return violation.stream().map(code -> new Rule(code, clause));
  }

  private Clause clause(Section section) {
    List<Selector> selectors = new ArrayList<>();
    selector(section, "xpath", XPathSelector::of).ifPresent(selectors::add);
    selector(section, "jsonpath", JsonPathSelector::of).ifPresent(selectors::add);
    selector(section, "regex", RegexSelector::of).ifPresent(selectors::add);
    if (section.has("exit")) {
      selectors.add(
          new ExitSelector(Set.copyOf(section.list("exit", Integer::valueOf, List.of()))));
    }
    if (selectors.size() > 1) {
      document.problem(
          section.node(), "one of xpath, jsonpath, regex and exit, not several; use 'when'");
    }
    if (selectors.isEmpty() && !section.has("when") && !section.has("unless")) {
      document.problem(section.node(), "nothing to select: add xpath, jsonpath, regex or exit");
    }
    return new Clause(
        selectors.stream().findFirst(),
        pattern(section, "matches"),
        pattern(section, "not-matches"),
        section.has("below") ? OptionalInt.of(section.number("below", 0)) : OptionalInt.empty(),
        section.sections("when").stream().map(this::clause).toList(),
        section.sections("unless").stream().map(this::clause).toList());
  }

  private static Optional<Selector> selector(
      Section section, String key, Function<String, Selector> parser) {
    return section.value(key, text -> Optional.of(parser.apply(text)), Optional.empty());
  }

  private static Optional<Pattern> pattern(Section section, String key) {
    return section.value(
        key, text -> Optional.of(Patterns.compile(text, Pattern.DOTALL)), Optional.empty());
  }

  private KnownLimitations limits(Section top) {
    Map<Violation, String> cannotSee = new EnumMap<>(Violation.class);
    Section blind = top.section("cannot-see");
    for (String code : blind.keys()) {
      if (code.equals(REFUSED)) {
        continue;
      }
      try {
        cannotSee.put(Violation.ofCode(code), blind.text(code, ""));
      } catch (IllegalArgumentException e) {
        document.problem(blind.at(code), e.getMessage());
      }
    }
    return new KnownLimitations(
        top.flag("knows-role", false),
        cannotSee,
        Optional.ofNullable(blind.text(REFUSED, null)),
        top.sections("known-gaps").stream().flatMap(this::gaps).toList());
  }

  /**
   * Checks the scenario of a gap: a gap with an unknown one would cover nothing and would never be
   * reported as fixed.
   */
  private String known(String scenario) {
    if (!scenarios.contains(scenario)) {
      throw new IllegalArgumentException(
          "a known gap names '"
              + scenario
              + "', and there is no such scenario"
              + NearNames.hint(scenario, scenarios));
    }
    return scenario;
  }

  /** Reads the gaps of an entry; one reason often applies to several scenarios. */
  private Stream<KnownGap> gaps(Section section) {
    Optional<Violation> violation =
        section.value("violation", code -> Optional.of(Violation.ofCode(code)), Optional.empty());
    List<String> ids = new ArrayList<>(section.list("scenarios", this::known, List.of()));
    section
        .value("scenario", id -> Optional.of(known(id)), Optional.<String>empty())
        .ifPresent(ids::add);
    String reason = section.text("reason", "");
    Optional<String> issue = Optional.ofNullable(section.text("issue", null));
    boolean flaky = section.flag("flaky", false);
    boolean noResult = section.flag("no-result", false);
    if (ids.isEmpty()) {
      if (violation.isEmpty() && !section.has("scenario") && !section.has("scenarios")) {
        document.problem(section.node(), "a known gap names scenarios or a violation");
        return Stream.of();
      }
      return violation.isEmpty()
          ? Stream.of()
          : Stream.of(new KnownGap(Optional.empty(), violation, reason, issue, flaky, noResult));
    }
    return ids.stream()
        .map(id -> new KnownGap(Optional.of(id), violation, reason, issue, flaky, noResult));
  }
}
