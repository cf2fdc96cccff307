package dev.atsharness.drill.internal;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.scenario.internal.Platform;

/**
 * A device whose log is part of a drill.
 *
 * @param profile the client profile of its processes
 * @param platform the platform, which determines its processes
 */
record Device(ClientProfile profile, Platform platform) {

  /** The device's title, for example {@code iPhone with iOS 26.5}. */
  String title() {
    return (platform == Platform.MACOS ? "Mac with macOS " : "iPhone with iOS ")
        + profile.release();
  }
}
