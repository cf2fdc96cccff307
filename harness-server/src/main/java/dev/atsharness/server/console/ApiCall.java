package dev.atsharness.server.console;

import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/** A request to the console's API. What it holds is the client's, and may be hostile. */
public final class ApiCall {

  private final Asked asked;
  private final Map<String, String> parameters;
  private final InputStream body;

  ApiCall(Asked asked, Map<String, String> parameters, InputStream body) {
    this.asked = asked;
    this.parameters = Map.copyOf(parameters);
    this.body = body;
  }

  /** By what the client reaches the console. */
  public Asked asked() {
    return asked;
  }

  /** The decoded value of a query parameter; empty if it was not given. */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /**
   * The body, to be read once; reading waits for what the client has not sent yet. Past the route's
   * limit it throws {@link TooLongException}, which the handler lets through.
   */
  public InputStream body() {
    return body;
  }
}
