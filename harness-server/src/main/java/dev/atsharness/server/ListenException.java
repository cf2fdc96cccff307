package dev.atsharness.server;

/** The harness cannot listen where it was told to. */
public final class ListenException extends HarnessException {

  private static final long serialVersionUID = 1L;

  /** What of the {@linkplain AtsHarness.Builder settings} is at fault. */
  public enum Setting {
    /** The address, which is none of this machine's. */
    BIND,
    /** The port all HTTPS scenarios share. */
    HTTPS_PORT,
    /** The port all plain HTTP scenarios share. */
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

  /** What to change. */
  public Setting setting() {
    return setting;
  }
}
