package dev.atsharness.server.internal.console;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.server.internal.http.HttpAnswer;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The client profiles, as JSON.
 *
 * @param catalogue what is served
 */
public record ClientSheets(Catalogue catalogue) {

  /**
   * {@code /api/clients}: of each profile its id, title, OS release and mode, and whether it is
   * that of a device's system processes.
   */
  public ApiRoute route() {
    return ApiRoute.get("/api/clients", Set.of(), call -> HttpAnswer.json(json() + "\n"));
  }

  private String json() {
    ObjectNode root = JsonMapper.shared().createObjectNode();
    ArrayNode clients = root.putArray("clients");
    for (ClientProfile profile : catalogue.profiles()) {
      clients
          .addObject()
          .put("id", profile.id())
          .put("title", profile.title())
          .put("release", profile.release().label())
          .put("mode", profile.enforcement().mode().name().toLowerCase(Locale.ROOT))
          .put("device", catalogue.devices().contains(profile));
    }
    return root.toPrettyString();
  }
}
