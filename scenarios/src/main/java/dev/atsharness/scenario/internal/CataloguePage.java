package dev.atsharness.scenario.internal;

import dev.atsharness.ats.Violation;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.ClientExpectation;
import dev.atsharness.scenario.Expectation;
import dev.atsharness.scenario.Role;
import dev.atsharness.scenario.Scenario;
import dev.atsharness.yaml.BadFileException;
import dev.atsharness.yaml.internal.Document;
import dev.atsharness.yaml.internal.SchemaFiles;
import dev.atsharness.yaml.internal.SchemaFiles.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The generated part of {@code scenarios/README.md}: the keys, the scenarios by family, the rules
 * and the scenarios that reach them, what is not in the catalogue, and the sources. It is between
 * two markers; the rest of the page is written by hand.
 */
final class CataloguePage {
  private static final String BEGIN = "<!-- Made from the files; see CONTRIBUTING.md. -->\n";
  private static final String END = "<!-- Written by hand again. -->\n";

  private final Catalogue catalogue;
  private final Rules rules;
  private final StringBuilder page = new StringBuilder();

  private CataloguePage(Catalogue catalogue, Rules rules) {
    this.catalogue = catalogue;
    this.rules = rules;
  }

  /**
   * The page with its generated part made from the files.
   *
   * @param module the directory of the page, of {@code niap-tests.yaml} and {@code
   *     not-covered.yaml}
   * @throws IOException if one of them cannot be read, or the page has no markers
   */
  static String renewed(Path module, Catalogue catalogue, Rules rules) throws IOException {
    String old = Files.readString(module.resolve("README.md"));
    int begin = old.indexOf(BEGIN);
    int end = old.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException("README.md has lost its markers " + BEGIN + END);
    }
    return old.substring(0, begin + BEGIN.length())
        + new CataloguePage(catalogue, rules).made(module)
        + old.substring(end);
  }

  private String made(Path module) throws IOException {
    keys();
    line("");
    line("## The scenarios");
    line("");
    Map<String, List<Scenario>> families =
        catalogue.scenarios().stream()
            .collect(
                Collectors.groupingBy(
                    scenario -> scenario.id().substring(0, scenario.id().indexOf('/')),
                    TreeMap::new,
                    Collectors.toList()));
    line(
        families.keySet().stream()
            .map(family -> "[" + family + "](#" + family + ")")
            .collect(Collectors.joining(" · ")));
    line("");
    line(
        catalogue.scenarios().size()
            + " scenarios. One without a control must not be flagged itself, and may be the"
            + " control of others. The last column says what a system process of "
            + Releases.words(catalogue.releases().all(), "and")
            + " does: it connects unless the cell says otherwise.");
    families.forEach(this::family);
    seenOnDevices();
    coverage();
    tour(Tour.builtIn());
    niap(NiapTest.read(module.resolve("niap-tests.yaml")));
    absent(module.resolve("not-covered.yaml"));
    sources();
    line("");
    return page.toString();
  }

  private void keys() {
    line("");
    line("## The keys of a scenario file");
    line("");
    line("| key | values | default | meaning |");
    line("|---|---|---|---|");
    for (SchemaKey key : SchemaKey.ofScenarios()) {
      row(
          List.of(
              "`" + key.path() + "`", cell(key.values()), cell(key.absent()), cell(key.meaning())));
    }
  }

  private void family(String name, List<Scenario> scenarios) {
    line("");
    line("### " + name);
    line("");
    line("| scenario | what it is | violations | implied | control | ATS | FCP | devices |");
    line("|---|---|---|---|---|---|---|---|");
    for (Scenario scenario : scenarios) {
      Expectation expect = scenario.expect();
      row(
          List.of(
              link(scenario.id(), scenario.label()),
              cell(scenario.description().title()),
              codes(expect.violations()),
              codes(expect.implied()),
              scenario.control().map(id -> link(id, id)).orElse(""),
              expect.ats().label(),
              expect.fcp().label(),
              devices(scenario)));
    }
  }

  private void seenOnDevices() {
    line("");
    line("## Seen on real devices");
    line("");
    List<Scenario> seen =
        catalogue.scenarios().stream()
            .filter(scenario -> !scenario.grounds().devices().isEmpty())
            .toList();
    if (seen.isEmpty()) {
      line("None yet. [How to add one.](../docs/contributing-results.md)");
      return;
    }
    line("| scenario | devices that do what its file states |");
    line("|---|---|");
    seen.forEach(
        scenario ->
            row(
                List.of(
                    link(scenario.id(), scenario.id()),
                    cell(String.join("; ", scenario.grounds().devices())))));
  }

  /** What devices do; devices that do the same are listed together. */
  private String devices(Scenario scenario) {
    Map<String, List<String>> releases = new LinkedHashMap<>();
    catalogue
        .devices()
        .forEach(
            device ->
                releases
                    .computeIfAbsent(
                        does(scenario.expectationFor(device)), does -> new ArrayList<>())
                    .add(device.release().number().inShort()));
    return releases.size() == 1
        ? releases.keySet().iterator().next()
        : releases.entrySet().stream()
            .filter(entry -> !entry.getKey().isEmpty())
            .map(entry -> String.join(", ", entry.getValue()) + ": " + entry.getKey())
            .collect(Collectors.joining("; "));
  }

  private static String does(ClientExpectation client) {
    String connects =
        switch (client.connects()) {
          case TRUE -> "";
          case FALSE ->
              "refused" + client.refusedBy().map(side -> " by " + side.label()).orElse("");
          case UNKNOWN -> "not known";
        };
    return Stream.of(
            connects,
            client.logs().isEmpty() ? "" : "logs " + codes(client.logs()),
            client.mayLog().isEmpty() ? "" : "may log " + codes(client.mayLog()))
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private void coverage() {
    line("");
    line("## The rules and the scenarios that reach them");
    line("");
    line("| rule | violating | their controls | nearest to the threshold: violating, clean |");
    line("|---|---|---|---|");
    for (Rule rule : rules.all()) {
      List<Scenario> violating = violating(rule.violation());
      row(
          List.of(
              "[`" + rule.violation() + "`](rules/" + rule.violation() + ".yaml)",
              rule.coverage()
                  .unreachable()
                  .map(reason -> "none: " + cell(reason))
                  .orElseGet(
                      () -> links(violating.stream().map(Scenario::id)) + notes(rule.coverage())),
              violating.isEmpty()
                  ? "none: nothing violates it"
                  : links(
                      violating.stream()
                          .flatMap(scenario -> scenario.control().stream())
                          .distinct()),
              rule.coverage()
                  .boundary()
                  .map(boundary -> links(Stream.of(boundary.violating(), boundary.clean())))
                  .orElseGet(() -> "none: " + cell(rule.coverage().noBoundary().orElse("")))));
    }
  }

  /** Why there are not more scenarios. */
  private static String notes(Rule.Coverage coverage) {
    Stream<String> versions =
        coverage.unreachableOver().entrySet().stream()
            .map(entry -> "none over " + entry.getKey() + ": " + entry.getValue());
    return Stream.concat(coverage.fewerThanThree().stream(), versions)
        .map(note -> " (" + cell(note) + ")")
        .collect(Collectors.joining());
  }

  private void tour(Tour tour) {
    line("");
    line("## How a device is made to connect");
    line("");
    line("| endpoint's role | what the person does | platforms | processes | evidence |");
    line("|---|---|---|---|---|");
    for (Trigger trigger : tour.triggers()) {
      row(
          List.of(
              labels(trigger.roles().stream().map(Role::label)),
              cell(trigger.instructions().action())
                  + trigger.impossible().map(why -> " (**not possible**: " + why + ")").orElse(""),
              labels(trigger.platforms().stream().map(Platform::label)),
              String.join(", ", trigger.processes()),
              trigger.grounds().evidence().label()));
    }
    line("");
    line("### A tour");
    line("");
    line("| scenario | by | what to look at |");
    line("|---|---|---|");
    for (Tour.Stop stop : tour.stops()) {
      row(List.of(link(stop.scenario(), stop.scenario()), stop.trigger().id(), cell(stop.look())));
    }
  }

  private static String labels(Stream<String> labels) {
    return labels.sorted().collect(Collectors.joining(", "));
  }

  private List<Scenario> violating(Violation violation) {
    return catalogue.scenarios().stream()
        .filter(scenario -> scenario.expect().violations().contains(violation))
        .toList();
  }

  private void niap(List<NiapTest> tests) {
    line("");
    line("## NIAP's tests of a client and the scenarios that are these tests");
    line("");
    line(
        "The tests are those of FCS_TLSC_EXT.1 to 6 in NIAP's Functional Package for TLS 2.1. The"
            + " numbers are ours: they count the tests of FCS_TLSC_EXT.1 and their parts; those of"
            + " the other components begin with 'ext'. 'check --client' runs a client over the"
            + " scenarios without a star and judges it. At a scenario with a star the client's"
            + " policy decides, so no rule of the protocol judges it, and 'check --client' leaves it"
            + " out. Let the client connect to the server of 'serve' there, and read in the journal"
            + " whether the handshake was completed, which side ended it, and with which alert. The"
            + " same holds for a test whose scenarios all have a star.");
    line("");
    line("| test | what the server does | scenarios |");
    line("|---|---|---|");
    for (NiapTest test : tests) {
      row(
          List.of(
              test.id(),
              cell(test.title()),
              test.reason()
                  .map(reason -> "none: " + cell(reason))
                  .orElseGet(
                      () ->
                          test.scenarios().stream()
                                  .map(this::linkOfTest)
                                  .collect(Collectors.joining(", "))
                              + test.note().map(note -> ". " + cell(note)).orElse(""))));
    }
  }

  private String linkOfTest(String id) {
    Scenario scenario = catalogue.scenariosById().get(id);
    return link(id, id) + (scenario.expect().duty().isPresent() ? "" : "\\*");
  }

  private void absent(Path file) throws IOException {
    line("");
    line("## Not in the catalogue, and why");
    line("");
    for (Rule rule : rules.all()) {
      rule.coverage()
          .unreachable()
          .ifPresent(reason -> line("- `" + rule.violation() + "`: " + reason));
      rule.coverage()
          .unreachableOver()
          .forEach(
              (version, reason) ->
                  line("- `" + rule.violation() + "` over " + version + ": " + reason));
    }
    Document document =
        new SchemaFiles()
            .read(SchemaFiles.bytes(file, file.toString()), file.toString(), Kind.NOT_COVERED);
    if (!document.problems().isEmpty()) {
      throw new BadFileException(document.problems());
    }
    document
        .section()
        .texts("absent")
        .forEach((what, why) -> line("- " + what + ": " + why.strip()));
  }

  private void sources() {
    line("");
    line("## Sources");
    line("");
    for (Source source : Sources.builtIn().all()) {
      String title =
          source
              .url()
              .map(url -> "[" + cell(source.title()) + "](" + url + ")")
              .orElseGet(() -> cell(source.title()));
      line(
          "- `"
              + source.key()
              + "` "
              + title
              + source.withoutUrl().map(why -> " (no URL: " + cell(why) + ")").orElse(""));
    }
  }

  private void row(List<String> cells) {
    line("| " + String.join(" | ", cells) + " |");
  }

  private void line(String text) {
    page.append(text).append('\n');
  }

  private static String links(Stream<String> ids) {
    return ids.map(id -> link(id, id)).collect(Collectors.joining(", "));
  }

  private static String link(String id, String text) {
    return "[" + text + "](catalog/" + id + ".yaml)";
  }

  private static String codes(Collection<Violation> violations) {
    return violations.stream().map(Violation::code).sorted().collect(Collectors.joining(", "));
  }

  private static String cell(String text) {
    return text.strip().replace("|", "\\|").replace("<", "&lt;");
  }
}
