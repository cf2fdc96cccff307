package dev.atsharness.conformance.device;

import dev.atsharness.ats.ConnectionFacts;
import dev.atsharness.ats.DetectedViolation;
import dev.atsharness.conformance.device.tls.Refusal;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What a device did at one URL and what it saw there.
 *
 * @param url the URL it was given
 * @param profile id of the client profile
 * @param network what the network did; unless OK, nothing is known about the server
 * @param connected whether the handshake finished and the device went on
 * @param refusal who gave up, where and with which alert; empty if nobody did
 * @param facts what was negotiated; empty for plain HTTP, and when the connection ended before the
 *     certificate
 * @param trustFailures why the chain is not trusted; empty if it is, or was never seen
 * @param violations what Apple's rules find in it, as far as the device's release has a message
 * @param events what it logs; empty if the connection died first or the profile's log lines are not
 *     known
 * @param httpStatus status code of the response to {@code GET}
 */
public record DeviceVisit(
    URI url,
    String profile,
    Network network,
    boolean connected,
    Optional<Refusal> refusal,
    Optional<ConnectionFacts> facts,
    List<TrustFailure> trustFailures,
    List<DetectedViolation> violations,
    List<LogEvent> events,
    OptionalInt httpStatus) {

  public DeviceVisit {
    trustFailures = List.copyOf(trustFailures);
    violations = List.copyOf(violations);
    events = List.copyOf(events);
  }

  /** This visit and the next hop in one: how it ended is how the next hop ended. */
  DeviceVisit followedBy(DeviceVisit next) {
    return new DeviceVisit(
        url,
        profile,
        next.network,
        next.connected,
        next.refusal,
        facts,
        trustFailures,
        concat(violations, next.violations),
        concat(events, next.events),
        next.httpStatus);
  }

  private static <T> List<T> concat(List<T> first, List<T> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  /** The lines of {@code log show} in default style, without header. */
  public List<String> log() {
    return events.stream().map(LogFormat.DEFAULT::line).toList();
  }

  /** The log as {@code log show} prints it, header included, each line ending in a newline. */
  public String logText() {
    return LogFormat.DEFAULT.text(events);
  }
}
