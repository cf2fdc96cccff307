package dev.atsharness.server;

import dev.atsharness.scenario.Scenario;
import java.net.URI;

/**
 * A scenario that is listening.
 *
 * @param scenario what it does
 * @param host its host name, for example {@code no-ems.ats-harness.test}
 * @param address the IP address literal to connect to
 * @param port its dedicated port, where neither SNI nor Host header is needed
 * @param url its URL on the shared port, which needs the host name; of an endpoint that speaks
 *     nothing newer than SSLv3 and hence knows no SNI, on its dedicated port
 */
public record Endpoint(Scenario scenario, String host, String address, int port, URI url) {

  /** The scenario's id, for example {@code handshake/no-ems}. */
  public String id() {
    return scenario.id();
  }
}
