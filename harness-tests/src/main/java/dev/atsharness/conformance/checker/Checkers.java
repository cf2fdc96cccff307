package dev.atsharness.conformance.checker;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.conformance.Checker;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The checkers that come with the kit, by name. */
public final class Checkers {

  /** What to name: {@code simulated-device}, {@code simulated-device:PROFILE}, {@code testssl}. */
  public static final List<String> NAMES = List.of(SimulatedDeviceChecker.NAME, Testssl.NAME);

  private final List<ClientProfile> profiles;
  private final Clock clock;
  private final String searchPath;
  private final Optional<PrivateHosts> hosts;

  /**
   * @param profiles the client profiles a simulated device can have
   * @param clock the simulated device's time
   * @param searchPath where programs are looked for, like the environment variable {@code PATH}
   */
  public Checkers(List<ClientProfile> profiles, Clock clock, String searchPath) {
    this(profiles, clock, searchPath, Optional.empty());
  }

  private Checkers(
      List<ClientProfile> profiles, Clock clock, String searchPath, Optional<PrivateHosts> hosts) {
    this.profiles = List.copyOf(profiles);
    this.clock = clock;
    this.searchPath = searchPath;
    this.hosts = hosts;
  }

  /**
   * The same, but programs are given host names, which resolve for them alone.
   *
   * @throws IllegalArgumentException if this system cannot do that; the message says why
   */
  public Checkers withPrivateHosts() throws IOException, InterruptedException {
    return new Checkers(profiles, clock, searchPath, Optional.of(PrivateHosts.find(searchPath)));
  }

  /** The simulated device with every profile, and every program that is installed. */
  public List<Checker> installed() throws IOException, InterruptedException {
    List<Checker> all = new ArrayList<>(devices());
    Testssl.find(searchPath, hosts).ifPresent(all::add);
    return all;
  }

  /**
   * The checkers of this name; {@code simulated-device} is one for each profile.
   *
   * @throws IllegalArgumentException if there is none of this name, or it is not installed; the
   *     message says what to do
   */
  public List<Checker> named(String name) throws IOException, InterruptedException {
    if (name.equals(SimulatedDeviceChecker.NAME)) {
      return devices();
    }
    if (name.startsWith(SimulatedDeviceChecker.NAME + ":")) {
      return List.of(device(name.substring(name.indexOf(':') + 1)));
    }
    if (name.equals(Testssl.NAME)) {
      Optional<Checker> testssl = Testssl.find(searchPath, hosts);
      return List.of(
          testssl.orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "testssl is not installed: there is neither testssl nor testssl.sh on the"
                          + " PATH; get it from https://testssl.sh or your package manager")));
    }
    throw new IllegalArgumentException("no checker '" + name + "'; known: " + NAMES);
  }

  private List<Checker> devices() {
    return profiles.stream().<Checker>map(p -> new SimulatedDeviceChecker(p, clock)).toList();
  }

  private Checker device(String id) {
    return profiles.stream()
        .filter(profile -> profile.id().equals(id))
        .findFirst()
        .map(profile -> new SimulatedDeviceChecker(profile, clock))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no client profile '"
                        + id
                        + "'; known: "
                        + profiles.stream().map(ClientProfile::id).toList()));
  }
}
