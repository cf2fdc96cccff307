package dev.atsharness.scenario.internal;

import dev.atsharness.ats.ClientProfile.Mode;
import dev.atsharness.ats.OsRelease;
import dev.atsharness.ats.OsRelease.Behaviour;
import dev.atsharness.ats.Violation;
import dev.atsharness.ats.internal.MessageText;
import dev.atsharness.ats.internal.ReleaseNumber;
import dev.atsharness.ats.internal.Wording;
import dev.atsharness.ats.internal.Wording.Value;
import dev.atsharness.yaml.BadFileException;
import dev.atsharness.yaml.internal.Document;
import dev.atsharness.yaml.internal.Document.Section;
import dev.atsharness.yaml.internal.Problem;
import dev.atsharness.yaml.internal.SchemaFiles;
import dev.atsharness.yaml.internal.SchemaFiles.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The OS releases and their messages as one small JSON resource, which nearly every command reads.
 */
public final class CompiledReleases {
  private static final String RESOURCE = "releases.json";
  private static final String CHANGES = "changes";
  private static final String MESSAGES = "messages";
  private static final String QUOTES = "quotes";
  private static final String READ_AS = "read-as";

  /** The keys that the first release must have, because there is no release before it. */
  private static final List<String> ALL_CHANGES =
      List.of("mode", "skips-ats-trust", "older-messages");

  private final NavigableMap<ReleaseNumber, Document> releases;
  private final Map<Violation, Document> rules;

  private CompiledReleases(
      NavigableMap<ReleaseNumber, Document> releases, Map<Violation, Document> rules) {
    this.releases = releases;
    this.rules = rules;
  }

  /**
   * Validates {@code releases} and the messages in {@code rules} under the module directory and
   * writes the resource.
   *
   * @throws BadFileException if a file cannot be used
   */
  public static Releases compile(Path module, Path target, CompiledSources sources)
      throws IOException {
    SchemaFiles files = new SchemaFiles();
    NavigableMap<ReleaseNumber, Document> releases = new TreeMap<>();
    List<Document> documents = new ArrayList<>();
    for (Path file : yamlFiles(module.resolve("releases"))) {
      Document document = read(file, Kind.RELEASE, files);
      documents.add(document);
      sources.check(document);
      number(file, document).ifPresent(number -> releases.put(number, document));
    }
    Map<Violation, Document> rules = new EnumMap<>(Violation.class);
    for (Path file : yamlFiles(module.resolve("rules"))) {
      Document document = read(file, Kind.RULE, files);
      documents.add(document);
      Stream.of(Violation.values())
          .filter(violation -> violation.code().equals(name(file)))
          .forEach(violation -> rules.put(violation, document));
    }
    failIfProblems(documents);
    CompiledReleases compiled = new CompiledReleases(releases, rules);
    compiled.check();
    failIfProblems(documents);
    Files.createDirectories(target);
    Files.write(target.resolve(RESOURCE), JsonMapper.shared().writeValueAsBytes(compiled.json()));
    return compiled.releases();
  }

  static Releases load() {
    JsonNode json;
    try (InputStream in =
        Objects.requireNonNull(CompiledReleases.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      json = JsonMapper.shared().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the built-in releases", e);
    }
    NavigableMap<ReleaseNumber, Document> releases = new TreeMap<>();
    json.get("releases")
        .properties()
        .forEach(
            entry ->
                releases.put(
                    ReleaseNumber.of(entry.getKey()),
                    new Document(entry.getKey(), entry.getValue())));
    Map<Violation, Document> rules = new EnumMap<>(Violation.class);
    json.get("rules")
        .properties()
        .forEach(
            entry ->
                rules.put(
                    Violation.ofCode(entry.getKey()),
                    new Document(entry.getKey(), entry.getValue())));
    return new CompiledReleases(releases, rules).releases();
  }

  private ObjectNode json() {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    ObjectNode releasesJson = json.putObject("releases");
    releases.forEach((number, document) -> releasesJson.set(number.toString(), document.root()));
    ObjectNode rulesJson = json.putObject("rules");
    rules.forEach(
        (violation, document) -> {
          ObjectNode rule = rulesJson.putObject(violation.code());
          Stream.of(MESSAGES, QUOTES, READ_AS)
              .filter(document.root()::has)
              .forEach(key -> rule.set(key, document.root().get(key)));
        });
    return json;
  }

  private Releases releases() {
    List<OsRelease> listed = new ArrayList<>();
    OsRelease reference = null;
    Behaviour behaviour = new Behaviour(Mode.WARN, false, List.of(), Map.of());
    for (Map.Entry<ReleaseNumber, Document> entry : releases.entrySet()) {
      Section top = entry.getValue().section();
      behaviour = changed(behaviour, entry.getKey(), top.section(CHANGES));
      OsRelease release = OsRelease.listed(entry.getKey(), behaviour);
      listed.add(release);
      reference = top.has("reference") ? release : reference;
    }
    return new Releases(listed, reference, wordings());
  }

  private Behaviour changed(Behaviour before, ReleaseNumber number, Section changes) {
    Map<Violation, MessageText> messages = new EnumMap<>(Violation.class);
    messages.putAll(before.messages());
    rules.forEach(
        (violation, rule) ->
            messages(rule)
                .forEach(
                    (since, text) -> {
                      if (since.equals(number)) {
                        messages.put(violation, text);
                      }
                    }));
    return new Behaviour(
        changes.value("mode", mode -> Mode.valueOf(mode.toUpperCase(Locale.ROOT)), before.mode()),
        changes.flag("skips-ats-trust", before.skipsAtsTrust()),
        changes.list("older-messages", text -> text, before.olderMessages()),
        messages);
  }

  private static Map<ReleaseNumber, MessageText> messages(Document rule) {
    Map<ReleaseNumber, MessageText> messages = new LinkedHashMap<>();
    rule.section()
        .texts(MESSAGES)
        .forEach((since, text) -> messages.put(ReleaseNumber.of(since), new MessageText(text)));
    return messages;
  }

  private List<Wording> wordings() {
    return rules.entrySet().stream()
        .flatMap(rule -> wordings(rule.getKey(), rule.getValue()))
        .toList();
  }

  /**
   * The beginnings of the messages, including those in {@code read-as}. If one begins with another,
   * only the shorter one is returned.
   */
  private static Stream<Wording> wordings(Violation violation, Document rule) {
    Map<String, String> all = new LinkedHashMap<>();
    Stream.concat(
            rule.section().list(READ_AS, text -> text, List.<String>of()).stream(),
            messages(rule).values().stream().map(MessageText::words))
        .forEach(words -> all.putIfAbsent(squeezed(words), words));
    return all.entrySet().stream()
        .filter(one -> all.keySet().stream().noneMatch(other -> isBeginning(other, one.getKey())))
        .map(one -> new Wording(violation, one.getValue(), value(rule, one.getValue())));
  }

  private static boolean isBeginning(String words, String longer) {
    return !words.equals(longer) && longer.startsWith(words);
  }

  /** A text as the reader compares it: in any case, without blanks, with any quoted value. */
  private static String squeezed(String words) {
    return MessageText.PARAMETER
        .matcher(words.replace(" ", "").toLowerCase(Locale.ROOT))
        .replaceAll("{}");
  }

  private static Value value(Document rule, String words) {
    return MessageText.PARAMETER.matcher(words).find()
        ? rule.section()
            .section(QUOTES)
            .value("value", name -> Value.valueOf(name.toUpperCase(Locale.ROOT)), Value.NAME)
        : Value.NONE;
  }

  private void check() {
    checkFirst();
    checkReference();
    rules.values().forEach(this::checkMessages);
    checkWordings();
  }

  private void checkFirst() {
    if (releases.isEmpty()) {
      return;
    }
    Document first = releases.firstEntry().getValue();
    ALL_CHANGES.stream()
        .filter(key -> !first.section().section(CHANGES).has(key))
        .forEach(
            key ->
                first.problem(
                    first.section().at(CHANGES),
                    "changes: the first release must have '"
                        + key
                        + "', because none is before it"));
  }

  private void checkReference() {
    List<Document> marked =
        releases.values().stream().filter(document -> document.section().has("reference")).toList();
    if (marked.size() > 1) {
      marked
          .subList(1, marked.size())
          .forEach(
              document ->
                  document.problem(
                      document.section().at("reference"),
                      "reference: " + marked.get(0).file() + " is the reference already"));
    } else if (marked.isEmpty() && !releases.isEmpty()) {
      Document last = releases.lastEntry().getValue();
      last.problem(last.root(), "no release says 'reference: true'; exactly one has to");
    }
  }

  private void checkMessages(Document rule) {
    Section top = rule.section();
    Section messages = top.section(MESSAGES);
    List<String> quoted =
        top.optional(QUOTES)
            .map(quotes -> List.of(quotes.text("placeholder", "").toLowerCase(Locale.ROOT)))
            .orElse(List.of());
    for (String since : messages.keys()) {
      JsonNode at = messages.at(since);
      if (!releases.containsKey(ReleaseNumber.of(since))) {
        rule.problem(
            at, "messages: release " + since + " is not in releases/; known: " + releases.keySet());
      }
      try {
        List<String> parameters = new MessageText(at.asString()).quoted();
        if (!parameters.equals(quoted)) {
          rule.problem(at, "messages: quotes " + parameters + ", but 'quotes' describes " + quoted);
        }
      } catch (IllegalArgumentException e) {
        rule.problem(at, "messages: " + e.getMessage());
      }
    }
    for (JsonNode words : top.at(READ_AS).isArray() ? top.at(READ_AS) : List.<JsonNode>of()) {
      MessageText.PARAMETER
          .matcher(words.asString())
          .results()
          .map(found -> found.group(1))
          .filter(name -> !quoted.contains(name))
          .forEach(
              name -> rule.problem(words, "read-as: 'quotes' does not describe {" + name + "}"));
    }
  }

  /** A reader that finds one message must not take it for another. */
  private void checkWordings() {
    if (rules.values().stream().anyMatch(rule -> !rule.problems().isEmpty())) {
      return;
    }
    List<Wording> all = wordings();
    for (Wording one : all) {
      all.stream()
          .filter(other -> other.violation() != one.violation())
          .filter(other -> squeezed(other.words()).startsWith(squeezed(one.words())))
          .forEach(
              other -> {
                Document rule = rules.get(one.violation());
                rule.problem(
                    rule.section().at(MESSAGES),
                    "'"
                        + one.words()
                        + "' is how a message of "
                        + other.violation()
                        + " begins too, so a reader would mistake one for the other");
              });
    }
  }

  private static Optional<ReleaseNumber> number(Path file, Document document) {
    try {
      ReleaseNumber number = ReleaseNumber.of(name(file));
      if (number.toString().equals(name(file))) {
        return Optional.of(number);
      }
      document.problem(document.root(), "the file must be named " + number + ".yaml");
    } catch (IllegalArgumentException e) {
      document.problem(document.root(), "the file is not named after a release: " + e.getMessage());
    }
    return Optional.empty();
  }

  private static void failIfProblems(List<Document> documents) {
    List<Problem> problems = documents.stream().flatMap(d -> d.problems().stream()).toList();
    if (!problems.isEmpty()) {
      throw new BadFileException(problems);
    }
  }

  private static List<Path> yamlFiles(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  private static String name(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.lastIndexOf('.'));
  }

  private static Document read(Path file, Kind kind, SchemaFiles files) {
    return files.read(SchemaFiles.bytes(file, file.toString()), file.toString(), kind);
  }
}
