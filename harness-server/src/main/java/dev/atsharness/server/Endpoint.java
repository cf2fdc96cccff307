package dev.atsharness.server;

import dev.atsharness.scenario.Scenario;
import java.net.URI;

/**
 * A scenario that is listening.
 *
 * @param scenario the scenario it serves
 * @param host its host name, for example {@code no-ems.ats-harness.test}; its address if it has no
 *     name
 * @param address the IP address literal to connect to
 * @param port its dedicated port, where neither SNI nor Host header is needed
 * @param url its URL on the shared port, which needs the host name; on its dedicated port if it has
 *     no name, or if it speaks nothing newer than SSLv3 and therefore has no SNI
 */
public record Endpoint(Scenario scenario, String host, String address, int port, URI url) {

  /** The scenario's id, for example {@code handshake/no-ems}. */
  public String id() {
    return scenario.id();
  }
}
