package dev.atsharness.server.device;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * The page that leads a person from a bare device to one that finds and trusts the endpoints, and
 * back. It needs no script.
 *
 * @param kit what there is to install
 * @param faultyAnchors whether there is a profile with those
 * @param tour whether there is a {@link TourPage} beside it
 * @param address where the endpoints are reached
 * @param itself where a device can open this page; empty if none can
 */
public record OnboardingPage(
    DeviceKit kit, boolean faultyAnchors, boolean tour, String address, Optional<URI> itself) {

  /** The usual name of its file. */
  public static final String FILE = "index.html";

  /** The page, with links to the profiles beside it. */
  public String html(PageFrame frame) {
    return OnboardingMarkupRenderer.of().execute(new OnboardingMarkup(frame, this));
  }

  boolean isLoopback() {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("no address: " + address, e);
    }
  }
}
