package dev.atsharness.log.internal.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Counts the records in the output of a program, and those of the subsystem that logs violations.
 * The counts may be read by another thread.
 */
final class RecordCount extends FilterInputStream {

  private static final byte[] NETWORK =
      "\"subsystem\":\"com.apple.network\"".getBytes(StandardCharsets.US_ASCII);

  private final BooleanSupplier ended;
  private volatile long lastTime = System.nanoTime();
  private final AtomicLong published = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private long lines;
  private long networkRecords;
  private int matched;
  private boolean open;

  /**
   * @param ended whether an error of the stream is the end of the program
   */
  RecordCount(InputStream in, BooleanSupplier ended) {
    super(in);
    this.ended = ended;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int read;
    try {
      read = super.read(into, from, length);
    } catch (IOException e) {
      if (ended.getAsBoolean()) {
        return -1;
      }
      throw e;
    }
    lastTime = System.nanoTime();
    if (read > 0) {
      bytes.addAndGet(read);
      count(into, from, from + read);
    }
    return read;
  }

  private void count(byte[] text, int from, int to) {
    int at = matched;
    for (int i = from; i < to; i++) {
      byte c = text[i];
      if (c == '\n') {
        lines++;
        at = 0;
      } else if (c == NETWORK[at]) {
        at++;
        if (at == NETWORK.length) {
          networkRecords++;
          at = 0;
        }
      } else if (at > 0) {
        at = restart(at, c);
      }
    }
    matched = at;
    published.set(lines);
    open = text[to - 1] != '\n';
  }

  /** Where the word may go on: it has a quotation mark where it begins and in three more places. */
  private static int restart(int at, byte c) {
    for (int length = at; length > 0; length--) {
      if (isBorder(at, length, c)) {
        return length;
      }
    }
    return 0;
  }

  private static boolean isBorder(int at, int length, byte c) {
    if (c != NETWORK[length - 1]) {
      return false;
    }
    for (int i = 0; i < length - 1; i++) {
      if (NETWORK[at - length + 1 + i] != NETWORK[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  /** When the last bytes were read, by {@link System#nanoTime}. */
  long lastTime() {
    return lastTime;
  }

  long bytes() {
    return bytes.get();
  }

  /** The number of lines, the last one with or without an end. */
  long lines() {
    return lines + (open ? 1 : 0);
  }

  /** The number of whole lines that were read so far. */
  long linesSoFar() {
    return published.get();
  }

  long networkRecords() {
    return networkRecords;
  }
}
