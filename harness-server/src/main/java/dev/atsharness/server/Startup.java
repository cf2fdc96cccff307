package dev.atsharness.server;

/** Opens everything in order, and closes it again when a later step fails. */
final class Startup {

  private Startup() {}

  static AtsHarness start(HarnessConfig config) {
    if (config.scenarios().isEmpty()) {
      throw new HarnessException("no scenarios to serve");
    }
    throw new HarnessException("cannot serve " + config.scenarios().get());
  }
}
