package dev.atsharness.scenario.internal;

import dev.atsharness.tls.internal.Labels;
import java.util.Locale;

/** A platform of Apple's, as far as its processes differ. */
public enum Platform {
  /** iOS and iPadOS. */
  IOS,
  MACOS,
  TVOS,
  VISIONOS,
  WATCHOS;

  /** The name on the command line and in files, for example {@code ios}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The platform with this name.
   *
   * @throws IllegalArgumentException if there is none; the message lists the known ones
   */
  public static Platform ofLabel(String label) {
    return Labels.find(Platform.class, Platform::label, label, "platform");
  }
}
