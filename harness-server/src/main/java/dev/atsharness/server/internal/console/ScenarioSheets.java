package dev.atsharness.server.internal.console;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.ats.Violation;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.ClientDuty;
import dev.atsharness.scenario.Scenario;
import dev.atsharness.scenario.internal.Citation;
import dev.atsharness.scenario.internal.Fix;
import dev.atsharness.scenario.internal.Product;
import dev.atsharness.scenario.internal.Rule;
import dev.atsharness.scenario.internal.Rules;
import dev.atsharness.scenario.internal.ScenarioSheet;
import dev.atsharness.scenario.internal.Sources;
import dev.atsharness.server.internal.http.HttpAnswer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The facts about each scenario, as JSON.
 *
 * @param catalogue the scenarios served
 * @param host the host name of a scenario's endpoint
 */
public record ScenarioSheets(Catalogue catalogue, Function<Scenario, String> host) {

  private static final String ID = "id";

  /** The route {@code /api/scenario?id=ID}. */
  public ApiRoute route() {
    return ApiRoute.get("/api/scenario", Set.of(ID), this::answer);
  }

  private HttpAnswer answer(ApiCall call) {
    return call.parameter(ID)
        .flatMap(this::find)
        .map(scenario -> HttpAnswer.json(json(sheet(scenario)).toPrettyString() + "\n"))
        .orElseGet(
            () ->
                HttpAnswer.text(
                    404, "'id' is not the id of an endpoint; /api/manifest lists all ids"));
  }

  private Optional<Scenario> find(String id) {
    return catalogue.scenarios().stream().filter(one -> one.id().equals(id)).findFirst();
  }

  private ScenarioSheet sheet(Scenario scenario) {
    return ScenarioSheet.of(scenario, scenario.control().flatMap(this::find), catalogue, host);
  }

  private static ObjectNode json(ScenarioSheet sheet) {
    Scenario scenario = sheet.scenario();
    ObjectNode node = JsonMapper.shared().createObjectNode();
    node.put("id", scenario.id());
    Scenario.Description description = scenario.description();
    node.put("title", description.title());
    node.put("why", description.why().strip());
    node.put("role", description.role().label());
    node.put("control", scenario.control().orElse(null));
    violations(node.putArray("violations"), scenario.expect().violations());
    violations(node.putArray("implied"), scenario.expect().implied());
    node.put("ats", scenario.expect().ats().label());
    node.put("fcp", scenario.expect().fcp().label());
    node.put("clientMust", scenario.expect().duty().map(ClientDuty::sentence).orElse(null));
    node.put("evidence", scenario.grounds().evidence().label());
    ArrayNode devices = node.putArray("devices");
    scenario.grounds().devices().forEach(devices::add);
    ArrayNode references = node.putArray("references");
    scenario.grounds().references().forEach(references::add);
    node.set("sources", Citation.json(Sources.builtIn().cited(scenario.grounds().references())));
    ArrayNode settings = node.putArray("settings");
    for (ScenarioSheet.Setting setting : sheet.settings()) {
      settings
          .addObject()
          .put("path", setting.path())
          .put("value", setting.value().orElse(null))
          .put("controlDiffers", setting.controlDiffers());
    }
    ArrayNode clients = node.putArray("clients");
    sheet.clients().forEach(client -> write(client, clients.addObject()));
    ArrayNode messages = node.putArray("messages");
    sheet.messages().forEach(message -> write(message, messages.addObject()));
    sheet.next().ifPresent(next -> write(next, node.putObject("next")));
    node.put("passes", sheet.passes());
    ArrayNode causes = node.putArray("causes");
    Set<Fix> ofCures =
        sheet.cures().stream().map(cure -> cure.remedy().fix()).collect(Collectors.toSet());
    sheet.causes().forEach(cause -> write(cause, ofCures, causes.addObject()));
    ArrayNode cures = node.putArray("cures");
    sheet.cures().forEach(cure -> write(cure, cures.addObject()));
    ArrayNode products = node.putArray("products");
    Product.all().forEach(product -> write(product, products.addObject()));
    return node;
  }

  private static void violations(ArrayNode to, List<Violation> violations) {
    Rules rules = Rules.builtIn();
    for (Violation violation : violations) {
      to.addObject().put("code", violation.code()).put("title", rules.of(violation).title());
    }
  }

  private static void write(ScenarioSheet.Client client, ObjectNode to) {
    ClientProfile profile = client.profile();
    to.put("profile", profile.id());
    to.put("title", profile.title());
    to.put("release", profile.release().label());
    to.put("connects", client.connects());
    to.put("logs", client.logs());
  }

  private static void write(ScenarioSheet.Message message, ObjectNode to) {
    to.put("violation", message.violation().code());
    ObjectNode texts = to.putObject("texts");
    message.texts().forEach((release, text) -> texts.put(release.label(), text));
    to.put("reach", message.reach().name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  private static void write(ScenarioSheet.Next next, ObjectNode to) {
    to.put("id", next.id());
    to.put("host", next.host());
    ArrayNode messages = to.putArray("messages");
    next.messages().forEach(message -> write(message, messages.addObject()));
  }

  /** Writes a cause, with its configurations unless a cure has the same ones. */
  private static void write(ScenarioSheet.Cause cause, Set<Fix> ofCures, ObjectNode to) {
    to.put("cause", cause.name()).put("remedy", cause.remedy());
    cause
        .fix()
        .filter(fix -> !ofCures.contains(fix))
        .ifPresent(fix -> fix.snippets().forEach(to.putObject("servers")::put));
  }

  private static void write(Product product, ObjectNode to) {
    to.put("label", product.label());
    to.put("title", product.title());
    to.put("place", product.place());
    to.put("notRun", product.notRun().orElse(null));
  }

  private static void write(Rule rule, ObjectNode to) {
    to.put("violation", rule.violation().code());
    to.put("title", rule.title());
    to.put("meaning", rule.meaning());
    Rule.Remedy remedy = rule.remedy();
    to.put("remedy", remedy.text());
    to.put("commands", remedy.commands().orElse(null));
    ObjectNode servers = to.putObject("servers");
    remedy.fix().snippets().forEach(servers::put);
    to.put("evidence", rule.grounds().evidence().label());
    to.set("sources", Citation.json(rule.grounds().sources()));
  }
}
