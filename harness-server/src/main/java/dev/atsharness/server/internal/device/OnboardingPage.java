package dev.atsharness.server.internal.device;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * The page that explains how to prepare a device so that it finds and trusts the endpoints, and how
 * to undo that. It needs no script.
 *
 * @param kit the profiles to install
 * @param faultyAnchors whether there is a profile with faulty anchors
 * @param tour whether there is also a {@link TourPage}
 * @param address the address of the endpoints
 * @param itself the URL at which a device can open this page; empty if devices cannot reach it
 */
public record OnboardingPage(
    DeviceKit kit, boolean faultyAnchors, boolean tour, String address, Optional<URI> itself) {

  /** The usual file name of the page. */
  public static final String FILE = "index.html";

  /** The page, with relative links to the profiles. */
  public String html(PageFrame frame) {
    return OnboardingMarkupRenderer.of().execute(new OnboardingMarkup(frame, this));
  }

  boolean isLoopback() {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not an address: " + address, e);
    }
  }
}
