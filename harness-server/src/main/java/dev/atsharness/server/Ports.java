package dev.atsharness.server;

import dev.atsharness.server.ListenException.Setting;
import java.io.IOException;
import java.net.BindException;

/** Opens ports; a failure says why the port cannot be opened and what to do about it. */
final class Ports {

  private static final int FIRST_UNPRIVILEGED = 1024;
  private static final String NO_SUCH_ADDRESS = "Cannot assign";

  private Ports() {}

  /** Opens a port and returns it, or the object that listens on it. */
  @FunctionalInterface
  interface Opening<T> {
    T open() throws IOException;
  }

  /**
   * Opens a port.
   *
   * @param setting the setting that the port comes from
   * @param use what the port is for, in words
   * @throws ListenException if that fails
   */
  static <T> T open(Setting setting, String use, String address, int port, Opening<T> opening) {
    try {
      return opening.open();
    } catch (IOException e) {
      String reason = reason(e);
      throw new ListenException(
          reason.contains(NO_SUCH_ADDRESS) ? Setting.BIND : setting,
          "cannot listen on " + address + ":" + port + " for " + use + ": " + remedy(port, reason),
          e);
    }
  }

  private static String remedy(int port, String reason) {
    if (reason.contains("Permission denied") && port > 0 && port < FIRST_UNPRIVILEGED) {
      return "ports below 1024 need a privilege; choose a higher port and redirect to it (in a"
          + " container, map it: -p "
          + port
          + ":8443), or on Linux allow them for all users until the next reboot: sudo sysctl"
          + " net.ipv4.ip_unprivileged_port_start="
          + port;
    }
    if (reason.contains("in use")) {
      return "the port is taken; stop the program that has it, or choose another port (0 takes any"
          + " free one)";
    }
    if (reason.contains(NO_SUCH_ADDRESS)) {
      return "no network interface of this machine has that address; choose an existing one, like"
          + " 127.0.0.1";
    }
    return reason;
  }

  /** The operating system's message, without the connectors' wrapping. */
  private static String reason(IOException failure) {
    Throwable cause = failure;
    while (!(cause instanceof BindException) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }
}
