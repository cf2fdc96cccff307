package dev.atsharness.scenario.internal;

import dev.atsharness.scenario.internal.ServerSettings.Transport;
import java.util.Optional;

/**
 * What an endpoint answers once a request has come through.
 *
 * @param status status of the response (RFC 9110 section 15)
 * @param nextHop whether the response leads on, and how: to the endpoint's other shared port under
 *     the same host name, by a redirect if the status is one, else by the document that the role
 *     serves; what is there answers plainly
 * @param slowBody whether the body drips
 */
public record HttpSettings(int status, Optional<Transport> nextHop, boolean slowBody) {

  /** Whether the response is a redirect (RFC 9110 section 15.4). */
  public boolean redirects() {
    return status / 100 == 3;
  }

  /** Whether the response leads on to a place without TLS. */
  public boolean leadsToClearText() {
    return nextHop.equals(Optional.of(Transport.HTTP));
  }
}
