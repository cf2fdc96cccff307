package dev.atsharness.log;

import dev.atsharness.log.internal.archive.Conversion;
import dev.atsharness.log.internal.archive.ConversionResult;
import dev.atsharness.log.internal.archive.LogConverter;
import dev.atsharness.log.internal.archive.LogProgram;
import dev.atsharness.log.internal.unpack.ArchiveLimits;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.io.input.CloseShieldInputStream;

/**
 * Finds the violations in a device's log, written by any of these tools: {@code log show} and
 * {@code log stream} in any style, {@code unifiedlog_iterator}, {@code pymobiledevice3}, {@code
 * idevicesyslog}; plain, compressed with gzip, bzip2 or xz, or in a tar or zip archive or directory
 * such as a sysdiagnose.
 *
 * <p>Reads logs of any length in constant memory. It tolerates banners, wrapped and foreign lines,
 * CRLF, bad UTF-8 and lines without end; a line that is marked as an ATS violation is never
 * dropped. A short text may have been copied through mail or a chat: see {@link PastedText}. The
 * parts that are not read are in {@link LogSummary#unread}. Immutable.
 */
public final class LogReader {

  /** The maximum length of a kept message, in UTF-16 units. */
  static final int MAX_MESSAGE = 2_000;

  /** The maximum length of a text that is treated as perhaps copied by a person, in bytes. */
  static final int MAX_PASTED = 1 << 20;

  private final LogStyles styles;
  private final JsonEvents json;
  private final ArchiveLimits limits;
  private final LogConverter converter;
  private final List<String> names;
  private final boolean visits;
  private final Consumer<ConversionStep> progress;

  /**
   * @param clock clock whose zone is used for time stamps without a zone, and whose year, or the
   *     year before, for those without a year
   */
  public LogReader(Clock clock) {
    this(
        new LogStyles(clock),
        new JsonEvents(new LogTime(clock)),
        ArchiveLimits.DEFAULT,
        LogConverter.ofThisMachine(),
        List.of(),
        false,
        step -> {});
  }

  private LogReader(
      LogStyles styles,
      JsonEvents json,
      ArchiveLimits limits,
      LogConverter converter,
      List<String> names,
      boolean visits,
      Consumer<ConversionStep> progress) {
    this.styles = styles;
    this.json = json;
    this.limits = limits;
    this.converter = converter;
    this.names = List.copyOf(names);
    this.visits = visits;
    this.progress = progress;
  }

  /** This reader with other limits. */
  public LogReader within(ArchiveLimits other) {
    return new LogReader(styles, json, other, converter, names, visits, progress);
  }

  /** This reader with another way to convert logs in Apple's binary form. */
  public LogReader with(LogConverter other) {
    return new LogReader(styles, json, limits, other, names, visits, progress);
  }

  /**
   * This reader, which also looks for names in all events.
   *
   * @param others host names, or their ends; see {@link LogSummary#named}
   */
  public LogReader lookingFor(List<String> others) {
    return new LogReader(styles, json, limits, converter, others, visits, progress);
  }

  /** This reader, which also collects the servers that the device reached. */
  public LogReader notingVisits() {
    return new LogReader(styles, json, limits, converter, names, true, progress);
  }

  /** This reader, which reports the progress of conversions, also from other threads. */
  public LogReader telling(Consumer<ConversionStep> other) {
    return new LogReader(styles, json, limits, converter, names, visits, other);
  }

  /** Reads a file or a directory and passes each violation to {@code found}. */
  public LogSummary read(Path file, Consumer<LoggedViolation> found) throws IOException {
    return read(List.of(file), found);
  }

  /**
   * Reads several files and directories and passes each violation to {@code found}, with its
   * device. An event that several of the logs have is passed once.
   */
  public LogSummary read(List<Path> files, Consumer<LoggedViolation> found) throws IOException {
    Reading reading = new Reading(found);
    try (LogSources sources = new LogSources(styles, limits, converter, reading)) {
      for (Path file : files) {
        reading.file();
        sources.read(file);
      }
    }
    return reading.summary(
        files.size() == 1 ? files.get(0).toString() : files.size() + " files and directories");
  }

  /**
   * Reads a stream to its end; does not close it.
   *
   * @param name name of the stream in messages
   */
  public LogSummary read(InputStream log, String name, Consumer<LoggedViolation> found)
      throws IOException {
    Reading reading = new Reading(found);
    try (LogSources sources = new LogSources(styles, limits, converter, reading)) {
      sources.read(log, name);
    }
    return reading.summary(name);
  }

  /** The violations of a log in memory. */
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

  /** The beginning of a stream, up to the length that a person may have copied. */
  private static final class Start {

    /** The bytes; one more than that length if the stream is longer. */
    private final byte[] bytes;

    /** The reason why no more could be read. */
    private final Optional<IOException> failure;

    private Start(byte[] bytes, Optional<IOException> failure) {
      this.bytes = bytes;
      this.failure = failure;
    }

    static Start of(InputStream in) {
      ByteArrayOutputStream start = new ByteArrayOutputStream();
      Optional<IOException> failure = Optional.empty();
      try {
        byte[] buffer = new byte[1 << 16];
        for (int read = 0; read >= 0 && start.size() <= MAX_PASTED; ) {
          read = in.read(buffer, 0, Math.min(buffer.length, MAX_PASTED + 1 - start.size()));
          start.write(buffer, 0, Math.max(0, read));
        }
      } catch (IOException e) {
        failure = Optional.of(e);
      }
      return new Start(start.toByteArray(), failure);
    }

    boolean isWhole() {
      return bytes.length <= MAX_PASTED;
    }

    /** Throws the failure that ended the reading, if any. */
    void check() throws IOException {
      if (failure.isPresent()) {
        throw failure.get();
      }
    }
  }

  /** The faults of a text that do not matter if it is not a log of com.apple.network. */
  private static final Set<Unread.Kind> OF_OTHER_FILES =
      Set.of(Unread.Kind.INFO_LEFT_OUT, Unread.Kind.CUT_OFF, Unread.Kind.NOT_TEXT);

  /**
   * Where a log comes from.
   *
   * @param file the number of the file or directory that was given
   * @param device the device
   */
  private record Origin(int file, String device) {}

  /** One log, which may be in several files. */
  private final class Reading implements LogSources.Visitor {

    private final LogTally tally;
    private final List<String> sources = new ArrayList<>();
    private final SortedSet<String> devices = new TreeSet<>();
    private final List<Unread> unread = new ArrayList<>();
    private final List<ConvertedLog> converted = new ArrayList<>();

    /** The sources with only events of other subsystems. */
    private final List<String> others = new ArrayList<>();

    private final Watch hosts = new Watch(names, event -> true);
    private final Connections connections = new Connections(visits);
    private final List<Watch> wanted = List.of(hosts, connections.watch());

    /** The texts without an event of com.apple.network. */
    private final Map<String, Origin> silent = new HashMap<>();

    /** Where logs in Apple's binary form were read whole. */
    private final Set<Origin> whole = new HashSet<>();

    private int files;
    private boolean converting;
    private LogSpan span = LogSpan.EMPTY;
    private String device = "";
    private boolean events;
    private boolean met;

    Reading(Consumer<LoggedViolation> found) {
      this.tally = new LogTally(found);
    }

    LogSummary summary(String name) {
      tally.finish();
      forgetOtherFiles();
      unread.addAll(tally.unread(converted.stream().map(ConvertedLog::source).toList()));
      boolean elsewhere = unread.stream().anyMatch(part -> part.kind() == Unread.Kind.BINARY_LOG);
      if (!elsewhere && events && !met && !tally.any()) {
        unread.add(RawLogAdvice.ofNoNetworkEvents(name));
      } else if (!elsewhere && !others.isEmpty()) {
        unread.add(RawLogAdvice.ofNoNetworkEvents(name, others));
      }
      return new LogSummary(
          sources,
          devices,
          span,
          unread,
          hosts.isDone(),
          tally.repeats(),
          connections.all(),
          converted);
    }

    @Override
    public void device(String name) {
      device = name;
      tally.device(name);
      connections.device(name);
    }

    /** Begins a file or directory that was given. */
    void file() {
      files++;
    }

    private Origin origin() {
      return new Origin(files, device);
    }

    /**
     * Leaves out texts that are only other files beside a log in Apple's binary form which was read
     * whole: that log would have the events of com.apple.network.
     */
    private void forgetOtherFiles() {
      silent.values().retainAll(whole);
      others.removeAll(silent.keySet());
      unread.removeIf(
          part -> OF_OTHER_FILES.contains(part.kind()) && silent.containsKey(part.source()));
    }

    private void source(String name) {
      sources.add(name);
      devices.add(device);
    }

    @Override
    public boolean converted(LogArchives.One archive, LogProgram program, Conversion conversion)
        throws IOException {
      String name = archive.source();
      ConversionProgress steps =
          new ConversionProgress(name, program.name(), conversion::recordsSoFar, progress);
      boolean isLog;
      converting = true;
      try {
        isLog = log(name, conversion.records());
      } finally {
        converting = false;
        steps.end();
      }
      ConversionResult result = conversion.result();
      converted.add(
          new ConvertedLog(name, program.name(), result.records(), result.networkRecords()));
      List<Unread> missing = RawLogAdvice.of(archive, program, result);
      unread.addAll(missing);
      if (isLog && missing.isEmpty() && result.networkRecords() > 0) {
        whole.add(origin());
      }
      if (!isLog && missing.isEmpty()) {
        unread.add(RawLogAdvice.ofNoEvent(archive, program, result));
      }
      return isLog;
    }

    @Override
    public void unread(Unread part) {
      unread.add(part);
    }

    @Override
    public boolean log(String name, InputStream in) throws IOException {
      Start start = Start.of(in);
      source(name);
      boolean isLog =
          start.isWhole()
              ? pasted(name, start.bytes, PastedText.repair(PastedText.decode(start.bytes)))
              : scan(name, start.bytes, in);
      start.check();
      return isLog;
    }

    @Override
    public boolean foreign(String name, InputStream in) throws IOException {
      Start start = Start.of(in);
      boolean isLog =
          start.isWhole()
              ? quoted(name, start.bytes)
              : late(name, new SequenceInputStream(new ByteArrayInputStream(start.bytes), in));
      start.check();
      return isLog;
    }

    /**
     * Reads a short text as a log if it contains one in any form, or something that looks like a
     * violation.
     */
    private boolean quoted(String name, byte[] bytes) throws IOException {
      if (!LogSigns.mayBeIn(bytes)) {
        return false;
      }
      String repaired = PastedText.repair(PastedText.decode(bytes));
      if (!LogSigns.areIn(repaired)
          && !styles.recognise(beginning(repaired.getBytes(StandardCharsets.UTF_8)))) {
        return false;
      }
      boolean isLog = pasted(name, bytes, repaired);
      if (isLog) {
        source(name);
      }
      return isLog;
    }

    /** Searches a long text for lines that are certainly from a log. */
    private boolean late(String name, InputStream in) throws IOException {
      LogScan scan = new LogScan(in, styles, json, List.of());
      boolean[] begun = {false};
      scan.forEach(
          new ViolationPrefilter(ViolationPrefilter.Replacements.APPLE),
          cut -> {
            if (LogTally.isCertain(cut)) {
              if (!begun[0]) {
                source(name);
                tally.begin(name);
                begun[0] = true;
              }
              tell(cut);
            }
          });
      met |= begun[0];
      return begun[0];
    }

    private boolean pasted(String name, byte[] bytes, String text) throws IOException {
      byte[] repaired = text.getBytes(StandardCharsets.UTF_8);
      Optional<JsonShape> shape = shape(bytes);
      if (shape.filter(one -> one.broken() > 0).isPresent()) {
        // Lines that were cut at a fixed width have been joined.
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
      String beginning = TerminalColours.without(beginning(start));
      LogHead head = LogHead.of(beginning, styles);
      LogSilence silence = new LogSilence(head);
      Optional<JsonShape> shape = JsonShape.of(beginning);
      InputStream whole =
          new SequenceInputStream(
              new ByteArrayInputStream(start), CloseShieldInputStream.wrap(rest));
      InputStream in = shape.isPresent() ? seen(whole, shape.get()) : whole;
      ViolationPrefilter needle = new ViolationPrefilter(LogStyles.replacements(beginning));
      tally.begin(name);
      return scan(
          name,
          head,
          silence,
          shape,
          new LogScan(
              TerminalColours.removed(start, LogLineEnds.of(start, in)),
              styles,
              json,
              watches(silence)),
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
      return Stream.concat(silence.watches().stream(), wanted.stream()).toList();
    }

    private boolean scan(
        String name,
        LogHead head,
        LogSilence silence,
        Optional<JsonShape> shape,
        LogScan scan,
        Finder finder)
        throws IOException {
      connections.begin();
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
      connections.end();
      if (connections.isSilent()) {
        unread.add(RawLogAdvice.ofOlderRelease(name));
      }
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
      if (!converting && head.holdsEvent() && !silence.isBroken() && !tally.anyHere()) {
        silent.put(name, origin());
      }
      return tally.anyHere() || head.holdsEvent() || head.isHeading();
    }

    /** Takes an event; returns whether it has a violation. */
    private boolean tell(LogScan.Cut cut) {
      boolean found = tally.tell(cut);
      if (found) {
        cut.event().timestamp().ifPresent(this::seen);
        connections.violation(cut.event());
      }
      return found;
    }

    private void seen(OffsetDateTime time) {
      span = LogTime.isKnown(time) ? span.with(Optional.of(time)) : span.withUnknown();
    }
  }
}
