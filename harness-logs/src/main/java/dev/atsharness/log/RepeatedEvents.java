package dev.atsharness.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Finds the events that several logs have, because the logs overlap: the same time, process and
 * message. What a log repeats within itself is not such an event. Uses bounded memory. Not for use
 * by several threads.
 */
final class RepeatedEvents {

  /** The maximum number of different events that are compared. */
  static final int MAX_EVENTS = 250_000;

  /** The library and the subsystem before a message, which some tools write in other columns. */
  private static final Pattern ORIGIN =
      Pattern.compile("\\A\\s*(?:\\([^)\\n]*\\)\\s*)?(?:\\[[\\w.-]+:[^\\]\\n]*\\]\\s*)?");

  /** The pointer to a connection. No two devices write the same one at the same time. */
  private static final String POINTER = "[0x";

  /** How often one event was seen. */
  private static final class Count {
    private int most;
    private int here;
    private int source;
  }

  private final Map<Key, Count> events = new HashMap<>();
  private final MessageDigest digest;
  private int source;
  private long repeats;
  private boolean full;

  /** The beginning of the digest of an event. */
  private record Key(long first, long second) {}

  RepeatedEvents() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Begins a log. */
  void begin() {
    source++;
  }

  /**
   * Whether an earlier log had this event already.
   *
   * @param device the device of the log
   */
  boolean isRepeat(LogStyle.Event event, String device) {
    if (event.timestamp().isEmpty()) {
      return false;
    }
    Key key = key(event, device);
    Count count = events.get(key);
    if (count == null) {
      if (events.size() == MAX_EVENTS) {
        full = true;
        return false;
      }
      count = new Count();
      events.put(key, count);
    }
    count.here = count.source == source ? count.here + 1 : 1;
    count.source = source;
    if (count.here <= count.most) {
      repeats++;
      return true;
    }
    count.most = count.here;
    return false;
  }

  /** The number of events that were left out. */
  Repeats repeats() {
    return new Repeats(repeats, !full || source < 2);
  }

  private Key key(LogStyle.Event event, String device) {
    long time = event.timestamp().orElseThrow().toInstant().toEpochMilli();
    String message = ORIGIN.matcher(event.message()).replaceFirst("");
    // Without a pointer, or to the second only, two devices may write the same event.
    boolean unique = message.contains(POINTER) && time % 1_000 != 0;
    String text = String.join("\0", unique ? "" : device, event.process(), message.strip());
    byte[] hash =
        digest.digest((Long.toString(time) + '\0' + text).getBytes(StandardCharsets.UTF_8));
    return new Key(eight(hash, 0), eight(hash, Long.BYTES));
  }

  private static long eight(byte[] bytes, int from) {
    return ByteBuffer.wrap(bytes).getLong(from);
  }
}
