package dev.atsharness.conformance.device;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads lines that end in LF or CRLF in bounded memory: of a longer line the rest is skipped. Bytes
 * that are not UTF-8 become U+FFFD. Has a buffer of its own: device logs run to gigabytes, and
 * {@code BufferedInputStream} locks for every byte.
 */
final class BoundedLines {

  private final InputStream in;
  private final int limit;
  private final byte[] buffer = new byte[1 << 16];
  private int position;
  private int end;

  /**
   * @param limit most bytes kept of a line
   */
  BoundedLines(InputStream in, int limit) {
    this.in = in;
    this.limit = limit;
  }

  /** The next line without its end, or empty at the end of the input. */
  Optional<String> next() throws IOException {
    if (!fill()) {
      return Optional.empty();
    }
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    boolean ended = false;
    while (!ended && fill()) {
      int start = position;
      while (position < end && buffer[position] != '\n') {
        position++;
      }
      line.write(buffer, start, Math.min(position - start, limit - line.size()));
      ended = position < end;
      if (ended) {
        position++;
      }
    }
    String text = line.toString(StandardCharsets.UTF_8);
    return Optional.of(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
  }

  /** Whether there is at least one more byte, which is then in the buffer. */
  private boolean fill() throws IOException {
    if (position == end) {
      position = 0;
      end = Math.max(0, in.read(buffer));
    }
    return position < end;
  }
}
