package dev.atsharness.scenario.internal;

import dev.atsharness.ats.DetectedViolation;
import dev.atsharness.ats.OsRelease;
import dev.atsharness.ats.Violation;
import dev.atsharness.ats.internal.DocumentKind;
import dev.atsharness.scenario.Scenario.Evidence;
import dev.atsharness.scenario.internal.Rule.Boundary;
import dev.atsharness.scenario.internal.Rule.Quote;
import dev.atsharness.tls.TlsVersion;
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
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The rules, fixes, products, processes, the tour and the documents as one JSON resource, separate
 * from the catalogue's: only commands that explain something read it.
 */
public final class CompiledRules {
  private static final String RESOURCE = "rules.json";

  private CompiledRules() {}

  /**
   * Validates {@code rules}, {@code fixes}, {@code products.yaml}, {@code processes.yaml}, {@code
   * tour.yaml} and {@code documents.yaml} under the module directory and writes the resource.
   *
   * @throws BadFileException if a file cannot be used, or a code has no rule
   */
  public static void compile(Path module, Path target, CompiledSources sources) throws IOException {
    SchemaFiles files = new SchemaFiles();
    List<Document> documents = new ArrayList<>();
    Document products = read(module.resolve("products.yaml"), Kind.PRODUCTS, files);
    documents.add(products);
    Map<String, Document> fixes = read(module.resolve("fixes"), Kind.FIX, files, documents);
    fixes.values().forEach(fix -> Products.check(fix, products));
    Document remedies = read(module.resolve("remedies.yaml"), Kind.REMEDIES, files);
    documents.add(remedies);
    Map<String, Document> rules = read(module.resolve("rules"), Kind.RULE, files, documents);
    rules.forEach((code, document) -> check(code, document, fixes));
    Document processes = read(module.resolve("processes.yaml"), Kind.PROCESSES, files);
    check(processes);
    documents.add(processes);
    Document tour = read(module.resolve("tour.yaml"), Kind.TOUR, files);
    documents.add(tour);
    Document leading = read(module.resolve("documents.yaml"), Kind.DOCUMENTS, files);
    LeadingDocuments.check(leading, processes.root().path("processes").propertyNames());
    documents.add(leading);
    for (Violation violation : Violation.values()) {
      if (!rules.containsKey(violation.code())) {
        Document missing =
            new Document("rules/" + violation + ".yaml", JsonMapper.shared().nullNode());
        missing.problem(missing.root(), "is missing: every violation code has a rule");
        documents.add(missing);
      }
    }
    documents.forEach(sources::check);
    List<Problem> problems = documents.stream().flatMap(d -> d.problems().stream()).toList();
    if (!problems.isEmpty()) {
      throw new BadFileException(problems);
    }
    ObjectNode json = JsonMapper.shared().createObjectNode();
    json.set("products", products.root().get("products"));
    ObjectNode fixesJson = json.putObject("fixes");
    fixes.forEach((id, document) -> fixesJson.set(id, document.root()));
    json.set("remedies", remedies.root());
    ObjectNode rulesJson = json.putObject("rules");
    rules.forEach((code, document) -> rulesJson.set(code, document.root()));
    json.set("processes", processes.root().get("processes"));
    json.set("carriers", processes.root().get("carriers"));
    json.set("exceptions", processes.root().get("exceptions"));
    json.set("tour", tour.root());
    json.set("documents", leading.root());
    Files.write(target.resolve(RESOURCE), JsonMapper.shared().writeValueAsBytes(json));
  }

  static Rules load() {
    JsonNode json = json();
    Releases releases = Releases.builtIn();
    Sources sources = Sources.builtIn();
    List<Product> products = products(json, sources);
    return new Rules(
        json.get("rules").properties().stream()
            .map(
                entry ->
                    rule(
                        Violation.ofCode(entry.getKey()),
                        new Document(entry.getKey(), entry.getValue()),
                        fixes(json.get("fixes"), products),
                        releases,
                        sources))
            .toList());
  }

  static List<Product> loadProducts() {
    return products(json(), Sources.builtIn());
  }

  private static List<Product> products(JsonNode json, Sources sources) {
    return Products.of(json.get("products"), sources);
  }

  private static Map<String, Fix> fixes(JsonNode fixes, List<Product> products) {
    Map<String, Fix> read = new LinkedHashMap<>();
    fixes
        .properties()
        .forEach(
            entry ->
                read.put(
                    entry.getKey(),
                    fix(
                        entry.getKey(),
                        new Document(entry.getKey(), entry.getValue()).section(),
                        products)));
    return read;
  }

  static Remedies loadRemedies() {
    return new Remedies(json().get("remedies"));
  }

  static List<SystemProcess> loadProcesses() {
    JsonNode json = json();
    Section exceptions = new Document("exceptions", json.get("exceptions")).section();
    return json.get("processes").properties().stream()
        .map(
            entry ->
                process(
                    entry.getKey(),
                    new Document(entry.getKey(), entry.getValue()).section(),
                    exceptions))
        .toList();
  }

  static Map<String, String> loadCarriers() {
    return new Document("carriers", json()).section().texts("carriers");
  }

  static Tour loadTour() {
    return Tour.of(json().get("tour"));
  }

  /** Every exception of a process is described, and every code of one exists. */
  private static void check(Document processes) {
    Section top = processes.section();
    Section exceptions = top.section("exceptions");
    for (String id : exceptions.keys()) {
      Section exception = exceptions.section(id);
      for (String code : exception.list("codes", String::valueOf, List.<String>of())) {
        if (Stream.of(Violation.values()).noneMatch(one -> one.code().equals(code))) {
          processes.problem(exception.at("codes"), "'" + code + "' is not a violation code");
        }
      }
    }
    for (String name : top.section("processes").keys()) {
      Section process = top.section("processes").section(name);
      for (String id : process.list("exceptions", String::valueOf, List.<String>of())) {
        if (!exceptions.keys().contains(id)) {
          processes.problem(process.at("exceptions"), "'" + id + "' is not under 'exceptions'");
        }
      }
    }
  }

  static List<DocumentKind> loadDocuments() {
    return LeadingDocuments.of(json().get("documents"));
  }

  private static SystemProcess process(String name, Section section, Section exceptions) {
    return new SystemProcess(
        name,
        section.text("activity", ""),
        section.text("doing", ""),
        Set.copyOf(section.list("platforms", Platform::ofLabel, List.of())),
        section.flag("in-filter", true),
        section.list("exceptions", id -> exemption(exceptions.section(id)), List.of()));
  }

  private static SystemProcess.Exemption exemption(Section section) {
    return new SystemProcess.Exemption(
        section.text("text", ""), Set.copyOf(section.list("codes", Violation::ofCode, List.of())));
  }

  private static JsonNode json() {
    try (InputStream in =
        Objects.requireNonNull(CompiledRules.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      return JsonMapper.shared().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the built-in rules", e);
    }
  }

  private static Map<String, Document> read(
      Path directory, Kind kind, SchemaFiles files, List<Document> documents) throws IOException {
    Map<String, Document> read = new LinkedHashMap<>();
    try (var paths = Files.list(directory)) {
      for (Path file : paths.sorted().toList()) {
        String name = file.getFileName().toString();
        Document document = read(file, kind, files);
        documents.add(document);
        read.put(name.substring(0, name.lastIndexOf('.')), document);
      }
    }
    return read;
  }

  private static Document read(Path file, Kind kind, SchemaFiles files) {
    return files.read(SchemaFiles.bytes(file, file.toString()), file.toString(), kind);
  }

  private static void check(String code, Document document, Map<String, Document> fixes) {
    try {
      Violation.ofCode(code);
    } catch (IllegalArgumentException e) {
      document.problem(
          document.root(), "the file is not named after a violation code: " + e.getMessage());
    }
    String fix = document.section().text("fix", "");
    if (!fixes.containsKey(fix)) {
      document.problem(
          document.section().at("fix"), "no fix '" + fix + "'; known: " + fixes.keySet());
    }
  }

  private static Rule rule(
      Violation violation,
      Document document,
      Map<String, Fix> fixes,
      Releases releases,
      Sources sources) {
    Section top = document.section();
    Optional<Quote> quotes =
        top.optional("quotes")
            .map(quote -> new Quote(quote.text("placeholder", ""), quote.text("stands-for", "")));
    return new Rule(
        violation,
        top.text("title", ""),
        top.text("meaning", ""),
        top.text("threshold", ""),
        new Rule.Messages(
            quotes,
            messages(violation, quotes, releases),
            Optional.ofNullable(top.text("only-logged", null))),
        new Rule.Remedy(
            top.text("remedy", ""),
            Optional.ofNullable(top.text("commands", null)),
            fixes.get(top.text("fix", ""))),
        coverage(top),
        new Rule.Grounds(
            top.value(
                "evidence", name -> SettingKeys.constant(Evidence.class, name), Evidence.INFERRED),
            sources.cited(top.at("sources"))));
  }

  private static Rule.Coverage coverage(Section top) {
    return new Rule.Coverage(
        top.optional("boundary")
            .map(
                boundary ->
                    new Boundary(boundary.text("violating", ""), boundary.text("clean", ""))),
        Optional.ofNullable(top.text("no-boundary", null)),
        Optional.ofNullable(top.text("unreachable", null)),
        unreachableOver(top),
        Optional.ofNullable(top.text("fewer-than-three", null)));
  }

  private static Map<TlsVersion, String> unreachableOver(Section top) {
    Map<TlsVersion, String> reasons = new EnumMap<>(TlsVersion.class);
    top.texts("unreachable-over")
        .forEach((version, reason) -> reasons.put(TlsVersion.ofLabel(version), reason));
    return Collections.unmodifiableMap(reasons);
  }

  private static Map<OsRelease, String> messages(
      Violation violation, Optional<Quote> quotes, Releases releases) {
    DetectedViolation quoting =
        new DetectedViolation(violation, quotes.map(Quote::placeholder).orElse(""));
    Map<OsRelease, String> messages = new LinkedHashMap<>();
    releases.all().stream()
        .filter(release -> release.knows(violation))
        .forEach(release -> messages.put(release, release.message(quoting, Rule.HOST)));
    return messages;
  }

  private static Fix fix(String id, Section section, List<Product> products) {
    Map<String, String> snippets = new LinkedHashMap<>();
    products.forEach(product -> snippets.put(product.label(), section.text(product.label(), "")));
    return new Fix(id, section.text("title", ""), Collections.unmodifiableMap(snippets));
  }
}
