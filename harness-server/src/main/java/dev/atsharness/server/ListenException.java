package dev.atsharness.server;

/** Thrown when the harness cannot listen on a configured address or port. */
public final class ListenException extends HarnessException {

  private static final long serialVersionUID = 1L;

  /** The {@linkplain AtsHarness.Builder setting} that is at fault. */
  public enum Setting {
    /** The address, which does not belong to this machine. */
    BIND,
    /** The port that all HTTPS scenarios share. */
    HTTPS_PORT,
    /** The port that all plain HTTP scenarios share. */
    HTTP_PORT,
    /** The first of the dedicated ports, from which the others follow. */
    FIRST_PORT,
    CONSOLE_PORT,
    /** The name server's port. */
    DNS_PORT
  }

  private final Setting setting;

  ListenException(Setting setting, String message, Throwable cause) {
    super(message, cause);
    this.setting = setting;
  }

  /** The setting to change. */
  public Setting setting() {
    return setting;
  }
}
