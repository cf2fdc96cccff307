package dev.atsharness.server.internal.device;

import dev.atsharness.ats.ClientProfile.Mode;
import dev.atsharness.scenario.internal.Releases;
import io.jstach.jstache.JStache;
import java.net.URI;
import java.util.Optional;

/** The data for the template of the {@link OnboardingPage}. */
@JStache(path = "onboarding")
record OnboardingMarkup(PageFrame frame, OnboardingPage page) {

  /**
   * The URL at which a device can open the page.
   *
   * @param qrCode the URL as the markup of a QR code
   */
  record Itself(String url, String qrCode) {}

  String address() {
    return page.address();
  }

  boolean loopback() {
    return page.isLoopback();
  }

  /** The oldest release that refuses connections, for example {@code 27}. */
  String enforcingRelease() {
    return Releases.builtIn().oldest(Mode.ENFORCE).number().inShort();
  }

  String domain() {
    return page.kit().domain();
  }

  Optional<String> resolver() {
    return page.kit().resolver().map(one -> one.url().toString());
  }

  String fingerprint() {
    return page.kit().root().sha256();
  }

  String profile() {
    return DeviceKit.PROFILE;
  }

  boolean faultyAnchors() {
    return page.faultyAnchors();
  }

  String anchorsProfile() {
    return DeviceKit.ANCHORS_PROFILE;
  }

  String warning() {
    return DeviceKit.WARNING;
  }

  boolean tour() {
    return page.tour();
  }

  String tourFile() {
    return TourPage.FILE;
  }

  Optional<Itself> itself() {
    return page.itself().map(URI::toString).map(url -> new Itself(url, QrSvg.of(url)));
  }
}
