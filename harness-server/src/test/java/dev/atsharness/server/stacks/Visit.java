package dev.atsharness.server.stacks;

import java.util.Optional;

/**
 * What a client said about a server, and what the server saw of it.
 *
 * @param said the client's output
 * @param serverName the SNI host name that it sent
 */
record Visit(String said, Optional<String> serverName) {

  private static final String VERIFIED = "verified ";
  private static final String REFUSED = "refused ";

  boolean isVerified() {
    return said.startsWith(VERIFIED);
  }

  boolean isRefused() {
    return said.startsWith(REFUSED);
  }

  /** The negotiated version, if the server was verified. */
  Optional<String> version() {
    return isVerified() ? Optional.of(said.substring(VERIFIED.length())) : Optional.empty();
  }
}
