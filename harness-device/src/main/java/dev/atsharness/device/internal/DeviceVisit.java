package dev.atsharness.device.internal;

import dev.atsharness.ats.DetectedViolation;
import dev.atsharness.ats.internal.ConnectionFacts;
import dev.atsharness.device.internal.http.HttpReply;
import dev.atsharness.device.internal.tls.Refusal;
import dev.atsharness.device.internal.trust.TrustFailure;
import dev.atsharness.log.LogEvent;
import dev.atsharness.log.LogFormat;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a device did at one URL and what it saw there. A visit is one connection, or two if the
 * second resumes the session of the first.
 *
 * @param url the URL it was given
 * @param profile id of the client profile
 * @param ending how the connection ended
 * @param facts what was negotiated; empty for plain HTTP, and when the connection ended before the
 *     certificate
 * @param trustFailures why the chain is not trusted; empty if it is trusted or was not seen
 * @param violations the violations of Apple's rules for which the device's release has a message
 * @param events what the device logs; empty if the connection failed before, or if the profile's
 *     log lines are not known
 * @param circumstances the rest of the visit's result
 */
public record DeviceVisit(
    URI url,
    String profile,
    Ending ending,
    Optional<ConnectionFacts> facts,
    List<TrustFailure> trustFailures,
    List<DetectedViolation> violations,
    List<LogEvent> events,
    Circumstances circumstances) {

  public DeviceVisit {
    trustFailures = List.copyOf(trustFailures);
    violations = List.copyOf(violations);
    events = List.copyOf(events);
  }

  DeviceVisit with(Circumstances others) {
    return new DeviceVisit(url, profile, ending, facts, trustFailures, violations, events, others);
  }

  /** What the network did. Unless it is OK, the reason why the connection ended is unknown. */
  public Network network() {
    return ending.network();
  }

  /** True if the handshake finished and the device continued. */
  public boolean connected() {
    return ending.connected();
  }

  /** Which side gave up, when and with which alert; empty if neither did. */
  public Optional<Refusal> refusal() {
    return ending.refusal();
  }

  /** The response to the request. */
  public HttpReply reply() {
    return ending.reply();
  }

  /** Status code of the response. */
  public OptionalInt httpStatus() {
    return reply().status();
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
