package dev.atsharness.certs;

/**
 * Thrown for a problem that the user can solve; the message describes the problem and the remedy.
 */
public final class HarnessCertsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  HarnessCertsException(String problem, String remedy) {
    this(problem, remedy, null);
  }

  HarnessCertsException(String problem, String remedy, Throwable cause) {
    super(problem + "; " + remedy, cause);
    this.remedy = remedy;
  }

  /** The part of the message that says what to do, for example {@code chmod 700 DIR}. */
  public String remedy() {
    return remedy;
  }
}
