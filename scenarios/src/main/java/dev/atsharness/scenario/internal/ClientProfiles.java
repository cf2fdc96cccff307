package dev.atsharness.scenario.internal;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.ats.OsRelease;
import dev.atsharness.ats.internal.ReleaseNumber;
import dev.atsharness.scenario.Catalogue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the client profile of a release. Profiles of one kind have ids that differ only in the
 * release, such as {@code ios-*-system}. A release without its own file has the profile of its
 * nearest predecessor of that kind, and writes its own messages.
 */
public final class ClientProfiles {

  /** An id, with a release in place of the asterisk. */
  private record Kind(String before, String after) {

    /** The kind of a profile whose id names its release; empty if the id does not. */
    static Optional<Kind> of(ClientProfile profile) {
      String number = profile.release().number().inShort();
      return Stream.of("-" + number + "-", "-" + number)
          .filter(part -> part.endsWith("-") || profile.id().endsWith(part))
          .filter(profile.id()::contains)
          .findFirst()
          .map(
              part -> {
                int at = profile.id().indexOf(part) + 1;
                return new Kind(
                    profile.id().substring(0, at), profile.id().substring(at + number.length()));
              });
    }

    String id(OsRelease release) {
      return before + release.number().inShort() + after;
    }

    /** The release in this id, if it is of this kind. */
    Optional<String> release(String id) {
      boolean fits =
          id.length() > before.length() + after.length()
              && id.startsWith(before)
              && id.endsWith(after);
      return fits
          ? Optional.of(id.substring(before.length(), id.length() - after.length()))
              .filter(release -> release.matches("[0-9][0-9.]*"))
          : Optional.empty();
    }
  }

  private final Map<String, ClientProfile> profiles;
  private final Releases releases;

  public ClientProfiles(Map<String, ClientProfile> profiles, Releases releases) {
    this.profiles = profiles;
    this.releases = releases;
  }

  /** Whether there may be a profile of the same kind for each release. */
  public static boolean hasKind(ClientProfile profile) {
    return Kind.of(profile).isPresent();
  }

  /**
   * The system processes of a release, which need not be listed.
   *
   * @param number the release's number
   * @throws IllegalArgumentException if it is older than all listed ones, or is not a number
   */
  public static ClientProfile system(Catalogue catalogue, String number) {
    Kind kind = Kind.of(catalogue.enforcing()).orElseThrow();
    return catalogue.profile(kind.id(catalogue.releases().named(number)));
  }

  /** These profiles, and after each those of listed releases that have no file. */
  Map<String, ClientProfile> withEveryRelease() {
    Map<String, ClientProfile> all = new LinkedHashMap<>();
    for (ClientProfile profile : profiles.values()) {
      all.put(profile.id(), profile);
      Kind.of(profile)
          .ifPresent(
              kind ->
                  releases.all().stream()
                      .filter(
                          release -> nearest(kind, release.number()).equals(Optional.of(profile)))
                      .filter(release -> !release.number().equals(profile.release().number()))
                      .map(release -> derived(profile, kind, release))
                      .forEach(derived -> all.put(derived.id(), derived)));
    }
    return all;
  }

  /**
   * The profile with this id, also of a release that is not listed.
   *
   * @throws IllegalArgumentException if the id names a release that is older than all
   */
  public Optional<ClientProfile> named(String id) {
    if (profiles.containsKey(id)) {
      return Optional.of(profiles.get(id));
    }
    for (Kind kind : kinds()) {
      Optional<OsRelease> release = kind.release(id).map(releases::named);
      if (release.isPresent()) {
        OsRelease found = release.get();
        return nearest(kind, found.number())
            .map(
                profile ->
                    profile.release().number().equals(found.number())
                        ? profile
                        : derived(profile, kind, found));
      }
    }
    return Optional.empty();
  }

  /** The profile of these that it is, or that it is taken from. */
  public ClientProfile nearest(ClientProfile profile) {
    return profiles.containsKey(profile.id())
        ? profile
        : Kind.of(profile)
            .flatMap(kind -> nearest(kind, profile.release().number()))
            .orElse(profile);
  }

  private Optional<ClientProfile> nearest(Kind kind, ReleaseNumber number) {
    return profiles.values().stream()
        .filter(profile -> Kind.of(profile).equals(Optional.of(kind)))
        .filter(profile -> profile.release().number().compareTo(number) <= 0)
        .max(Comparator.comparing(ClientProfile::release));
  }

  private Collection<Kind> kinds() {
    return profiles.values().stream().flatMap(one -> Kind.of(one).stream()).distinct().toList();
  }

  private static ClientProfile derived(ClientProfile profile, Kind kind, OsRelease release) {
    List<String> sources = new ArrayList<>(profile.sources());
    sources.add("Taken from " + profile.id() + ": nothing else is known of " + release.number());
    return new ClientProfile(
        kind.id(release),
        release.number() + ", taken to be as: " + profile.title(),
        List.copyOf(sources),
        Optional.of(profile.like().orElse(profile.id())),
        release,
        profile.process(),
        profile.enforcement(),
        profile.offer());
  }
}
