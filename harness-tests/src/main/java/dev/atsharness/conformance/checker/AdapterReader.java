package dev.atsharness.conformance.checker;

import com.google.re2j.Pattern;
import dev.atsharness.ats.Violation;
import dev.atsharness.conformance.Limits;
import dev.atsharness.conformance.Limits.KnownGap;
import dev.atsharness.conformance.checker.Adapter.Format;
import dev.atsharness.conformance.checker.Adapter.Output;
import dev.atsharness.conformance.checker.Adapter.Rule;
import dev.atsharness.conformance.checker.Adapter.VersionQuery;
import dev.atsharness.yaml.BadFileException;
import dev.atsharness.yaml.Document;
import dev.atsharness.yaml.Document.Section;
import dev.atsharness.yaml.SchemaFiles;
import dev.atsharness.yaml.SchemaFiles.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads adapter files. */
final class AdapterReader {

  private final Document document;
  private final String name;
  private final Function<String, String> program;

  private AdapterReader(Document document, String name, Function<String, String> program) {
    this.document = document;
    this.name = name;
    this.program = program;
  }

  /**
   * A user's own file. Paths of programs in it are relative to its directory.
   *
   * @throws BadFileException if it cannot be used; the message names each place
   */
  static Adapter read(Path file) {
    String fileName = file.getFileName().toString();
    int dot = fileName.lastIndexOf('.');
    Path directory = file.toAbsolutePath().normalize().getParent();
    return read(
        SchemaFiles.bytes(file, file.toString()),
        file.toString(),
        dot > 0 ? fileName.substring(0, dot) : fileName,
        program -> program.contains("/") ? directory.resolve(program).toString() : program);
  }

  /** One that comes with the kit. */
  static Adapter shipped(String name) {
    String file = "checkers/" + name + ".yaml";
    try (InputStream in = AdapterReader.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + file);
      }
      return read(in.readAllBytes(), file, name, Function.identity());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  static Adapter read(byte[] yaml, String file, String name, Function<String, String> program) {
    Document document = new SchemaFiles().read(yaml, file, Kind.ADAPTER);
    if (!document.problems().isEmpty()) {
      throw new BadFileException(document.problems());
    }
    Adapter adapter = new AdapterReader(document, name, program).adapter();
    if (!document.problems().isEmpty()) {
      throw new BadFileException(document.problems());
    }
    return adapter;
  }

  private Adapter adapter() {
    Section top = document.section();
    Section output = top.section("output");
    return new Adapter(
        name,
        top.text("title", name),
        top.list("programs", program, List.of()),
        Optional.ofNullable(top.text("image", null)),
        top.text("install", ""),
        top.optional("version").map(this::version),
        top.list("arguments", AdapterReader::argument, List.of()),
        top.texts("environment"),
        top.has("limit")
            ? Optional.of(Duration.ofSeconds(top.number("limit", 1)))
            : Optional.empty(),
        top.flag("mostly-waits", false),
        new Output(
            output.value("format", AdapterReader::format, Format.TEXT),
            output.text("from", "streams").equals("file")),
        top.sections("inconclusive").stream().map(this::clause).toList(),
        top.sections("violations").stream().flatMap(this::rule).toList(),
        limits(top));
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
      document.problem(section.node(), "nothing to look for: xpath, jsonpath, regex or exit");
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

  private Limits limits(Section top) {
    Map<Violation, String> cannotSee = new EnumMap<>(Violation.class);
    Section blind = top.section("cannot-see");
    for (String code : blind.keys()) {
      try {
        cannotSee.put(Violation.ofCode(code), blind.text(code, ""));
      } catch (IllegalArgumentException e) {
        document.problem(blind.at(code), e.getMessage());
      }
    }
    return new Limits(
        top.flag("knows-role", false),
        cannotSee,
        top.sections("known-gaps").stream().flatMap(this::gaps).toList());
  }

  /** One reason often holds for several scenarios. */
  private Stream<KnownGap> gaps(Section section) {
    Optional<Violation> violation =
        section.value("violation", code -> Optional.of(Violation.ofCode(code)), Optional.empty());
    List<String> scenarios = new ArrayList<>(section.list("scenarios", id -> id, List.of()));
    Optional.ofNullable(section.text("scenario", null)).ifPresent(scenarios::add);
    String reason = section.text("reason", "");
    Optional<String> issue = Optional.ofNullable(section.text("issue", null));
    boolean byChance = section.flag("by-chance", false);
    if (scenarios.isEmpty()) {
      if (violation.isEmpty()) {
        document.problem(section.node(), "a known gap names scenarios or a violation");
        return Stream.of();
      }
      return Stream.of(new KnownGap(Optional.empty(), violation, reason, issue, byChance));
    }
    return scenarios.stream()
        .map(id -> new KnownGap(Optional.of(id), violation, reason, issue, byChance));
  }
}
