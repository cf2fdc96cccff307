package dev.atsharness.console.internal;

import dev.atsharness.ats.Violation;
import dev.atsharness.scenario.internal.Citation;
import dev.atsharness.scenario.internal.Rule;
import dev.atsharness.scenario.internal.Rules;
import dev.atsharness.server.Manifest;
import dev.atsharness.server.internal.ConsoleExtension;
import dev.atsharness.server.internal.console.ApiRoute;
import dev.atsharness.server.internal.http.HttpAnswer;
import dev.atsharness.server.journal.Journal;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The violation codes for the console's search: {@code GET /api/codes} returns the title, the
 * messages, the remedy and the sources of each code.
 */
public final class CodesConsole implements ConsoleExtension {

  @Override
  public List<ApiRoute> routes(Manifest manifest, Journal journal) {
    return List.of(ApiRoute.get("/api/codes", Set.of(), call -> HttpAnswer.json(codes())));
  }

  private static String codes() {
    ObjectNode root = JsonMapper.shared().createObjectNode();
    ArrayNode codes = root.putArray("codes");
    for (Rule rule : Rules.builtIn().all()) {
      Violation violation = rule.violation();
      ObjectNode code = codes.addObject();
      code.put("code", violation.code());
      code.put("kind", violation.kind().name().toLowerCase(Locale.ROOT));
      code.put("title", rule.title());
      code.put("remedy", rule.remedy().text());
      ObjectNode messages = code.putObject("messages");
      rule.messages().byRelease().forEach((release, text) -> messages.put(release.label(), text));
      code.set("sources", Citation.json(rule.grounds().sources()));
    }
    return root.toPrettyString() + "\n";
  }
}
