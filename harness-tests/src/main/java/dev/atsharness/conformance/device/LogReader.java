package dev.atsharness.conformance.device;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.io.input.CloseShieldInputStream;

/**
 * Finds the violations in a device's log, whatever wrote it out: {@code log show} and {@code log
 * stream} in any style, {@code unifiedlog_iterator}, {@code pymobiledevice3}, {@code
 * idevicesyslog}; plain, compressed with gzip, bzip2 or xz, or in a tar or zip archive or directory
 * such as a sysdiagnose.
 *
 * <p>Reads any length in constant memory. Tolerant: banners, wrapped and foreign lines, CRLF, bad
 * UTF-8 and lines without end are read over; what calls itself an ATS violation is never dropped. A
 * short text may have been copied through mail or a chat: see {@link PastedText}. What is not read
 * is in {@link LogSummary#unread}. Immutable.
 */
public final class LogReader {

  /** Longest message kept, in UTF-16 units. */
  static final int MAX_MESSAGE = 2_000;

  /** Longest text that somebody may have copied, in bytes. */
  static final int MAX_PASTED = 1 << 20;

  private final LogStyles styles;
  private final JsonStyle json;
  private final ArchiveLimits limits;
  private final List<String> names;

  /**
   * @param clock its zone is that of time stamps that have none; its year, or the one before, that
   *     of those that have none
   */
  public LogReader(Clock clock) {
    this(new LogStyles(clock), new JsonStyle(new LogTime(clock)), ArchiveLimits.DEFAULT, List.of());
  }

  private LogReader(LogStyles styles, JsonStyle json, ArchiveLimits limits, List<String> names) {
    this.styles = styles;
    this.json = json;
    this.limits = limits;
    this.names = List.copyOf(names);
  }

  /** The same with other limits. */
  public LogReader within(ArchiveLimits other) {
    return new LogReader(styles, json, other, names);
  }

  /**
   * The same, also looking for names in all events.
   *
   * @param others names of hosts, or ends of them; see {@link LogSummary#named}
   */
  public LogReader lookingFor(List<String> others) {
    return new LogReader(styles, json, limits, others);
  }

  /** Reads a file or a directory and hands over each violation. */
  public LogSummary read(Path file, Consumer<LoggedViolation> found) throws IOException {
    Reading reading = new Reading(found);
    new LogSources(styles, limits, reading).read(file);
    return reading.summary(file.toString());
  }

  /**
   * Reads a stream to its end; does not close it.
   *
   * @param name what to call it in messages
   */
  public LogSummary read(InputStream log, String name, Consumer<LoggedViolation> found)
      throws IOException {
    Reading reading = new Reading(found);
    new LogSources(styles, limits, reading).read(log, name);
    return reading.summary(name);
  }

  /** The violations of a log that is in memory already. */
  public List<LoggedViolation> read(String log) {
    List<LoggedViolation> found = new ArrayList<>();
    try {
      Reading reading = new Reading(found::add);
      reading.log("", new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)));
      reading.summary("");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read from memory", e);
    }
    return found;
  }

  /** One log, which may be in several files. */
  private final class Reading implements LogSources.Visitor {

    private final LogTally tally;
    private final List<String> sources = new ArrayList<>();
    private final List<Unread> unread = new ArrayList<>();

    /** The sources with events of other subsystems alone. */
    private final List<String> others = new ArrayList<>();

    private final Watch hosts = new Watch(names, event -> true);
    private Optional<OffsetDateTime> first = Optional.empty();
    private Optional<OffsetDateTime> last = Optional.empty();
    private boolean events;
    private boolean met;

    Reading(Consumer<LoggedViolation> found) {
      this.tally = new LogTally(found);
    }

    LogSummary summary(String name) {
      tally.finish();
      unread.addAll(tally.unread());
      boolean elsewhere = unread.stream().anyMatch(part -> part.kind() == Unread.Kind.BINARY_LOG);
      if (!elsewhere && events && !met && !tally.any()) {
        unread.add(RawLogAdvice.ofNoNetworkEvents(name));
      } else if (!elsewhere && !others.isEmpty()) {
        unread.add(RawLogAdvice.ofNoNetworkEvents(name, others));
      }
      return new LogSummary(sources, first, last, unread, hosts.isDone());
    }

    @Override
    public void unread(Unread part) {
      unread.add(part);
    }

    @Override
    public boolean log(String name, InputStream in) throws IOException {
      sources.add(name);
      ByteArrayOutputStream start = new ByteArrayOutputStream();
      Optional<IOException> failure = Optional.empty();
      try {
        copy(in, start, MAX_PASTED + 1);
      } catch (IOException e) {
        failure = Optional.of(e);
      }
      byte[] bytes = start.toByteArray();
      boolean isLog = bytes.length <= MAX_PASTED ? pasted(name, bytes) : scan(name, bytes, in);
      if (failure.isPresent()) {
        throw failure.get();
      }
      return isLog;
    }

    @Override
    public boolean foreign(String name, InputStream in) throws IOException {
      LogScan scan = new LogScan(in, styles, json, List.of());
      boolean[] begun = {false};
      scan.forEach(
          new Needle(Needle.Replacements.APPLE),
          cut -> {
            if (LogTally.isCertain(cut)) {
              if (!begun[0]) {
                sources.add(name);
                tally.begin(name);
                begun[0] = true;
              }
              tell(cut);
            }
          });
      met |= begun[0];
      return begun[0];
    }

    private static void copy(InputStream in, ByteArrayOutputStream to, int most)
        throws IOException {
      byte[] buffer = new byte[1 << 16];
      for (int left = most; left > 0; ) {
        int read = in.read(buffer, 0, Math.min(buffer.length, left));
        if (read < 0) {
          return;
        }
        to.write(buffer, 0, read);
        left -= read;
      }
    }

    private boolean pasted(String name, byte[] bytes) throws IOException {
      String text = PastedText.decode(bytes);
      byte[] repaired = PastedText.repair(text).getBytes(StandardCharsets.UTF_8);
      Optional<JsonShape> shape = shape(bytes);
      if (shape.filter(one -> one.broken() > 0).isPresent()) {
        // Lines that were cut at a width are whole again.
        shape =
            Stream.concat(shape.stream(), shape(repaired).stream())
                .min(Comparator.comparingLong(JsonShape::broken));
      }
      tally.begin(name, repaired);
      LogHead head = LogHead.of(beginning(repaired), styles);
      LogSilence silence = new LogSilence(head);
      LogScan scan = new LogScan(repaired, styles, json, watches(silence));
      return scan(name, head, silence, shape, scan, new TolerantFinder(repaired));
    }

    private boolean scan(String name, byte[] start, InputStream rest) throws IOException {
      String beginning = beginning(start);
      LogHead head = LogHead.of(beginning, styles);
      LogSilence silence = new LogSilence(head);
      Optional<JsonShape> shape = JsonShape.of(beginning);
      InputStream whole =
          new SequenceInputStream(
              new ByteArrayInputStream(start), CloseShieldInputStream.wrap(rest));
      InputStream in = shape.isPresent() ? seen(whole, shape.get()) : whole;
      Needle needle = new Needle(LogStyles.replacements(beginning));
      tally.begin(name);
      return scan(
          name,
          head,
          silence,
          shape,
          new LogScan(LogLineEnds.of(start, in), styles, json, watches(silence)),
          shape.isPresent() ? new EscapeFinder(needle) : needle);
    }

    private static InputStream seen(InputStream in, JsonShape shape) {
      return new FilterInputStream(in) {
        @Override
        public int read(byte[] into, int from, int length) throws IOException {
          int read = super.read(into, from, length);
          shape.see(into, from, from + Math.max(0, read));
          return read;
        }
      };
    }

    private static String beginning(byte[] text) {
      return new String(text, 0, Math.min(text.length, LogScan.LIMIT), StandardCharsets.UTF_8);
    }

    private static Optional<JsonShape> shape(byte[] text) {
      Optional<JsonShape> shape = JsonShape.of(beginning(text));
      shape.ifPresent(one -> one.see(text, 0, text.length));
      return shape;
    }

    private List<Watch> watches(LogSilence silence) {
      return Stream.concat(silence.watches().stream(), Stream.of(hosts)).toList();
    }

    private boolean scan(
        String name,
        LogHead head,
        LogSilence silence,
        Optional<JsonShape> shape,
        LogScan scan,
        Finder finder)
        throws IOException {
      String beginning = new String(scan.head(), StandardCharsets.UTF_8);
      styles.times(beginning).forEach(this::seen);
      scan.forEach(
          finder,
          cut -> {
            if (tell(cut)) {
              silence.violation();
            }
          });
      tally.end();
      String tail = new String(scan.tail(), StandardCharsets.UTF_8);
      styles.times(tail).forEach(this::seen);
      if (JsonEnd.isMissing(beginning, tail)) {
        unread.add(RawLogAdvice.ofCutOff(name));
      } else if (shape.isPresent() && shape.get().broken() > 0) {
        unread.add(RawLogAdvice.ofCutRecords(name, shape.get().broken()));
      } else if (head.holdsEvent() && shape.isEmpty() && TextEnd.isMissing(tail, styles)) {
        unread.add(RawLogAdvice.ofCutOffText(name));
      }
      if (head.holdsEvent() && shape.isEmpty() && TextEnd.isEachLineCut(beginning, styles)) {
        unread.add(RawLogAdvice.ofCutLines(name));
      }
      unread.addAll(silence.unread(name));
      events |= head.holdsEvent();
      met |= silence.isBroken();
      if (silence.isOfOthers() && !tally.anyHere()) {
        others.add(name);
      }
      return tally.anyHere() || head.holdsEvent() || head.isHeading();
    }

    /** Takes an event; whether it has a violation. */
    private boolean tell(LogScan.Cut cut) {
      boolean found = tally.tell(cut);
      if (found) {
        cut.event().timestamp().ifPresent(this::seen);
      }
      return found;
    }

    private void seen(OffsetDateTime time) {
      Comparator<OffsetDateTime> order = OffsetDateTime.timeLineOrder();
      first = Stream.concat(first.stream(), Stream.of(time)).min(order);
      last = Stream.concat(last.stream(), Stream.of(time)).max(order);
    }
  }
}
