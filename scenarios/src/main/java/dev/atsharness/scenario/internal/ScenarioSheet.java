package dev.atsharness.scenario.internal;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.ats.OsRelease;
import dev.atsharness.ats.Violation;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.ClientExpectation;
import dev.atsharness.scenario.Expectation;
import dev.atsharness.scenario.Expectation.Verdict;
import dev.atsharness.scenario.Scenario;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Everything about a scenario, in the order in which people need it: what is set, what clients do,
 * what Apple's processes write, how to fix such a server.
 *
 * @param settings what differs from a compliant server, or from the control
 * @param clients what each client profile does
 * @param messages Apple's messages about it; there are none about an exempt one
 * @param passes whether a process that enforces all of Apple's requirements accepts the server, so
 *     that a fix only removes messages
 * @param cures the rules that say how to fix it
 * @param next the server to which this one leads, if it leads to one
 */
public record ScenarioSheet(
    Scenario scenario,
    List<Setting> settings,
    List<Client> clients,
    List<Message> messages,
    boolean passes,
    List<Rule> cures,
    Optional<Next> next) {

  /**
   * The server to which a scenario leads. A device's messages about it name its host.
   *
   * @param id its scenario
   * @param host its name
   * @param messages Apple's messages about it
   */
  public record Next(String id, String host, List<Message> messages) {}

  /**
   * A reason without a code why a device does not connect, and what to do about it.
   *
   * @param fix the setting that removes it, if one does
   */
  public record Cause(String name, String remedy, Optional<Fix> fix) {}

  /** Why a device does not connect, apart from what a code says. */
  public List<Cause> causes() {
    if (scenario.expect().causes().isEmpty()) {
      return List.of();
    }
    Remedies remedies = Remedies.builtIn();
    Rules rules = Rules.builtIn();
    return scenario.expect().causes().stream()
        .map(
            name ->
                new Cause(
                    name,
                    remedies.ofRefusal(name).orElseThrow(),
                    remedies.fixOf(name).map(rules::fix)))
        .toList();
  }

  /**
   * A setting of the server.
   *
   * @param path where it is in the scenario's file
   * @param value as the file has it; empty if it is set in the control only
   * @param controlDiffers whether the control has another value
   */
  public record Setting(String path, Optional<String> value, boolean controlDiffers) {}

  /** A client profile and what it does. */
  public record Client(ClientProfile profile, ClientExpectation expectation) {

    /** Whether it is a system process of a release, as it is known today. */
    boolean isSystemProcess() {
      return ClientProfiles.hasKind(profile);
    }

    /** Whether it connects, in words. */
    public String connects() {
      return switch (expectation.connects()) {
        case TRUE -> "connects";
        case FALSE ->
            "refused"
                + expectation.refusedBy().map(side -> " by the " + side.label()).orElse("")
                + expectation.alert().map(alert -> ", alert " + alert).orElse("");
        case UNKNOWN -> "no source says";
      };
    }

    /** What it writes into the device's log, in words. */
    public String logs() {
      if (!profile.enforcement().logs()) {
        return "(its log lines are not known)";
      }
      String logs = codes(expectation.logs());
      String may = codes(expectation.mayLog());
      if (expectation.mayLog().isEmpty()) {
        return expectation.logs().isEmpty() ? "logs nothing" : "logs " + logs;
      }
      return expectation.logs().isEmpty()
          ? "may log " + may + ", nothing else"
          : "logs " + logs + ", may log " + may;
    }

    private static String codes(List<Violation> violations) {
      return violations.stream().map(Violation::code).collect(Collectors.joining(", "));
    }
  }

  /** Whether a current device gets as far as writing a message. */
  public enum Reach {
    /** At least one system process certainly does. */
    WRITTEN,
    /** Another client does, and no system process as known today. */
    BY_OTHERS,
    /** It is not known. */
    POSSIBLE,
    /** No device is known to. */
    UNREACHED
  }

  /**
   * The messages of the releases about one violation.
   *
   * @param texts by release, from "Warning" or "Error" on; releases that do not know it are left
   *     out
   * @param devices the profiles of devices that know it
   */
  public record Message(
      Violation violation, Map<OsRelease, String> texts, Reach reach, List<Client> devices) {}

  /**
   * Makes the sheet of a scenario.
   *
   * @param control its control; empty if it has none or that is not available
   * @param catalogue with the clients and the releases
   * @param host a scenario's name in the messages
   */
  public static ScenarioSheet of(
      Scenario scenario,
      Optional<Scenario> control,
      Catalogue catalogue,
      Function<Scenario, String> host) {
    List<ClientProfile> profiles = catalogue.profiles();
    List<Client> clients = clients(scenario, profiles);
    Expectation expect = scenario.expect();
    return new ScenarioSheet(
        scenario,
        settings(scenario, control),
        clients,
        messages(scenario, clients, catalogue, host.apply(scenario)),
        expect.ats() == Verdict.PASS && expect.fcp() == Verdict.PASS,
        cures(scenario, profiles),
        scenario.settings().http().leadsTo().flatMap(id -> next(id, catalogue, host)));
  }

  private static List<Client> clients(Scenario scenario, List<ClientProfile> profiles) {
    return profiles.stream()
        .map(profile -> new Client(profile, scenario.expectationFor(profile)))
        .toList();
  }

  private static Optional<Next> next(
      String id, Catalogue catalogue, Function<Scenario, String> host) {
    return catalogue.scenarios().stream()
        .filter(one -> one.id().equals(id))
        .findFirst()
        .map(
            one ->
                new Next(
                    id,
                    host.apply(one),
                    messages(one, clients(one, catalogue.profiles()), catalogue, host.apply(one))));
  }

  private static List<Setting> settings(Scenario scenario, Optional<Scenario> control) {
    List<String> different = control.map(scenario::differencesFrom).orElse(List.of());
    List<Setting> settings = new ArrayList<>();
    scenario
        .written()
        .forEach(
            (path, value) ->
                settings.add(
                    new Setting(
                        path,
                        Optional.of(value),
                        different.stream().anyMatch(one -> isOrIsBelow(path, one)))));
    for (String path : different) {
      if (scenario.written().keySet().stream().noneMatch(row -> isOrIsBelow(row, path))) {
        settings.add(new Setting(path, Optional.empty(), true));
      }
    }
    return settings;
  }

  private static boolean isOrIsBelow(String path, String other) {
    return path.equals(other) || path.startsWith(other + ".");
  }

  private static List<Message> messages(
      Scenario scenario, List<Client> clients, Catalogue catalogue, String host) {
    AppleMessages messages = new AppleMessages(scenario, catalogue.profiles());
    List<OsRelease> releases = catalogue.releases().all();
    return messages.violations().stream()
        .map(violation -> message(violation, messages, releases, clients, host))
        .toList();
  }

  private static Message message(
      Violation violation,
      AppleMessages messages,
      List<OsRelease> releases,
      List<Client> clients,
      String host) {
    Map<OsRelease, String> texts = new LinkedHashMap<>();
    releases.stream()
        .filter(release -> release.knows(violation))
        .forEach(release -> texts.put(release, messages.of(violation, release, host)));
    List<Client> devices =
        clients.stream()
            .filter(
                client ->
                    client.profile().enforcement().logs()
                        && client.profile().enforcement().verifiesTrust())
            .filter(client -> client.profile().release().knows(violation))
            .toList();
    return new Message(violation, texts, reach(violation, devices), devices);
  }

  private static Reach reach(Violation violation, List<Client> devices) {
    Predicate<Client> logs = one -> one.expectation().logs().contains(violation);
    Predicate<Client> mayLog = one -> one.expectation().mayLog().contains(violation);
    if (devices.stream().anyMatch(logs.and(Client::isSystemProcess))) {
      return Reach.WRITTEN;
    }
    if (devices.stream().anyMatch(mayLog.and(Client::isSystemProcess))) {
      return Reach.POSSIBLE;
    }
    if (devices.stream().anyMatch(logs)) {
      return Reach.BY_OTHERS;
    }
    return devices.stream().anyMatch(mayLog) ? Reach.POSSIBLE : Reach.UNREACHED;
  }

  private static List<Rule> cures(Scenario scenario, List<ClientProfile> profiles) {
    Set<Violation> curable = new LinkedHashSet<>(scenario.expect().violations());
    if (curable.isEmpty() && !scenario.exempt()) {
      curable.addAll(scenario.expect().implied());
      curable.addAll(AppleMessages.possible(scenario, profiles));
    }
    Rules rules = Rules.builtIn();
    return curable.stream().map(rules::of).toList();
  }
}
