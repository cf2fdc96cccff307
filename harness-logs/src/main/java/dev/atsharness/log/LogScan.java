package dev.atsharness.log;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Scans a log in constant memory for the places that a {@link Finder} finds, and cuts out the
 * events around them. The lines around a place show the event's extent: no earlier state is kept,
 * so logs of any styles may follow one another.
 *
 * <p>Not for use by several threads.
 */
final class LogScan {

  /**
   * The maximum length of an event in bytes; of a longer one, the part around the find is examined.
   */
  static final int LIMIT = 64 * 1024;

  /** The maximum number of lines of an event, before and after the find, if it is not JSON. */
  static final int MAX_LINES = 16;

  /**
   * The number of bytes of an event in text that are examined after the find; a message is shorter.
   */
  private static final int MAX_BEHIND = 8 * 1024;

  private static final int WINDOW = 1 << 18;

  /** An event and the range of its lines. */
  record Cut(LogStyle.Event event, int start, int end) {}

  private final InputStream in;
  private final LogStyles styles;
  private final JsonEvents json;
  private final List<Watch> watches;

  private final byte[] window;
  private int end;
  private boolean atEnd;

  /** The place before which no later event begins. */
  private int floor;

  /** The place up to which the watches have examined the log. */
  private int watched;

  /** Scans a stream of any length. */
  LogScan(InputStream in, LogStyles styles, JsonEvents json, List<Watch> watches) {
    this(in, styles, json, watches, new byte[WINDOW], 0);
  }

  /** Scans a text that is in memory. */
  LogScan(byte[] text, LogStyles styles, JsonEvents json, List<Watch> watches) {
    this(new ByteArrayInputStream(new byte[0]), styles, json, watches, text, text.length);
    this.atEnd = true;
  }

  private LogScan(
      InputStream in,
      LogStyles styles,
      JsonEvents json,
      List<Watch> watches,
      byte[] window,
      int end) {
    this.in = in;
    this.styles = styles;
    this.json = json;
    this.watches = watches;
    this.window = window;
    this.end = end;
  }

  /** The beginning of the log; must be called before all other methods. */
  byte[] head() throws IOException {
    fill();
    return Arrays.copyOf(window, Math.min(end, LIMIT));
  }

  /** The end of the log, once everything has been read. */
  byte[] tail() {
    return Arrays.copyOfRange(window, Math.max(0, end - LIMIT), end);
  }

  /** Passes each event with a find to the consumer. */
  void forEach(Finder finder, Consumer<Cut> found) throws IOException {
    int from = 0;
    fill();
    while (true) {
      int hit = finder.find(window, from, end);
      int kept = hit < 0 ? Math.max(from, end - finder.reach() + 1) : hit;
      if (!atEnd && (hit < 0 || end - hit < LIMIT)) {
        from = kept - slideTo(Math.max(0, kept - LIMIT));
        fill();
      } else if (hit < 0) {
        return;
      } else {
        Cut cut = cut(hit);
        found.accept(cut);
        from = cut.end;
        floor = from;
      }
    }
  }

  /** Drops the bytes before a place, and returns the distance by which the rest moved. */
  private int slideTo(int start) {
    System.arraycopy(window, start, window, 0, end - start);
    end -= start;
    floor = Math.max(0, floor - start);
    watched = Math.max(0, watched - start);
    return start;
  }

  private void fill() throws IOException {
    while (!atEnd && end < window.length) {
      int read = in.read(window, end, window.length - end);
      atEnd = read < 0;
      end += Math.max(0, read);
    }
    watch();
  }

  /** Passes new bytes to the watches; a watch that is done costs nothing. */
  private void watch() {
    for (Watch watch : watches) {
      int at = watch.isDone() ? -1 : watch.find(window, watched, end);
      while (at >= 0) {
        Cut cut = cut(at);
        watch.see(cut.event);
        // Once is enough for each event.
        at = watch.isDone() ? -1 : watch.find(window, Math.max(at + 1, cut.end), end);
      }
    }
    watched = Math.max(watched, end - Watch.LONGEST);
  }

  /** The event around a find, with its end. */
  private Cut cut(int hit) {
    int lowest = Math.max(floor, hit - LIMIT);
    int highest = Math.min(end, hit + LIMIT);
    int line = lineStart(hit, lowest);
    // A line that begins before the window may be an array on one line.
    if (JsonEvents.isJson(window, line, highest) || line == hit - LIMIT) {
      Optional<JsonEvents.Found> object = json.around(window, lowest, hit, highest);
      if (object.isPresent()) {
        return new Cut(object.get().event(), line, object.get().end());
      }
    }
    int start = start(line, lowest);
    int stop = stop(hit, Math.min(highest, hit + MAX_BEHIND));
    return new Cut(styles.event(text(start, stop)), start, stop);
  }

  /** The start of this line's event, on this line or an earlier one. */
  private int start(int line, int lowest) {
    int start = line;
    for (int lines = 0; lines < MAX_LINES; lines++) {
      int beginning = styles.beginning(beginningOf(start));
      if (beginning >= 0) {
        return start + beginning;
      }
      if (start == lowest || LogStyles.standsAlone(beginningOf(start))) {
        return line;
      }
      start = lineStart(start - 1, lowest);
    }
    return line; // of unknown style: the line is an event by itself
  }

  /** The end of this find's event, before the next line that does not continue an event. */
  private int stop(int hit, int highest) {
    int stop = lineEnd(hit, highest);
    int other = -1;
    for (int lines = 0; lines < MAX_LINES && stop < highest; lines++) {
      String next = beginningOf(stop);
      int behind = lineEnd(stop, highest);
      if (next.isBlank() && behind < highest && ServerName.isFragment(beginningOf(behind))) {
        return lineEnd(behind, highest);
      }
      if (LogStyles.standsAlone(next) || styles.beginning(next) >= 0 || LineStart.isTimed(next)) {
        return stop;
      }
      other = LineStart.isCertain(next) ? stop : other;
      stop = lineEnd(stop, highest);
    }
    // If lines of unknown style run together, the last may continue.
    return stop < highest && other >= 0 ? other : stop;
  }

  private int lineStart(int at, int lowest) {
    int start = at;
    while (start > lowest && window[start - 1] != '\n') {
      start--;
    }
    return start;
  }

  private int lineEnd(int at, int highest) {
    int stop = at;
    while (stop < highest && window[stop] != '\n') {
      stop++;
    }
    return Math.min(stop + 1, highest);
  }

  private String beginningOf(int line) {
    int stop = Math.min(lineEnd(line, end), line + LogStyles.LONGEST_BEGINNING);
    // One character for each byte, so that the places in both are the same.
    return new String(window, line, stop - line, StandardCharsets.ISO_8859_1).stripTrailing();
  }

  private String text(int from, int to) {
    return new String(window, from, to - from, StandardCharsets.UTF_8);
  }
}
