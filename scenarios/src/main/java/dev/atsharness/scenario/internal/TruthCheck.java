package dev.atsharness.scenario.internal;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.ats.Violation;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.ClientExpectation;
import dev.atsharness.scenario.Expectation;
import dev.atsharness.scenario.Scenario;
import dev.atsharness.yaml.internal.Document;
import dev.atsharness.yaml.internal.Document.Section;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The differences between the hand-written ground truth of a scenario and the computed one.
 *
 * @param lines by the key under {@code expect}: {@code violations}, {@code implied}, {@code ats},
 *     {@code fcp}
 * @param clients by client profile
 */
public record TruthCheck(Map<String, String> lines, Map<ClientProfile, String> clients) {
  private static final String FALLBACK = "lab";
  private static final String ATS = "ats-app";
  private static final String FCP = "fcp-app";

  /** The differences in what the file states; an entry of a client may leave out the stage. */
  public static TruthCheck of(Scenario scenario, Catalogue catalogue) {
    return of(scenario, catalogue, false);
  }

  /** The same for a file of the catalogue, in which each entry has to state the stage. */
  public static TruthCheck withStages(Scenario scenario, Catalogue catalogue) {
    return of(scenario, catalogue, true);
  }

  private static TruthCheck of(Scenario scenario, Catalogue catalogue, boolean stages) {
    ComputedTruth computed = ComputedTruth.of(scenario, catalogue);
    Map<String, String> lines = new LinkedHashMap<>();
    ClientProfile reference = catalogue.reference();
    ClientProfile lab = catalogue.profile(FALLBACK);
    Set<Violation> codes = computed.codes(reference, lab);
    Set<Violation> implied = computed.implied(codes, reference, lab);
    Set<Violation> faults = new HashSet<>(codes);
    faults.removeAll(implied);
    Expectation stated = scenario.expect();
    compare(lines, "violations", labels(stated.violations()), labels(faults));
    compare(lines, "implied", labels(stated.implied()), labels(implied));
    compare(lines, "ats", stated.ats().label(), computed.verdict(catalogue.profile(ATS)).label());
    compare(lines, "fcp", stated.fcp().label(), computed.verdict(catalogue.profile(FCP)).label());
    Map<ClientProfile, String> clients = new LinkedHashMap<>();
    for (ClientProfile client : catalogue.profiles()) {
      ClientExpectation byHand = scenario.expectationFor(client);
      ClientExpectation byRules = computed.client(client);
      boolean withStage =
          stages && StatedTruth.entryKey(stated.clients().keySet(), client).isPresent();
      if (!comparable(byHand, byRules, withStage).equals(comparable(byRules, byRules, true))) {
        clients.put(client, "is " + words(byHand) + ", but the rules compute " + words(byRules));
      }
    }
    return new TruthCheck(lines, clients);
  }

  /**
   * One problem for each line and each entry of a client. What no entry states follows from the
   * lines, so it is reported only if these are right.
   */
  void report(Document document) {
    Section expect = document.section().section("expect");
    lines.forEach((key, message) -> document.problem(expect.at(key), key + " " + message));
    Section entries = expect.section("clients");
    Map<Optional<String>, List<ClientProfile>> byEntry =
        clients.keySet().stream()
            .collect(
                Collectors.groupingBy(
                    client -> StatedTruth.entryKey(entries.keys(), client),
                    LinkedHashMap::new,
                    Collectors.toList()));
    byEntry.forEach(
        (entry, profiles) -> {
          if (entry.isEmpty() && !lines.isEmpty()) {
            return;
          }
          String others =
              profiles.size() == 1
                  ? ""
                  : "; likewise "
                      + profiles.stream()
                          .skip(1)
                          .map(ClientProfile::id)
                          .collect(Collectors.joining(", "));
          ClientProfile first = profiles.get(0);
          document.problem(
              entry.map(entries::at).orElseGet(() -> expect.at("")),
              "clients: " + first.id() + " " + clients.get(first) + others);
        });
  }

  /** Whether nothing differs. */
  boolean agrees() {
    return lines.isEmpty() && clients.isEmpty();
  }

  private static void compare(
      Map<String, String> lines, String key, String stated, String computed) {
    if (!stated.equals(computed)) {
      lines.put(key, "is " + stated + ", but the rules compute " + computed);
    }
  }

  /**
   * The stated expectation.
   *
   * @param withStage whether the stage is compared even if none is stated, as it is where there is
   *     an entry: what follows from the lines has none
   */
  private static List<Object> comparable(
      ClientExpectation truth, ClientExpectation byRules, boolean withStage) {
    return List.of(
        truth.connects(),
        truth.refusedBy(),
        truth.alert(),
        withStage ? truth.stage() : truth.stage().or(byRules::stage),
        labels(truth.logs()),
        labels(truth.mayLog()));
  }

  /** The text as in a scenario file. */
  private static String words(ClientExpectation truth) {
    List<String> words = new ArrayList<>();
    words.add("connects: " + truth.connects().label());
    truth.refusedBy().ifPresent(side -> words.add("refused-by: " + side.label()));
    truth.stage().ifPresent(stage -> words.add("stage: " + stage));
    truth.alert().ifPresent(alert -> words.add("alert: " + alert));
    words.add("logs: " + labels(truth.logs()));
    if (!truth.mayLog().isEmpty()) {
      words.add("may-log: " + labels(truth.mayLog()));
    }
    return "{" + String.join(", ", words) + "}";
  }

  private static String labels(Collection<Violation> violations) {
    Stream<Violation> ordered =
        violations.isEmpty() ? Stream.empty() : EnumSet.copyOf(violations).stream();
    return ordered.map(Violation::code).collect(Collectors.joining(", ", "[", "]"));
  }
}
