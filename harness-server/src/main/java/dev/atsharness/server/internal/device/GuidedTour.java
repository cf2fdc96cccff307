package dev.atsharness.server.internal.device;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.ats.OsRelease;
import dev.atsharness.ats.Violation;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.scenario.ClientExpectation;
import dev.atsharness.scenario.ClientExpectation.Connects;
import dev.atsharness.scenario.Scenario;
import dev.atsharness.scenario.internal.AppleMessages;
import dev.atsharness.scenario.internal.Tour;
import dev.atsharness.scenario.internal.Tour.Stop;
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
 * The tour of the endpoints that listen.
 *
 * @param steps the steps whose endpoints are served, in order
 */
public record GuidedTour(List<Step> steps) {

  private static final int HTTPS = 443;

  /**
   * One endpoint to visit.
   *
   * @param stop the scenario, how to visit it and why
   * @param title the scenario's title
   * @param url the endpoint's URL
   * @param expected the expected behaviour and log lines by release, oldest first
   * @param seen whether a connection has arrived
   */
  public record Step(
      Stop stop, String title, URI url, Map<OsRelease, Expected> expected, boolean seen) {

    public Step {
      expected = Collections.unmodifiableMap(new LinkedHashMap<>(expected)); // keeps the order
    }

    /** The reason why a device cannot reach this endpoint; empty if it can. */
    public Optional<String> hindrance() {
      return stop.trigger().request().port443Only() && url.getPort() != -1 && url.getPort() != HTTPS
          ? Optional.of(
              "the device asks port 443 only, and the endpoint is on port " + url.getPort())
          : Optional.empty();
    }
  }

  /**
   * The expected behaviour of a device of a release.
   *
   * @param connects whether the connection survives
   * @param lines the log messages it writes, from "Warning" or "Error" on
   * @param possible log messages that it may or may not write
   */
  public record Expected(Connects connects, List<String> lines, List<String> possible) {

    /** A short summary, without the lines. */
    public String words() {
      String fate =
          switch (connects) {
            case TRUE -> "connects";
            case FALSE -> "does not connect";
            case UNKNOWN -> "may or may not connect";
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
   * @param tour the definition of the tour
   * @param catalogue the scenarios and the expected behaviour of clients
   * @param urls the endpoints' URLs, by scenario; empty if the scenario is not served
   * @param seen whether a connection to a scenario has arrived
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
    return new Step(stop, scenario.description().title(), url, expected, seen);
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
