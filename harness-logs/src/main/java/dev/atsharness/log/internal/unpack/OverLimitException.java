package dev.atsharness.log.internal.unpack;

import java.io.IOException;

/** Thrown when an archive exceeds a limit of its {@link UnpackBudget}. */
public final class OverLimitException extends IOException {

  private static final long serialVersionUID = 1;

  OverLimitException(String limit) {
    super(limit);
  }
}
