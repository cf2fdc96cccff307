package dev.atsharness.certs;

/** Something that the user can put right; the message says what is wrong and what would cure it. */
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
