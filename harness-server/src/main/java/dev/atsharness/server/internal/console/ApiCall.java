package dev.atsharness.server.internal.console;

import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/** A request to the console's API. Its content comes from the client and may be hostile. */
public final class ApiCall {

  private final Asked asked;
  private final Map<String, String> parameters;
  private final InputStream body;

  ApiCall(Asked asked, Map<String, String> parameters, InputStream body) {
    this.asked = asked;
    this.parameters = Map.copyOf(parameters);
    this.body = body;
  }

  /** The host and port by which the client reaches the console. */
  public Asked asked() {
    return asked;
  }

  /** The decoded value of a query parameter; empty if it was not given. */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /**
   * The body, which can be read once; reading waits until the client has sent it. Reading past the
   * route's limit throws {@link TooLongException}, which the route's handler must not catch.
   */
  public InputStream body() {
    return body;
  }
}
