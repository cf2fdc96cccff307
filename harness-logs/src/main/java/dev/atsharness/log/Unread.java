package dev.atsharness.log;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * A part of a log that was not read or could not be understood. If there is such a part, the log
 * cannot be called free of violations.
 *
 * @param kind the kind of part
 * @param source the file, or the entry of an archive
 * @param count number of files, records or lines, if known
 * @param what a sentence about what was not read, how much of it, and why
 * @param remedy what to do about it; may have several lines, commands are indented
 * @param samples the beginnings of some of the lines; hostile text
 */
public record Unread(
    Kind kind,
    String source,
    OptionalLong count,
    String what,
    String remedy,
    List<String> samples) {

  /** The maximum number of samples kept of one part. */
  public static final int MAX_SAMPLES = 8;

  /** The kinds of parts; their labels are part of the JSON form. */
  public enum Kind {
    /** Apple's binary form. */
    BINARY_LOG,
    /** Records of com.apple.network without their text. */
    UNRESOLVED_TEXTS,
    /** Lines that look like violations. */
    UNREADABLE_LINES,
    /** There are events, but none of com.apple.network. */
    NO_NETWORK_EVENTS,
    /** The export was made without {@code --info}. */
    INFO_LEFT_OUT,
    /** The log is of a release that does not log violations. */
    OLDER_RELEASE,
    /** The end is missing. */
    CUT_OFF,
    /** Compressed data that is damaged. */
    DAMAGED,
    /** An archive, or a document, of a format that this reader does not support. */
    OTHER_FORMAT,
    /** An archive that is larger than the limits allow. */
    OVER_LIMIT,
    /** A part of a text that is binary, or in another encoding. */
    NOT_TEXT,
    /** A link that was not followed. */
    LINK,
    /** Text without a line of a log. */
    NOT_A_LOG,
    /** A file without content. */
    EMPTY;

    /** The name in JSON, for example {@code binary-log}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public Unread {
    samples = List.copyOf(samples);
  }

  static Unread of(Kind kind, String source, String what, String remedy) {
    return new Unread(kind, source, OptionalLong.empty(), what, remedy, List.of());
  }

  static Unread of(Kind kind, String source, long count, String what, String remedy) {
    return new Unread(kind, source, OptionalLong.of(count), what, remedy, List.of());
  }
}
