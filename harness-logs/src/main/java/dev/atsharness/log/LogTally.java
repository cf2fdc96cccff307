package dev.atsharness.log;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Separates violations from lines that only look like violations, and from records without a text.
 * A server's name that may be cut is compared with the complete names: it is given as a name only
 * if it is one of them. Not for use by several threads.
 */
final class LogTally {

  /**
   * The words that {@code unifiedlog_iterator} and {@code log show} write in place of a missing
   * text.
   */
  private static final Pattern UNRESOLVED =
      Pattern.compile(
          "(?:^|\\n"
              + "|[\\])]\\s)(?:Unknown shared string message|Failed to get string message from [\\w"
              + " ]{0,20}UUIDText file|Error: Invalid (?:UUID index|shared string offset|offset"
              + " \\d+ for [\\w ]{0,20}UUID)|<compose failure \\[)"
              // As the whole message; as one of its values it hides no more than that.
              + "|(?:^|\\n|[\\])]\\s)<decode: mis(?:sing data|match for [^\\n]{0,300})>\\s*\\z");

  private static final String NO_SUBSYSTEM = "Unknown subsystem";

  /** The maximum number of names kept for comparison, and of lines that wait for them. */
  private static final int MAX_NAMES = 20_000;

  private static final int MAX_WAITING = 5_000;
  private static final int EXCERPT = 300;
  private static final int MAX_PROCESS = 200;
  private static final int MAX_LINE = 10_000;

  /** A violation whose server's name may be cut. */
  private record Waiting(
      LogStyle.Event event, ViolationText.Found found, Lines lines, int line, boolean alone) {}

  /** The parts of one source that could not be read. */
  private static final class Lines {

    private final String source;
    private final String device;
    private final List<String> samples = new ArrayList<>();
    private final List<String> nameSamples = new ArrayList<>();
    private final List<String> unresolvedSamples = new ArrayList<>();
    private byte[] text;
    private int place;
    private int number = 1;
    private long unreadable;
    private long unreadableNames;
    private long unresolved;

    /**
     * @param text the text if it is in memory, so that lines can be counted; otherwise empty
     */
    Lines(String source, String device, byte[] text) {
      this.source = source;
      this.device = device;
      this.text = text;
    }

    /** The number of the line at a place, or 0; places must be given in ascending order. */
    int number(int at) {
      if (text.length == 0) {
        return 0;
      }
      for (; place < at; place++) {
        number += text[place] == '\n' ? 1 : 0;
      }
      return number;
    }

    /** Whether the text is one line only. */
    boolean isOne() {
      return text.length > 0
          && text.length < MAX_LINE
          && new String(text, StandardCharsets.UTF_8).strip().indexOf('\n') < 0;
    }

    void forgetText() {
      text = new byte[0];
    }

    void unreadable(String message, int line) {
      unreadable++;
      sample(samples, (line > 0 ? "line " + line + ": " : "") + message);
    }

    void unreadableName(String message, int line) {
      unreadableNames++;
      sample(nameSamples, (line > 0 ? "line " + line + ": " : "") + message);
    }

    void unresolved(LogStyle.Event event) {
      unresolved++;
      String process = event.process().isEmpty() ? "" : event.process() + ": ";
      sample(unresolvedSamples, process + event.message());
    }

    private static void sample(List<String> samples, String text) {
      String line = text.strip().replaceAll("\\s*\\n\\s*", " / ");
      String excerpt = shortened(line, EXCERPT);
      if (samples.size() < Unread.MAX_SAMPLES && !samples.contains(excerpt)) {
        samples.add(excerpt);
      }
    }
  }

  private final Consumer<LoggedViolation> found;
  private final RepeatedEvents events = new RepeatedEvents();
  private final Set<String> names = new HashSet<>();
  private final Set<String> domains = new HashSet<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private final List<Lines> sources = new ArrayList<>();
  private String device = "";
  private Lines lines = new Lines("", "", new byte[0]);
  private boolean here;
  private boolean any;

  LogTally(Consumer<LoggedViolation> found) {
    this.found = found;
  }

  /** Says of which device the next sources are. */
  void device(String name) {
    device = name;
  }

  /** Begins a source of which lines cannot be counted. */
  void begin(String source) {
    begin(new Lines(source, device, new byte[0]));
  }

  /** Begins a source that is in memory. */
  void begin(String source, byte[] text) {
    begin(new Lines(source, device, text));
  }

  private void begin(Lines next) {
    lines = next;
    sources.add(next);
    events.begin();
    here = false;
  }

  /** Ends a source. */
  void end() {
    lines.forgetText();
  }

  /** Whether the source has something that is, or looks like, a violation. */
  boolean anyHere() {
    return here;
  }

  /** Whether any of the sources has something that is, or looks like, a violation. */
  boolean any() {
    return any;
  }

  /** Takes an event; returns whether it has a violation. */
  boolean tell(LogScan.Cut cut) {
    LogStyle.Event event = cut.event();
    List<ViolationText.Found> all = ViolationText.in(event.message(), event.complete());
    if (!all.isEmpty()) {
      noted();
      if (events.isRepeat(event, lines.device)) {
        return true;
      }
      all.forEach(one -> tell(event, one, cut.start()));
      if (CutMessage.isStub(event)) {
        lines.unreadable(event.message(), lines.number(cut.start()));
      }
      return true;
    }
    if (UNRESOLVED.matcher(event.message()).find()) {
      if (event.isOfNetwork() || event.subsystem().equals(NO_SUBSYSTEM)) {
        noted();
        lines.unresolved(event);
      }
    } else if (ViolationText.remainIn(event.message()) || CutMessage.is(event)) {
      noted();
      lines.unreadable(event.message(), lines.number(cut.start()));
    }
    return false;
  }

  /**
   * Whether the event is certainly from a log: its style is known, or it is a violation in known
   * words with a server.
   */
  static boolean isCertain(LogScan.Cut cut) {
    LogStyle.Event event = cut.event();
    return (!event.process().isEmpty() && event.timestamp().isPresent())
        || ViolationText.in(event.message(), event.complete()).stream()
            .anyMatch(
                found ->
                    found.violation().isPresent()
                        && found.server().state() == ServerName.State.NAMED);
  }

  private void noted() {
    here = true;
    any = true;
  }

  private void tell(LogStyle.Event event, ViolationText.Found one, int place) {
    switch (one.server().state()) {
      case NAMED, NOT_TOLD, HIDDEN -> {
        know(one.server().name());
        found.accept(logged(event, one, one.server().name(), lines.device));
      }
      case DOUBTFUL, AT_EDGE -> {
        if (waiting.size() < MAX_WAITING) {
          boolean alone = one.server().state() == ServerName.State.DOUBTFUL && lines.isOne();
          waiting.add(new Waiting(event, one, lines, lines.number(place), alone));
        } else {
          lines.unreadable(one.message(), 0);
        }
      }
      case UNREADABLE -> lines.unreadable(one.message(), lines.number(place));
      case NO_HOST -> lines.unreadableName(one.message(), lines.number(place));
    }
  }

  private void know(String name) {
    if (names.size() < MAX_NAMES && !name.isEmpty()) {
      String host = LogExplanation.host(name);
      names.add(host);
      domain(host).ifPresent(domains::add);
    }
  }

  /** The last two labels of a name with more than two. */
  private static Optional<String> domain(String host) {
    int last = host.lastIndexOf('.');
    int before = last < 0 ? -1 : host.lastIndexOf('.', last - 1);
    return before < 0 ? Optional.empty() : Optional.of(host.substring(before + 1));
  }

  /** Decides about the waiting lines; must be called after the last event. */
  void finish() {
    for (Waiting one : waiting) {
      Optional<String> name = decided(one);
      if (name.isPresent()) {
        found.accept(logged(one.event, one.found, name.get(), one.lines.device));
      } else {
        one.lines.unreadable(one.found.message(), one.line);
      }
    }
    waiting.clear();
  }

  /** The name, if one of the complete names, or its domain, confirms it. */
  private Optional<String> decided(Waiting one) {
    ServerName server = one.found.server();
    String name = server.name();
    String joined = name + server.tail();
    boolean isWhole = ServerName.isHost(name) && (isKnown(name) || hasKnownDomain(name));
    if (server.tail().isEmpty()) {
      return isWhole || (one.alone && ServerName.isHost(name))
          ? Optional.of(name)
          : Optional.empty();
    }
    boolean isJoined =
        ServerName.isHost(joined)
            && (isKnown(joined)
                || (hasKnownDomain(joined) && !isKnown(server.tail()) && !name.endsWith("-")));
    boolean isWord = Character.isLetter(server.tail().charAt(0));
    if (isWhole && isWord && !isJoined) {
      return Optional.of(name);
    }
    if (isJoined && !isWhole) {
      return Optional.of(joined);
    }
    return !isJoined && server.prose() && ServerName.isHost(name)
        ? Optional.of(name)
        : Optional.empty();
  }

  private boolean isKnown(String name) {
    return names.contains(LogExplanation.host(name));
  }

  private boolean hasKnownDomain(String name) {
    return domain(LogExplanation.host(name)).filter(domains::contains).isPresent();
  }

  /** The violations that several sources have. */
  Repeats repeats() {
    return events.repeats();
  }

  /**
   * The parts that could not be read; available after {@link #finish}.
   *
   * @param converted the sources that a program converted while they were read
   */
  List<Unread> unread(List<String> converted) {
    List<Unread> unread = new ArrayList<>();
    for (Lines one : sources) {
      if (one.unresolved > 0) {
        unread.add(
            converted.contains(one.source)
                ? RawLogAdvice.ofUnresolvedHere(one.source, one.unresolved, one.unresolvedSamples)
                : RawLogAdvice.ofUnresolved(one.source, one.unresolved, one.unresolvedSamples));
      }
      if (one.unreadable > 0) {
        unread.add(RawLogAdvice.ofLines(one.source, one.unreadable, one.samples));
      }
      if (one.unreadableNames > 0) {
        unread.add(RawLogAdvice.ofNames(one.source, one.unreadableNames, one.nameSamples));
      }
    }
    return unread;
  }

  private static LoggedViolation logged(
      LogStyle.Event event, ViolationText.Found violation, String server, String device) {
    String message = violation.message();
    return new LoggedViolation(
        violation.violation(),
        violation.parameter(),
        server,
        shortened(event.process(), MAX_PROCESS),
        LogTime.known(event.timestamp()),
        event.level(),
        shortened(message, LogReader.MAX_MESSAGE),
        device);
  }

  private static String shortened(String text, int most) {
    return text.length() > most ? text.substring(0, most) + "\u2026" : text;
  }
}
