package dev.atsharness.server.internal.console;

import java.time.Duration;

/**
 * The limits on what clients can ask of the console.
 *
 * @param connections maximum number of open connections; a further one takes the place of one that
 *     waits for a request
 * @param unreadBytes maximum memory for long answers that clients have not read in full, over all
 *     connections
 * @param answerTime maximum time for a client to read an answer, from the first byte to the last
 */
public record ConsoleLimits(int connections, long unreadBytes, Duration answerTime) {

  /** The default limits: 250 connections, 32 MiB of unread answers, two minutes for an answer. */
  public static final ConsoleLimits DEFAULT =
      new ConsoleLimits(250, 32L << 20, Duration.ofMinutes(2));

  public ConsoleLimits {
    if (connections < 1 || unreadBytes < 1 || answerTime.toMillis() < 1) {
      throw new IllegalArgumentException("each limit of the console must be at least 1");
    }
  }

  /** These limits with another number of connections. */
  public ConsoleLimits withConnections(int number) {
    return new ConsoleLimits(number, unreadBytes, answerTime);
  }
}
