package dev.atsharness.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Resolves names without waiting long for a name server that does not answer. */
final class HostResolution {

  private static final long PATIENCE_MILLIS = 1000;

  private HostResolution() {}

  /** Returns the address of a name; empty if it does not resolve in time. */
  static Optional<InetAddress> of(String name) {
    return CompletableFuture.supplyAsync(() -> lookUp(name))
        .completeOnTimeout(Optional.empty(), PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
        .join();
  }

  private static Optional<InetAddress> lookUp(String name) {
    try {
      return Optional.of(InetAddress.getByName(name));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
