package dev.atsharness.log.internal.letter;

import dev.atsharness.scenario.Role;
import java.net.URI;
import java.util.Optional;

/**
 * What one row of a list says about a server. The strings are what somebody wrote into a file:
 * hostile.
 *
 * @param name who answers for the server
 * @param product the label of the server software, as in {@code scenarios/fixes}
 * @param role what the server is for
 * @param url where the server is
 */
public record Owner(
    Optional<String> name, Optional<String> product, Optional<Role> role, Optional<URI> url) {

  /** Nothing is known. */
  public static final Owner UNKNOWN =
      new Owner(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** The same owner of another server of the host, whose URL is not known. */
  public Owner withoutRole() {
    return new Owner(name, product, Optional.empty(), Optional.empty());
  }

  /** Whether Apple's requirements do not apply to a server of this role. */
  boolean isExempt() {
    return role.filter(Role::exempt).isPresent();
  }
}
