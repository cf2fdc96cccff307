package dev.atsharness.log.internal.unpack;

import dev.atsharness.log.ArchiveLimits;
import java.io.IOException;

/** An archive has more of something than {@link ArchiveLimits} allow. */
public final class OverLimitException extends IOException {

  private static final long serialVersionUID = 1;

  OverLimitException(String limit) {
    super(limit);
  }
}
