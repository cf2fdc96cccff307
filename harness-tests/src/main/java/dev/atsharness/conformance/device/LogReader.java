package dev.atsharness.conformance.device;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
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
    private final Watch network =
        new Watch(List.of(LogStyle.NETWORK, "boringssl"), Reading::isOfNetwork);
    private final Watch hosts = new Watch(names, event -> true);
    private Optional<OffsetDateTime> first = Optional.empty();
    private Optional<OffsetDateTime> last = Optional.empty();
    private boolean events;

    Reading(Consumer<LoggedViolation> found) {
      this.tally = new LogTally(found);
    }

    private static boolean isOfNetwork(LogStyle.Event event) {
      // Some styles do not tell the subsystem.
      return event.isOfNetwork()
          || (event.subsystem().isEmpty()
              && event.message().matches("(?s)(?:\\([^)]*\\)\\s*)?(?:boringssl|nw)_.*"));
    }

    LogSummary summary(String name) {
      tally.finish();
      unread.addAll(tally.unread());
      boolean met = network.isDone() || tally.any();
      boolean elsewhere = unread.stream().anyMatch(part -> part.kind() == Unread.Kind.BINARY_LOG);
      if (events && !met && !elsewhere) {
        unread.add(RawLogAdvice.ofNoNetworkEvents(name));
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
      boolean isLog =
          bytes.length <= MAX_PASTED
              ? pasted(name, bytes)
              : scan(
                  name,
                  new LogScan(
                      new SequenceInputStream(
                          new ByteArrayInputStream(bytes), CloseShieldInputStream.wrap(in)),
                      styles,
                      json,
                      watches()));
      if (failure.isPresent()) {
        throw failure.get();
      }
      return isLog;
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

    private List<Watch> watches() {
      return List.of(network, hosts);
    }

    private boolean pasted(String name, byte[] bytes) throws IOException {
      String text = PastedText.decode(bytes);
      byte[] repaired = PastedText.repair(text).getBytes(StandardCharsets.UTF_8);
      tally.begin(name, repaired);
      LogScan scan = new LogScan(repaired, styles, json, watches());
      return scan(name, scan, new TolerantFinder(repaired));
    }

    private boolean scan(String name, LogScan scan) throws IOException {
      String head = new String(scan.head(), StandardCharsets.UTF_8);
      tally.begin(name);
      return scan(name, scan, new Needle(LogStyles.replacements(head)));
    }

    private boolean scan(String name, LogScan scan, Finder finder) throws IOException {
      String head = new String(scan.head(), StandardCharsets.UTF_8);
      styles.times(head).forEach(this::seen);
      scan.forEach(finder, this::tell);
      tally.end();
      String tail = new String(scan.tail(), StandardCharsets.UTF_8);
      styles.times(tail).forEach(this::seen);
      if (JsonEnd.isMissing(head, tail)) {
        unread.add(RawLogAdvice.ofCutOff(name));
      }
      if (LogStyles.leavesInfoOut(head)) {
        unread.add(RawLogAdvice.ofInfoLeftOut(name));
      }
      boolean holdsEvent = styles.holdEvent(head);
      events |= holdsEvent;
      return tally.anyHere() || head.isBlank() || holdsEvent || styles.recognise(head);
    }

    private void tell(LogScan.Cut cut) {
      if (tally.tell(cut)) {
        network.end();
        cut.event().timestamp().ifPresent(this::seen);
      }
    }

    private void seen(OffsetDateTime time) {
      Comparator<OffsetDateTime> order = OffsetDateTime.timeLineOrder();
      first = Stream.concat(first.stream(), Stream.of(time)).min(order);
      last = Stream.concat(last.stream(), Stream.of(time)).max(order);
    }
  }
}
