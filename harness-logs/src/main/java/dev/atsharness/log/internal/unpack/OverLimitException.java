package dev.atsharness.log.internal.unpack;

import java.io.IOException;

/** An archive has more of something than its {@link UnpackBudget} allows. */
public final class OverLimitException extends IOException {

  private static final long serialVersionUID = 1;

  OverLimitException(String limit) {
    super(limit);
  }
}
