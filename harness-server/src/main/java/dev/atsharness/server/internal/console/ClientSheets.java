package dev.atsharness.server.internal.console;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.server.internal.http.HttpAnswer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lists the client profiles as JSON.
 *
 * @param catalogue the served scenarios, with the client profiles
 */
public record ClientSheets(Catalogue catalogue) {

  /**
   * The route {@code /api/clients}: the id, title, OS release and mode of each profile, and whether
   * it is the profile of a device's system processes.
   */
  public ApiRoute route() {
    return ApiRoute.get("/api/clients", Set.of(), call -> HttpAnswer.json(json() + "\n"));
  }

  private String json() {
    ObjectNode root = JsonMapper.shared().createObjectNode();
    ArrayNode clients = root.putArray("clients");
    List<ClientProfile> devices = catalogue.devices();
    for (ClientProfile profile : catalogue.profiles()) {
      clients
          .addObject()
          .put("id", profile.id())
          .put("title", profile.title())
          .put("release", profile.release().label())
          .put("mode", profile.enforcement().mode().name().toLowerCase(Locale.ROOT))
          .put("device", devices.contains(profile));
    }
    return root.toPrettyString();
  }
}
