package dev.atsharness.drill.internal;

import dev.atsharness.scenario.Role;
import dev.atsharness.scenario.internal.DrillMaterial;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Gives the servers of a drill their roles and names. Not for use by several threads. */
final class ServerNames {

  /** A role with a host name. */
  record Post(Role role, String host) {}

  private final DrillMaterial material;
  private final SeededRandom dice;
  private final String organisation;
  private final Set<String> hosts = new HashSet<>();
  private final Set<Role> roles = EnumSet.noneOf(Role.class);

  ServerNames(DrillMaterial material, SeededRandom dice) {
    this.material = material;
    this.dice = dice;
    this.organisation = dice.pick(material.organisations());
  }

  /** A free name for a server of one of these roles, if possible of one that is not taken. */
  Post post(Stream<Role> possible) {
    List<Post> free = possible.flatMap(role -> free(role, List.of()).stream()).toList();
    List<Post> unlike = free.stream().filter(post -> !roles.contains(post.role)).toList();
    return taken(dice.pick(unlike.isEmpty() ? free : unlike));
  }

  /** A free name with one of these labels. */
  Post post(Role role, List<String> labels) {
    return taken(dice.pick(free(role, labels)));
  }

  /**
   * The free names of a role with one of these labels; with those of the role if there are none.
   */
  List<Post> free(Role role, List<String> labels) {
    return (labels.isEmpty() ? material.services().get(role).hosts() : labels)
        .stream()
            .map(label -> new Post(role, label + "." + organisation))
            .filter(post -> !hosts.contains(post.host))
            .toList();
  }

  boolean isTaken(Role role) {
    return roles.contains(role);
  }

  private Post taken(Post post) {
    hosts.add(post.host);
    roles.add(post.role);
    return post;
  }
}
