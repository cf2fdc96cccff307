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
 * Goes through a log in constant memory, looking for what a {@link Finder} finds alone, and cuts
 * out the events in which it lies. What an event is shows in the lines around the find: nothing is
 * kept of what was before, so that logs of any styles may follow one another.
 *
 * <p>Not for use by several threads.
 */
final class LogScan {

  /** Longest event, in bytes: of a longer one, the part around the find is looked at. */
  static final int LIMIT = 64 * 1024;

  /** Most lines that an event runs over, before and after the find, if it is not JSON. */
  static final int MAX_LINES = 16;

  /** How much of an event in text is looked at behind the find, in bytes: a message is shorter. */
  private static final int MAX_BEHIND = 8 * 1024;

  private static final int WINDOW = 1 << 18;

  /** An event, and where its first line is. */
  record Cut(LogStyle.Event event, int start, int end) {}

  private final InputStream in;
  private final LogStyles styles;
  private final JsonEvents json;
  private final List<Watch> watches;

  private final byte[] window;
  private int end;
  private boolean atEnd;

  /** No later event reaches back to before this place. */
  private int floor;

  /** What is before this place has been looked at for the watches. */
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

  /** The beginning of the log; to be asked for before anything else. */
  byte[] head() throws IOException {
    fill();
    return Arrays.copyOf(window, Math.min(end, LIMIT));
  }

  /** The end of the log, when everything has been read. */
  byte[] tail() {
    return Arrays.copyOfRange(window, Math.max(0, end - LIMIT), end);
  }

  /** Hands over each event in which a find lies. */
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

  /** Forgets what is before a place, and says how far everything moved. */
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

  /** Lets the watches see what came in; one that has seen enough costs nothing. */
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

  /** The event around a find, and where it ends. */
  private Cut cut(int hit) {
    int lowest = Math.max(floor, hit - LIMIT);
    int highest = Math.min(end, hit + LIMIT);
    int line = lineStart(hit, lowest);
    // A line that begins before we can see may be an array on one line.
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

  /** Where the event of this line begins: there, or on a line before it. */
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
    return line; // of no style that we know: it stands for itself
  }

  /** Where the event of this find ends: before the next line that continues none. */
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
    // Of lines of unknown style that run together, the last may go on.
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
    // One character a byte, so that the places in both are the same.
    return new String(window, line, stop - line, StandardCharsets.ISO_8859_1).stripTrailing();
  }

  private String text(int from, int to) {
    return new String(window, from, to - from, StandardCharsets.UTF_8);
  }
}
