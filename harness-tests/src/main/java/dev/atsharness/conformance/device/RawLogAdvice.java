package dev.atsharness.conformance.device;

import dev.atsharness.ats.OsRelease;
import dev.atsharness.conformance.device.Unread.Kind;
import java.util.List;
import java.util.OptionalLong;

/** What to do about parts that cannot be read: among them the commands that make text of them. */
final class RawLogAdvice {

  private static final String APPLE = " is a log in Apple's binary form";

  private RawLogAdvice() {}

  /**
   * For a {@code .logarchive}.
   *
   * @param archive its path, in the container if it has one
   * @param container the archive that it is in, or empty
   * @param traces how many files of events it has
   * @param read whether there was other text that could be read
   */
  static Unread ofArchive(String archive, String container, long traces, boolean read) {
    String unpack =
        container.isEmpty()
            ? ""
            : "Unpack " + container + " first:\n  tar -xf " + shellWord(container) + "\n";
    return Unread.of(
        Kind.BINARY_LOG,
        container.isEmpty() ? archive : container + ": " + archive,
        traces,
        archive
            + (container.isEmpty() ? "" : " in " + container)
            + APPLE
            + ". Its events ("
            + (traces == 1 ? "1 file" : traces + " files")
            + ") were not read.",
        unpack
            + commands(archive)
            + (read
                ? "\nIf a file that was read already is the text of this log, give that file alone."
                : ""));
  }

  /** For one file of a {@code .logarchive}. */
  static Unread ofTrace(String file) {
    return Unread.of(
        Kind.BINARY_LOG,
        file,
        1,
        file
            + " is one file of a log in Apple's binary form. It was not read: its texts are in"
            + " other files of the .logarchive around it.",
        commands("system_logs.logarchive"));
  }

  /** For an empty file: even of a log without events a tool writes something. */
  static Unread ofEmpty(String file) {
    return Unread.of(
        Kind.EMPTY,
        file,
        file + " is empty.",
        "'log show' writes a heading even if nothing matches. So the export failed, or it was"
            + " written to another file. Export again and look at what the tool says.");
  }

  /** For text that is not a log. */
  static Unread ofUnknown(String file) {
    return Unread.of(
        Kind.NOT_A_LOG,
        file,
        file
            + " is not a log that can be read here: no line of it is an event of 'log show' or 'log"
            + " stream' in any style, of unifiedlog_iterator, pymobiledevice3 or idevicesyslog.",
        "Give a file that one of them wrote, as text, compressed or in a tar or zip archive."
            + " 'ats-harness log filter' prints what to ask 'log show' for.");
  }

  /** For records of com.apple.network whose text the tool that exported them did not have. */
  static Unread ofUnresolved(String source, long count, List<String> samples) {
    return new Unread(
        Kind.UNRESOLVED_TEXTS,
        source,
        OptionalLong.of(count),
        (count == 1 ? "1 record" : count + " records")
            + " of com.apple.network without a text: the tool that exported the log did not have"
            + " the texts of their messages. Each may be a violation.",
        "The texts are in the folders dsc and uuidtext of the .logarchive, or in those of the"
            + " device in /var/db. Export again from the whole .logarchive, as the sysdiagnose has"
            + " it. If that does not help, let 'log show' on a Mac do it.\n"
            + commands("system_logs.logarchive"),
        samples);
  }

  /** For a log that has events, but none of the subsystem that logs violations. */
  static Unread ofNoNetworkEvents(String source) {
    return Unread.of(
        Kind.NO_NETWORK_EVENTS,
        source,
        "The log has events, but none of the subsystem com.apple.network, which logs the"
            + " violations.",
        "Is Apple's Network Diagnostics Logging Profile installed, and was the device restarted"
            + " before it connected (support article 126655)? Was 'log show' given --info, and a"
            + " predicate that lets com.apple.network through? 'ats-harness log filter' prints"
            + " one.");
  }

  /** For an export of {@code log show} without {@code --info}. */
  static Unread ofInfoLeftOut(String source) {
    return Unread.of(
        Kind.INFO_LEFT_OUT,
        source,
        "The export leaves out messages of level Info, which violations may have: 'log show' says"
            + " at its beginning that it skipped them.",
        "Export again with --info:\n  " + show("system_logs.logarchive"));
  }

  /** For lines that look like violations. */
  static Unread ofLines(String source, long count, List<String> samples) {
    return new Unread(
        Kind.UNREADABLE_LINES,
        source,
        OptionalLong.of(count),
        count == 1
            ? "1 line looks like a violation and could not be read."
            : count + " lines look like violations and could not be read.",
        "A line may have been cut, shortened or changed when it was copied. Give the file that the"
            + " tool wrote, not a copy through mail or a chat; or repair the line by hand, so that"
            + " the server's name is whole and ends the line.",
        samples);
  }

  /** For a log without its end. */
  static Unread ofCutOff(String source) {
    return Unread.of(
        Kind.CUT_OFF,
        source,
        source + " is cut off: its JSON ends before it is closed. What came after was not read.",
        "Export or transfer it again. ('log stream' leaves its array open when it is stopped: then"
            + " nothing is missing; use '--style ndjson'.)");
  }

  /** For compressed data or an archive that is damaged. */
  static Unread ofDamaged(String source, String reason) {
    return Unread.of(
        Kind.DAMAGED,
        source,
        source
            + " is cut off or damaged ("
            + (reason.isEmpty() ? "no details" : reason)
            + "). What comes after the damage was not read.",
        "Transfer it again.");
  }

  /** For an archive that has more than the limits allow. */
  static Unread ofOverLimit(String source, String limit) {
    return Unread.of(
        Kind.OVER_LIMIT,
        source,
        source + " was not read to its end: " + limit + ".",
        "If it really is a log, unpack it by hand and give the file with the text.");
  }

  private static String commands(String archive) {
    return "On a Mac, make text of it:\n  "
        + show(archive)
        + "\nElsewhere, with unifiedlog_iterator (https://github.com/mandiant/macos-UnifiedLogs):\n"
        + "  unifiedlog_iterator --mode log-archive --input "
        + shellWord(archive)
        + " --format jsonl > ats.jsonl\n"
        + "Then give that file. An empty one means that the input was not found.";
  }

  private static String show(String archive) {
    return "log show --archive "
        + shellWord(archive)
        + " --info --style ndjson --predicate '"
        + LogFilter.predicate(List.of(), OsRelease.OS_26_4)
        + "' > ats.ndjson";
  }

  static String shellWord(String path) {
    return path.matches("[\\w./:@%+,=-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
  }
}
