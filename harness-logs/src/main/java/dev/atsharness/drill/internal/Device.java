package dev.atsharness.drill.internal;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.scenario.Platform;

/**
 * One of the devices whose logs a drill has.
 *
 * @param profile what its processes offer and make of servers
 * @param platform which processes it has
 */
record Device(ClientProfile profile, Platform platform) {

  /** For example {@code iPhone with 26.5}. */
  String title() {
    return (platform == Platform.MACOS ? "Mac" : "iPhone") + " with " + profile.release();
  }
}
