package dev.atsharness.scenario.internal;

import java.util.Optional;

/**
 * The kind of a device whose behaviour was recorded, and the day. Nothing in it says which device
 * it was.
 *
 * @param os for example {@code iOS}
 * @param release the number of its release
 * @param build the build of that release, for example {@code 23F79}
 * @param model Apple's identifier of the model, for example {@code iPhone17,2}
 * @param date the day, in the form of ISO 8601
 * @param log how the log was taken, for example {@code sysdiagnose}
 */
public record TestedDevice(
    String os,
    String release,
    Optional<String> build,
    Optional<String> model,
    String date,
    String log) {

  /** The device and the day for people: {@code iOS 26.5 (23F79), iPhone17,2, on 2026-12-01}. */
  public String described() {
    return os
        + " "
        + release
        + build.map(number -> " (" + number + ")").orElse("")
        + model.map(identifier -> ", " + identifier).orElse("")
        + ", on "
        + date;
  }
}
