package dev.atsharness.conformance.device;

import dev.atsharness.ats.OsRelease;
import java.util.List;

/** What to do with what cannot be read: the commands that make text of Apple's binary log. */
final class RawLogAdvice {

  private RawLogAdvice() {}

  /** For a {@code .logarchive}. */
  static String ofArchive(String archive) {
    return archive
        + " is a log in Apple's binary form. Make text of it first.\n"
        + commands(archive);
  }

  /** For a sysdiagnose that holds no more than that. */
  static String ofTar(String file, String archive) {
    return file
        + " holds the log in Apple's binary form only ("
        + archive
        + "). Unpack it, and make text of that.\n  tar -xf "
        + shellWord(file)
        + "\n"
        + commands(archive);
  }

  /** For one file of a {@code .logarchive}. */
  static String ofTrace(String file) {
    return file
        + " is one file of a log in Apple's binary form; its texts are in other files of the"
        + " .logarchive around it. Make text of the whole.\n"
        + commands("system_logs.logarchive");
  }

  /** For nothing: even of a log without events a tool writes something. */
  static String ofEmpty(String file) {
    return file
        + " is empty. 'log show' writes a heading even if nothing matches, so that the export failed"
        + " or was not to this file; do it again and look at what it says.";
  }

  /** For what is no log at all. */
  static String ofUnknown(String file) {
    return file
        + " is no log that can be read here: there is no event of 'log show' or 'log stream' in any"
        + " style, of unifiedlog_iterator, pymobiledevice3 or idevicesyslog in it.\n"
        + "Give a file that one of them wrote, as text, gzip or in a tar archive; 'ats-harness log"
        + " filter' prints what to ask 'log show' for.";
  }

  private static String commands(String archive) {
    String word = shellWord(archive);
    return "On a Mac:\n  log show --archive "
        + word
        + " --info --style ndjson --predicate '"
        + LogFilter.predicate(List.of(), OsRelease.OS_26_4)
        + "' > ats.ndjson\n"
        + "Elsewhere, with unifiedlog_iterator (https://github.com/mandiant/macos-UnifiedLogs):\n"
        + "  unifiedlog_iterator --mode log-archive --input "
        + word
        + " --format jsonl --output ats.jsonl\n"
        + "Then give that file.";
  }

  private static String shellWord(String path) {
    return path.matches("[\\w./:@%+,=-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
  }
}
