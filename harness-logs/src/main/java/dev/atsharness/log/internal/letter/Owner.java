package dev.atsharness.log.internal.letter;

import dev.atsharness.scenario.Role;
import java.util.Optional;

/**
 * What is known of the owner of a server. The strings are what somebody wrote into a file: hostile.
 *
 * @param name who answers for the server
 * @param product the label of the server software, as in {@code scenarios/fixes}
 * @param role what the server is for
 */
public record Owner(Optional<String> name, Optional<String> product, Optional<Role> role) {

  /** Nothing is known. */
  public static final Owner UNKNOWN =
      new Owner(Optional.empty(), Optional.empty(), Optional.empty());
}
