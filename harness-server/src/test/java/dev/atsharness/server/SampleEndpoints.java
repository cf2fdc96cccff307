package dev.atsharness.server;

import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.Scenario;
import java.net.URI;

/** Endpoints of the built-in catalogue that do not listen. */
public final class SampleEndpoints {

  private SampleEndpoints() {}

  public static Endpoint endpoint(String id) {
    Scenario scenario = Catalogue.builtIn().scenario(id);
    String host = scenario.host("example.test", "127.0.0.1");
    return new Endpoint(
        scenario, host, "127.0.0.1", 9000, URI.create("https://" + host + ":8443/"));
  }
}
