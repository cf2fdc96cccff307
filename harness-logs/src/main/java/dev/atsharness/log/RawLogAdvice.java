package dev.atsharness.log;

import dev.atsharness.log.Unread.Kind;
import dev.atsharness.log.internal.archive.ConversionResult;
import dev.atsharness.log.internal.archive.LogProgram;
import dev.atsharness.log.internal.archive.Workspace;
import dev.atsharness.log.internal.text.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** The advice about parts that cannot be read, including the commands that convert them to text. */
final class RawLogAdvice {

  private static final String APPLE = " is a log in Apple's binary form";

  private static final String TOOLS =
      "Give a file that one of 'log show', 'log stream', unifiedlog_iterator, pymobiledevice3 and"
          + " idevicesyslog wrote, as text, compressed or in a tar or zip archive."
          + " 'ats-harness log filter' prints what to ask 'log show' for.";

  private static final String VERSION =
      "A program that was built with macos-unifiedlogs before 0.7.0 cannot read logs of the newest"
          + " releases."
          + " 'unifiedlog_iterator --version' does not say which it was built with: build it again"
          + " from the newest source, or use 'log show' on a Mac.";

  private static final String COMPLETE = "Is the archive complete?";

  private static final String INSTALL =
      "Install unifiedlog_iterator (macos-unifiedlogs 0.7.0 or later; it needs Rust), then read the"
          + " log again:\n"
          + "  cargo install --git https://github.com/mandiant/macos-UnifiedLogs"
          + " unifiedlog_iterator\n"
          + "It has to be on the PATH, or named by "
          + LogProgram.VARIABLE
          + ". On a Mac, 'log' is used, and nothing has to be installed.";

  private static final String THEN =
      "\nThen give that file. An empty one means that the input was not found.";

  private RawLogAdvice() {}

  /**
   * The advice for a log in Apple's binary form if there is no program that converts it.
   *
   * @param read whether there was other text that could be read
   */
  static Unread ofArchive(LogArchives.One log, boolean read) {
    long traces = log.traces();
    return Unread.of(
        Kind.BINARY_LOG,
        log.source(),
        traces,
        named(log)
            + APPLE
            + (traces == 0
                ? ", but it has no file of events: it was not copied completely."
                : ". Its events ("
                    + (traces == 1 ? "1 file" : traces + " files")
                    + ") were not read: only other programs read this form, and none was found."),
        (traces == 0 ? "" : INSTALL + "\n")
            + byHand(log)
            + (read
                ? "\nIf a file that was read already is the text of this log, give that file alone."
                : ""));
  }

  private static String named(LogArchives.One log) {
    return path(log) + (log.container().isEmpty() ? "" : " in " + log.container());
  }

  private static String path(LogArchives.One log) {
    return log.path().isEmpty() ? "." : log.path();
  }

  /** The advice for a log that could not be unpacked for the program. */
  static Unread ofNotUnpacked(LogArchives.One log, Workspace.Failure failure) {
    return Unread.of(
        Kind.BINARY_LOG,
        log.source(),
        log.traces(),
        named(log) + APPLE + ". It was not read: " + failure.why() + ".",
        (failure.ofDisk()
                ? "Make room in the directory for temporary files, then read the log again.\n"
                : "")
            + byHand(log));
  }

  /** The advice for a program that could not be started. */
  static Unread ofNotStarted(LogArchives.One log, LogProgram program, String why) {
    return Unread.of(
        Kind.BINARY_LOG,
        log.source(),
        log.traces(),
        named(log)
            + APPLE
            + ". It was not read, because "
            + program.file()
            + " could not be started ("
            + why
            + ").",
        "Is "
            + LogProgram.VARIABLE
            + " set to the file of the program, and may it be run?\n"
            + INSTALL
            + "\n"
            + byHand(log));
  }

  /** The advice for what a program that converts logs did not read. */
  static List<Unread> of(LogArchives.One log, LogProgram program, ConversionResult result) {
    List<Unread> unread = new ArrayList<>();
    if (result.failure().isPresent()) {
      unread.add(
          ofProgram(
              log,
              program,
              program.name()
                  + " did not read all of "
                  + named(log)
                  + ": "
                  + result.failure().get()
                  + ". It had printed "
                  + result.records()
                  + (result.records() == 1 ? " record." : " records."),
              result));
    } else if (result.errors().count() > 0) {
      unread.add(
          ofProgram(
              log,
              program,
              program.name()
                  + " reported "
                  + (result.errors().count() == 1
                      ? "an error"
                      : result.errors().count() + " errors")
                  + " while it read "
                  + named(log)
                  + ": a part of the log may be missing.",
              result));
    } else if (result.records() == 0) {
      unread.add(
          ofProgram(
              log, program, program.name() + " found no record in " + named(log) + ".", result));
    }
    return unread;
  }

  /** The advice about a program whose output has no event. */
  static Unread ofNoEvent(LogArchives.One log, LogProgram program, ConversionResult result) {
    return ofProgram(
        log,
        program,
        program.name() + " printed no event that can be read, of " + named(log) + ".",
        result);
  }

  /** The advice does not give the command of the program that has just failed. */
  private static Unread ofProgram(
      LogArchives.One log, LogProgram program, String what, ConversionResult result) {
    String advice = program.isApples() ? COMPLETE : VERSION + " " + COMPLETE;
    String other = program.isApples() ? elsewhere(path(log)) : onMac(path(log));
    return new Unread(
        Kind.BINARY_LOG,
        log.source(),
        OptionalLong.of(log.traces()),
        what,
        advice + "\n" + unpack(log) + other + THEN,
        result.errors().samples());
  }

  /** The advice for one file of a {@code .logarchive}. */
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

  /**
   * The advice for a directory or an archive without a log.
   *
   * @param files number of files that may be logs
   */
  static Unread ofNoLog(String container, int files) {
    return Unread.of(
        Kind.NOT_A_LOG,
        container,
        files == 0
            ? "There is no file in " + container + "."
            : "None of the files in "
                + container
                + " ("
                + files
                + ") is a log that can be read here.",
        files == 0 ? "Give the directory or the archive that the log was written to." : TOOLS);
  }

  /** The advice for links that lead out of the directory or archive. */
  static Unread ofLinks(String container, long count, List<String> samples) {
    return new Unread(
        Kind.LINK,
        container,
        OptionalLong.of(count),
        (count == 1 ? "1 link in " : count + " links in ")
            + container
            + (count == 1 ? " leads" : " lead")
            + " out of it or to nothing, and "
            + (count == 1 ? "was" : "were")
            + " not followed.",
        "If a link leads to a log, give that log itself.",
        samples);
  }

  /** The advice for an archive with further data after its end. */
  static Unread ofMoreBehind(String archive) {
    return Unread.of(
        Kind.DAMAGED,
        archive,
        "After the end of " + archive + " there are more data, which were not read.",
        "Two archives may have been joined: unpack each, and give the files. Or transfer it"
            + " again.");
  }

  /** The advice for a file with the name of a log and binary content. */
  static Unread ofBinary(String file) {
    return Unread.of(
        Kind.NOT_TEXT,
        file,
        file
            + " is binary, although its name says that it is a log: it may be compressed or"
            + " encrypted in a way that this program does not know. It was not read.",
        "Unpack or decrypt it, and give the text.");
  }

  /** The advice for an entry that is neither a file nor a directory. */
  static Unread ofSpecialFile(String file) {
    return Unread.of(
        Kind.OTHER_FORMAT,
        file,
        file + " is a named pipe, a socket or a device, not a file, and was not read.",
        "If it gives a log, write that log to a file, or give only this path.");
  }

  /** The advice for a text with a part that is binary or in another encoding. */
  static Unread ofForeignBytes(String file) {
    return Unread.of(
        Kind.NOT_TEXT,
        file,
        "A part of "
            + file
            + " is binary, or text in another encoding than its beginning. It was not read.",
        "Several files may have been joined (PowerShell writes UTF-16, others UTF-8), or the file"
            + " is damaged. Export each log to a separate file.");
  }

  /** The advice for a mail with an encoded log. */
  static Unread ofEncodedMail(String file) {
    return Unread.of(
        Kind.OTHER_FORMAT,
        file,
        file + " has a part in base64, like an attachment of a mail, which is not read here.",
        "Open the mail in a mail program, save the attachment, and give that file.");
  }

  /** The advice for an empty file: tools write some text even for a log without events. */
  static Unread ofEmpty(String file) {
    return Unread.of(
        Kind.EMPTY,
        file,
        file + " is empty, or has blank lines only.",
        "'log show' writes a heading even if nothing matches. So the export failed, or it was"
            + " written to another file. Export again and read the messages of the tool.");
  }

  /** The advice for text that is not a log. */
  static Unread ofUnknown(String file) {
    return Unread.of(
        Kind.NOT_A_LOG,
        file,
        file
            + " is not a log that can be read here: no line of it is an event of 'log show' or 'log"
            + " stream' in any style, of unifiedlog_iterator, pymobiledevice3 or idevicesyslog.",
        TOOLS);
  }

  /**
   * The advice for records of com.apple.network whose text was missing when a tool exported them.
   */
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
            + " it. If that does not help, use 'log show' on a Mac.\n"
            + commands("system_logs.logarchive"),
        samples);
  }

  /** The advice for such records in the output of a program that was run here. */
  static Unread ofUnresolvedHere(String source, long count, List<String> samples) {
    return new Unread(
        Kind.UNRESOLVED_TEXTS,
        source,
        OptionalLong.of(count),
        (count == 1 ? "1 record" : count + " records")
            + " of com.apple.network without a text: the program that converted the log did not"
            + " find the texts of their messages. Each may be a violation.",
        "The texts are in the folders dsc and uuidtext of the .logarchive: are they there? If so,"
            + " the program may be too old. "
            + VERSION,
        samples);
  }

  /** The advice for a log that has events, but none of the subsystem that logs violations. */
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

  /** The advice for some of several logs that have events, but none of that subsystem. */
  static Unread ofNoNetworkEvents(String source, List<String> logs) {
    Unread one = ofNoNetworkEvents(source);
    return new Unread(
        one.kind(),
        source,
        OptionalLong.of(logs.size()),
        (logs.size() == 1 ? "1 of the logs has" : logs.size() + " of the logs have")
            + " events, but none of the subsystem com.apple.network, which logs the violations.",
        one.remedy(),
        logs.stream().limit(Unread.MAX_SAMPLES).toList());
  }

  /** The advice for an export of many subsystems without any message of level Info. */
  static Unread ofNoInfo(String source) {
    return Unread.of(
        Kind.INFO_LEFT_OUT,
        source,
        "The log has events of many subsystems, but none of level Info, which violations may have.",
        "Was 'log show' given --info, and was Apple's Network Diagnostics Logging Profile installed"
            + " before the device connected (support article 126655)? Export again:\n  "
            + show("system_logs.logarchive"));
  }

  /** The advice for a log with many events of com.apple.network, none of which is of level Info. */
  static Unread ofNoInfoAmong(String source, int events) {
    return Unread.of(
        Kind.INFO_LEFT_OUT,
        source,
        "The log has "
            + events
            + " events of com.apple.network or more, but no event of level Info, which violations"
            + " may have.",
        "Was 'log show' given --info? Then was Apple's Network Diagnostics Logging Profile"
            + " installed before the device connected (support article 126655)? Export again:\n  "
            + show("system_logs.logarchive"));
  }

  /** The advice for an export of {@code log show} without {@code --info}. */
  static Unread ofInfoLeftOut(String source) {
    return Unread.of(
        Kind.INFO_LEFT_OUT,
        source,
        "The export leaves out messages of level Info, which violations may have: 'log show' says"
            + " in it that it skipped them.",
        "Export again with --info:\n  " + show("system_logs.logarchive"));
  }

  /** The advice for a log of a release before the first that logs violations. */
  static Unread ofOlderRelease(String source) {
    return Unread.of(
        Kind.OLDER_RELEASE,
        source,
        source
            + " is a log of a release before "
            + TlsForm.firstThatLogs()
            + ", at least in part, and such a release does not log violations: lines 'TLS"
            + " configured' have the older form.",
        "Update the device to "
            + TlsForm.firstThatLogs()
            + " or later, use the servers again, and export the log again. To"
            + " check a server without a log: 'ats-harness probe'.");
  }

  /** The advice for lines that look like violations. */
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

  /** The advice for violations whose server's name has characters that no host name can have. */
  static Unread ofNames(String source, long count, List<String> samples) {
    return new Unread(
        Kind.UNREADABLE_LINES,
        source,
        OptionalLong.of(count),
        (count == 1 ? "1 violation has" : count + " violations have")
            + " an unreadable name of the server: other text follows it on its line, it is too"
            + " long, or it has characters that no host name can have.",
        "Look at the lines below. If text was added behind the name, by hand or when the line was"
            + " copied, delete that text, so that the line ends with the server's name. If the"
            + " device wrote it so, look for the address in the settings of the device's"
            + " management.",
        samples);
  }

  /** The advice for a log without its end. */
  static Unread ofCutOff(String source) {
    return Unread.of(
        Kind.CUT_OFF,
        source,
        source + " is cut off: its JSON ends before it is closed. What came after was not read.",
        "Export or transfer it again. ('log stream' leaves its array open when it is stopped: then"
            + " nothing is missing; use '--style ndjson'.)");
  }

  /** The advice for a log in JSON with records that are cut off before its end. */
  static Unread ofCutRecords(String source, long count) {
    return Unread.of(
        Kind.CUT_OFF,
        source,
        "In "
            + source
            + (count == 1 ? " 1 record of JSON is" : " " + count + " records of JSON are")
            + " cut off or damaged, and could not be read.",
        "Export or transfer it again.");
  }

  /** The advice for a log in lines without its end. */
  static Unread ofCutOffText(String source) {
    return Unread.of(
        Kind.CUT_OFF,
        source,
        source + " is cut off: it ends within an event. What came after was not read.",
        "Export or transfer it again.");
  }

  /** The advice for a log with lines that were all cut at the same width. */
  static Unread ofCutLines(String source) {
    return Unread.of(
        Kind.CUT_OFF,
        source,
        "The lines of "
            + source
            + " are cut: many have the same length and none is longer. What came after was not"
            + " read.",
        "A terminal, a table or a program such as 'cut' left the ends out. Give the file that the"
            + " tool wrote.");
  }

  /** The advice for compressed data or an archive that is damaged. */
  static Unread ofDamaged(String source, String reason) {
    return Unread.of(
        Kind.DAMAGED,
        source,
        source
            + " is cut off or damaged ("
            + reason
            + "). What comes after the damage was not read.",
        "Transfer it again.");
  }

  /** The advice for an archive that exceeds the limits. */
  static Unread ofOverLimit(String source, String limit) {
    return Unread.of(
        Kind.OVER_LIMIT,
        source,
        source + " was not read to its end: " + limit + ".",
        "If it really is a log, unpack it by hand and give the file with the text.");
  }

  /** How to unpack and convert a log. */
  private static String byHand(LogArchives.One log) {
    return unpack(log) + commands(path(log));
  }

  /** How to unpack the archive that a log is in; empty for a log in a directory. */
  private static String unpack(LogArchives.One log) {
    String container = log.container();
    if (container.isEmpty()) {
      return "";
    }
    boolean isZip = container.toLowerCase(Locale.ROOT).endsWith(".zip");
    return "Or unpack "
        + container
        + " first:\n  "
        + (isZip ? "unzip " : "tar -xf ")
        + Shell.word(container)
        + "\nand convert the log yourself. ";
  }

  private static String commands(String archive) {
    return onMac(archive) + "\n" + elsewhere(archive) + THEN;
  }

  private static String onMac(String archive) {
    return "On a Mac, convert it to text:\n  " + show(archive);
  }

  private static String elsewhere(String archive) {
    return "Elsewhere, with unifiedlog_iterator (https://github.com/mandiant/macos-UnifiedLogs):\n"
        + "  unifiedlog_iterator --mode log-archive --input "
        + Shell.word(archive)
        + " --format jsonl > ats.jsonl";
  }

  private static String show(String archive) {
    return "log show --archive "
        + Shell.word(archive)
        + " --info --style ndjson --predicate '"
        + LogFilter.ofAnyRelease()
        + "' > ats.ndjson";
  }
}
