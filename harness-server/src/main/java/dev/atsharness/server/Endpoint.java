package dev.atsharness.server;

import dev.atsharness.scenario.Scenario;
import java.net.URI;

/**
 * A scenario that is listening.
 *
 * @param scenario what it does
 * @param host its host name, for example {@code no-ems.ats-harness.test}; its address if it has
 *     none
 * @param address the IP address literal to connect to
 * @param port its dedicated port, where neither SNI nor Host header is needed
 * @param url its URL on the shared port, which needs the host name; on its dedicated port, if it
 *     has none or speaks nothing newer than SSLv3 and hence knows no SNI
 */
public record Endpoint(Scenario scenario, String host, String address, int port, URI url) {

  /** The scenario's id, for example {@code handshake/no-ems}. */
  public String id() {
    return scenario.id();
  }
}
