package dev.atsharness.server.device;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.ats.OsRelease;
import dev.atsharness.ats.Violation;
import dev.atsharness.scenario.AppleMessages;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.ClientExpectation;
import dev.atsharness.scenario.ClientExpectation.Connects;
import dev.atsharness.scenario.Scenario;
import dev.atsharness.scenario.Tour;
import dev.atsharness.scenario.Tour.Stop;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The tour of some endpoints that listen.
 *
 * @param steps those of the tour that are served, in order
 */
public record GuidedTour(List<Step> steps) {

  private static final int HTTPS = 443;

  /**
   * One endpoint to visit.
   *
   * @param stop which, how and why
   * @param title the scenario's
   * @param url the endpoint's
   * @param expected what is to be found in the log, by release, the oldest first
   * @param seen whether a connection has come
   */
  public record Step(
      Stop stop, String title, URI url, Map<OsRelease, Expected> expected, boolean seen) {

    public Step {
      expected = Collections.unmodifiableMap(new LinkedHashMap<>(expected)); // keeps the order
    }

    /** What keeps a device from asking this endpoint; empty if nothing does. */
    public Optional<String> hindrance() {
      return stop.trigger().port443Only() && url.getPort() != -1 && url.getPort() != HTTPS
          ? Optional.of("the device asks port 443 only, and the endpoint is on " + url.getPort())
          : Optional.empty();
    }
  }

  /**
   * What a device of a release does.
   *
   * @param connects whether the connection survives
   * @param lines what it writes, from "Warning" or "Error" on
   * @param possible what it may write or not
   */
  public record Expected(Connects connects, List<String> lines, List<String> possible) {

    /** In a few words, the lines apart. */
    public String words() {
      String fate =
          switch (connects) {
            case TRUE -> "connects";
            case FALSE -> "does not connect";
            case UNKNOWN -> "may connect or not";
          };
      return lines.isEmpty() && possible.isEmpty() ? fate + ", writes nothing" : fate;
    }
  }

  public GuidedTour {
    steps = List.copyOf(steps);
  }

  /**
   * The tour.
   *
   * @param tour what it is made of
   * @param catalogue the scenarios and what devices do
   * @param urls those of the endpoints, by scenario; empty where it is not served
   * @param seen whether a connection has come to a scenario
   */
  public static GuidedTour of(
      Tour tour,
      Catalogue catalogue,
      Function<String, Optional<URI>> urls,
      Predicate<String> seen) {
    return new GuidedTour(
        tour.stops().stream()
            .flatMap(
                stop ->
                    urls
                        .apply(stop.scenario())
                        .map(url -> step(stop, url, catalogue, seen.test(stop.scenario())))
                        .stream())
            .toList());
  }

  private static Step step(Stop stop, URI url, Catalogue catalogue, boolean seen) {
    Scenario scenario = catalogue.scenario(stop.scenario());
    AppleMessages messages = new AppleMessages(scenario, catalogue.profiles());
    Map<OsRelease, Expected> expected = new LinkedHashMap<>();
    for (ClientProfile device : catalogue.devices()) {
      expected.put(
          device.release(),
          expected(
              scenario.expectationFor(device),
              violation -> line(messages, violation, device.release(), url)));
    }
    return new Step(stop, scenario.title(), url, expected, seen);
  }

  private static Expected expected(
      ClientExpectation client, Function<Violation, Stream<String>> line) {
    return new Expected(
        client.connects(),
        client.logs().stream().flatMap(line).toList(),
        client.mayLog().stream().flatMap(line).toList());
  }

  private static Stream<String> line(
      AppleMessages messages, Violation violation, OsRelease release, URI url) {
    return messages.violations().contains(violation) && release.knows(violation)
        ? Stream.of(messages.of(violation, release, url.getHost()))
        : Stream.empty();
  }
}
