package dev.atsharness.scenario.internal;

import dev.atsharness.scenario.internal.ServerSettings.Transport;
import java.util.Optional;

/**
 * How an endpoint answers a request.
 *
 * @param status status of the response (RFC 9110 section 15)
 * @param nextHop the scheme of the URL to which the response leads, if it leads on: on the
 *     endpoint's other shared port under the same host name, by a redirect if the status is one,
 *     otherwise by the document that the role serves; that URL answers 200
 * @param leadsTo the id of the scenario to whose endpoint the response leads in the same way
 * @param slowBody whether the body is sent slowly, byte by byte
 */
public record HttpSettings(
    int status, Optional<Transport> nextHop, Optional<String> leadsTo, boolean slowBody) {

  /** Whether the response is a redirect (RFC 9110 section 15.4). */
  public boolean redirects() {
    return status / 100 == 3;
  }

  /** Whether the response leads on to another URL. */
  public boolean leadsOn() {
    return nextHop.isPresent() || leadsTo.isPresent();
  }

  /** Whether the response leads on to a place without TLS. */
  public boolean leadsToClearText() {
    return nextHop.equals(Optional.of(Transport.HTTP));
  }
}
