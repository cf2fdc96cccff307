package dev.atsharness.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.ats.DetectedViolation;
import dev.atsharness.ats.Violation;
import dev.atsharness.log.Unread.Kind;
import dev.atsharness.log.internal.archive.ConversionLimits;
import dev.atsharness.log.internal.archive.LogConverter;
import dev.atsharness.log.internal.archive.LogProgram;
import dev.atsharness.scenario.internal.Releases;
import dev.atsharness.testing.OutsideProgram;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads logs in Apple's binary form through a script that prints a recorded output. */
class ConvertedLogTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-04-30T08:12:33.456789Z"), ZoneOffset.UTC);

  private static final LogWriter WRITER =
      new LogWriter(CLOCK, Releases.builtIn().named("27.0"), "mdmd");

  private static final String VIOLATION =
      LogFormat.UNIFIEDLOG_JSONL.line(
          WRITER.event(DetectedViolation.of(Violation.EMS_NOT_NEGOTIATED), "www.example.com"));

  private static final String CONNECTED =
      "{\"subsystem\":\"com.apple.network\",\"log_type\":\"Info\",\"process\":\"/x/mdmd\","
          + "\"message\":\"nw_connect(1) [C1:1][0x1] connected\","
          + "\"timestamp\":\"2026-04-30T08:12:31.456789123Z\"}";

  private static final String UNRESOLVED =
      CONNECTED.replace("nw_connect(1) [C1:1][0x1] connected", "Unknown shared string message");

  private static final ConversionLimits SHORT =
      new ConversionLimits(1 << 20, 10, 1 << 20, Duration.ofSeconds(1), Duration.ofSeconds(20));

  @TempDir Path directory;

  private final List<LoggedViolation> found = new ArrayList<>();
  private Path archive;

  @BeforeEach
  void anArchive() throws IOException {
    OutsideProgram.require("sh");
    archive = directory.resolve("in/sysdiagnose_1/system_logs.logarchive");
    for (String name :
        List.of(
            "Persist/0000000000000001.tracev3",
            "timesync/0000000000000001.timesync",
            "dsc/" + "C3".repeat(16),
            "B2/" + "B2".repeat(15),
            "Info.plist",
            "Extra.txt")) {
      Path file = archive.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, name);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"directory", "parent", "tar.gz", "zip", "tar.gz in zip"})
  void anArchiveIsReadThroughTheProgram(String form) throws IOException {
    Path log = inForm(form);

    LogSummary summary = read(log, prints(CONNECTED, VIOLATION, CONNECTED));

    assertThat(summary.unread()).isEmpty();
    assertThat(found)
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.server()).isEqualTo("www.example.com");
              assertThat(one.process()).isEqualTo("mdmd");
            });
    assertThat(summary.converted())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.program()).isEqualTo("iterator");
              assertThat(one.records()).isEqualTo(3);
              assertThat(one.networkRecords()).isEqualTo(3);
              assertThat(one.source()).endsWith("system_logs.logarchive");
            });
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void theProgramGetsOnlyTheFilesThatItReads() throws IOException {
    Path list = directory.resolve("list");
    String lists =
        "(cd \"$4\" && find . -type f | sort) > '" + list + "'\necho '" + CONNECTED + "'";

    read(inForm("tar.gz"), script(lists));

    assertThat(Files.readAllLines(list))
        .containsExactly(
            "./B2/" + "B2".repeat(15),
            "./Info.plist",
            "./Persist/0000000000000001.tracev3",
            "./dsc/" + "C3".repeat(16),
            "./timesync/0000000000000001.timesync");
  }

  @Test
  void theProgramIsCalledAsUnifiedlogIterator() throws IOException {
    Path arguments = directory.resolve("arguments");
    read(archive, script("echo \"$*\" > '" + arguments + "'; echo '" + CONNECTED + "'"));

    assertThat(arguments)
        .content()
        .isEqualTo("--mode log-archive --input " + archive + " --format jsonl\n");
  }

  @Test
  void anArchiveMayHaveAnyName() throws IOException {
    Path renamed = Files.move(archive, directory.resolve("collected"));

    LogSummary summary = read(renamed, prints(VIOLATION));

    assertThat(found).hasSize(1);
    assertThat(summary.converted()).hasSize(1);
    assertThat(summary.devices()).containsExactly("collected");
  }

  @Test
  void theSameEventInAnExportBesideTheArchiveIsCountedOnce() throws IOException {
    Files.writeString(archive.resolveSibling("ats.jsonl"), VIOLATION + "\n");

    LogSummary summary = read(archive.getParent(), prints(VIOLATION));

    assertThat(found).hasSize(1);
    assertThat(summary.repeats().count()).isEqualTo(1);
  }

  @Test
  void anotherTextBesideAnArchiveThatWasReadIsSkipped() throws IOException {
    String other =
        CONNECTED
            .replace("com.apple.network", "com.apple.backupd")
            .replace("nw_connect(1) [C1:1][0x1] connected", "done");
    Path text = archive.resolveSibling("wifi.jsonl");
    Files.writeString(text, other + "\n");

    assertThat(answer(archive.getParent(), prints(CONNECTED))).isEqualTo(LogAnswer.NO_VIOLATIONS);
    assertThat(answer(inForm("tar.gz"), prints(CONNECTED))).isEqualTo(LogAnswer.NO_VIOLATIONS);
    // Without an archive that was read whole, or alone, it is a log.
    assertThat(answer(archive.getParent(), prints(other))).isEqualTo(LogAnswer.CANNOT_TELL);
    assertThat(answer(text, prints(CONNECTED))).isEqualTo(LogAnswer.CANNOT_TELL);
    LogSummary both =
        new LogReader(CLOCK).with(prints(CONNECTED)).read(List.of(archive, text), found::add);
    assertThat(LogAnswer.of(0, both)).isEqualTo(LogAnswer.CANNOT_TELL);
  }

  @Test
  void withoutViolationsTheAnswerIsThatThereAreNone() throws IOException {
    assertThat(answer(archive, prints(CONNECTED))).isEqualTo(LogAnswer.NO_VIOLATIONS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exit 3",
        "kill -9 $$",
        "echo '00:00:01 [ERROR] [macos-unifiedlogs] Failed to parse the tracev3 file' >&2",
        "echo 'thread main panicked at src/main.rs' >&2",
        "echo 'Failed to parse Persist/0000000000000001.tracev3: Incomplete' >&2",
        "echo '[ERROR] Could not parse /tmp/plist-x.logarchive/Persist/1.tracev3' >&2"
      })
  void aProgramThatDoesNotReadAllLeavesTheAnswerOpen(String last) throws IOException {
    LogConverter converter = script("echo '" + CONNECTED + "'\n" + last);

    assertThat(answer(archive, converter)).isEqualTo(LogAnswer.CANNOT_TELL);
    LogSummary summary = read(archive, converter);
    assertThat(summary.unread())
        .singleElement()
        .satisfies(
            part -> {
              assertThat(part.kind()).isEqualTo(Kind.BINARY_LOG);
              assertThat(part.what()).startsWith("iterator ");
              assertThat(part.remedy())
                  .contains("macos-unifiedlogs before 0.7.0", "log show --archive " + archive)
                  .doesNotContain("unifiedlog_iterator --mode");
            });
  }

  @Test
  void aProgramThatFailsLateStillShowsItsViolations() throws IOException {
    assertThat(answer(archive, script("echo '" + VIOLATION + "'\nexit 1")))
        .isEqualTo(LogAnswer.VIOLATIONS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Persist/0000000000000002 2.tracev3",
        "Trace/0000000000000002.tracev3",
        "Persist/old/0000000000000002.tracev3",
        "persist/0000000000000002.tracev3"
      })
  void aFileOfEventsThatNoProgramExpectsLeavesTheAnswerOpen(String name) throws IOException {
    Path file = archive.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[] {1});

    for (String form : List.of("directory", "tar.gz", "zip")) {
      assertThat(answer(inForm(form), prints(CONNECTED))).as(form).isEqualTo(LogAnswer.CANNOT_TELL);
    }
  }

  @Test
  void aTextBesideTheEventsIsRead() throws IOException {
    Files.writeString(archive.resolve("ats.ndjson"), VIOLATION + "\n");

    for (String form : List.of("directory", "tar.gz", "zip")) {
      assertThat(answer(inForm(form), prints(CONNECTED))).as(form).isEqualTo(LogAnswer.VIOLATIONS);
    }
  }

  @Test
  void aFileThatIsThereTwiceLeavesTheAnswerOpen() throws IOException {
    Path tar = directory.resolve("twice.tar");
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(Files.newOutputStream(tar))) {
      for (int i = 0; i < 2; i++) {
        TarArchiveEntry entry = new TarArchiveEntry("a.logarchive/Persist/1.tracev3");
        entry.setSize(1);
        out.putArchiveEntry(entry);
        out.write(1);
        out.closeArchiveEntry();
      }
    }

    assertThat(read(tar, prints(CONNECTED)).unread())
        .singleElement()
        .extracting(Unread::what)
        .asString()
        .contains("Persist/1.tracev3 twice");
  }

  @Test
  void anOutputWithoutAnEventLeavesTheAnswerOpen() throws IOException {
    assertThat(answer(archive, script("echo hello world"))).isEqualTo(LogAnswer.CANNOT_TELL);
  }

  @Test
  void anErrorAboutOneValueDoesNotHideAViolation() throws IOException {
    LogConverter converter =
        script(
            "echo '00:00:01 [WARN] [macos-unifiedlogs] Failed to get string' >&2\n"
                + "echo '00:00:01 [ERROR] Failed to parse statedump plist data' >&2\necho '"
                + CONNECTED
                + "'");

    assertThat(answer(archive, converter)).isEqualTo(LogAnswer.NO_VIOLATIONS);
  }

  @Test
  void anEmptyOutputLeavesTheAnswerOpen() throws IOException {
    LogSummary summary = read(archive, script("exit 0"));

    assertThat(summary.unread())
        .extracting(Unread::what)
        .anySatisfy(what -> assertThat(what).contains("found no record"));
    assertThat(LogAnswer.of(0, summary)).isEqualTo(LogAnswer.CANNOT_TELL);
  }

  @Test
  void recordsOfOtherSubsystemsAloneLeaveTheAnswerOpen() throws IOException {
    LogSummary summary =
        read(archive, prints(CONNECTED.replace("com.apple.network", "com.apple.other")));

    assertThat(summary.unread())
        .singleElement()
        .extracting(Unread::kind)
        .isEqualTo(Kind.NO_NETWORK_EVENTS);
    assertThat(summary.converted().get(0).networkRecords()).isZero();
  }

  @Test
  void textsThatAreMissingLeaveTheAnswerOpenAndNameTheVersion() throws IOException {
    LogSummary summary = read(archive, prints(UNRESOLVED, UNRESOLVED.replace(":31.", ":32.")));

    assertThat(summary.unread())
        .singleElement()
        .satisfies(
            part -> {
              assertThat(part.kind()).isEqualTo(Kind.UNRESOLVED_TEXTS);
              assertThat(part.count()).hasValue(2);
              assertThat(part.remedy())
                  .contains("macos-unifiedlogs before 0.7.0", "dsc")
                  .doesNotContain("unifiedlog_iterator --mode", "system_logs.logarchive");
            });
    assertThat(summary.converted().get(0).networkRecords()).isEqualTo(2);
  }

  @Test
  void aProgramThatHangsIsEnded() throws IOException {
    Path pid = directory.resolve("pid");
    LogConverter converter =
        script("sleep 600 &\necho $! > '" + pid + "'\necho '" + VIOLATION + "'\nwait");

    LogSummary summary = read(archive, converter);

    assertThat(found).hasSize(1);
    assertThat(summary.unread())
        .singleElement()
        .extracting(Unread::what)
        .asString()
        .contains("printed nothing for 1 seconds");
    long child = Long.parseLong(Files.readString(pid).strip());
    ProcessHandle.of(child)
        .ifPresent(process -> assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(20)));
  }

  @Test
  void aProgramThatWritesWithoutEndIsEnded() throws IOException {
    LogSummary summary = read(archive, script("while :; do echo '" + CONNECTED + "'; done"));

    assertThat(summary.unread())
        .extracting(Unread::what)
        .anySatisfy(what -> assertThat(what).contains("wrote more than 1 MiB"));
  }

  @Test
  void aProgramThatReportsMuchDoesNotWait() throws IOException {
    LogConverter converter =
        script(
            "i=0; while [ $i -lt 3000 ]; do echo \"00:00:01 [ERROR] number $i "
                + "x".repeat(200)
                + "\" >&2; i=$((i+1)); done; echo '"
                + VIOLATION
                + "'");

    LogSummary summary = read(archive, converter);

    assertThat(found).hasSize(1);
    assertThat(summary.unread())
        .singleElement()
        .satisfies(
            part -> {
              assertThat(part.what()).contains("reported 3000 errors");
              assertThat(part.samples()).hasSize(Unread.MAX_SAMPLES);
            });
  }

  @Test
  void aProgramThatIsNotThereIsNamed() throws IOException {
    LogProgram missing = new LogProgram(directory.resolve("missing"), false);

    LogSummary summary = read(archive, new LogConverter(Optional.of(missing), SHORT));

    assertThat(summary.unread())
        .singleElement()
        .satisfies(
            part -> {
              assertThat(part.what()).contains("missing could not be started");
              assertThat(part.remedy()).contains(LogProgram.VARIABLE, "cargo install");
            });

    // The path in the commands is there after the archive has been unpacked.
    Path zip = inForm("zip");
    assertThat(read(zip, new LogConverter(Optional.of(missing), SHORT)).unread())
        .singleElement()
        .satisfies(
            part ->
                assertThat(part.remedy())
                    .containsSubsequence("  unzip " + zip + "\n", "  unifiedlog_iterator --mode")
                    .doesNotContain("tar -xf"));
  }

  @Test
  void withoutAProgramTheCommandsAndTheInstallationAreTold() throws IOException {
    assertThat(read(inForm("tar.gz"), LogConverter.NONE).unread())
        .singleElement()
        .satisfies(
            part -> {
              assertThat(part.kind()).isEqualTo(Kind.BINARY_LOG);
              assertThat(part.remedy())
                  .contains("log show --archive", "unifiedlog_iterator --mode", "cargo install");
            });
  }

  @Test
  void moreThanTheLimitsIsNotUnpacked() throws IOException {
    Files.write(archive.resolve("Persist/2.tracev3"), new byte[2 << 20]);
    assertThat(read(inForm("tar.gz"), prints(VIOLATION)).unread())
        .singleElement()
        .extracting(Unread::what)
        .asString()
        .contains("larger than 1 MiB");

    Files.delete(archive.resolve("Persist/2.tracev3"));
    for (int i = 0; i < 10; i++) {
      Files.createFile(archive.resolve("Persist/1" + i + ".tracev3"));
    }
    assertThat(read(inForm("zip"), prints(VIOLATION)).unread())
        .singleElement()
        .extracting(Unread::what)
        .asString()
        .contains("more than 10 files");
    assertThat(found).isEmpty();
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void nothingIsWrittenBesideTheTemporaryDirectory() throws IOException {
    Path tar = directory.resolve("hostile.tar");
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(Files.newOutputStream(tar))) {
      for (String name :
          List.of(
              "a.logarchive/Persist/1.tracev3",
              "a.logarchive/../../../../evil/Persist/1.tracev3",
              "a.logarchive/Persist/../../../../evil.tracev3")) {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(1);
        out.putArchiveEntry(entry);
        out.write(1);
        out.closeArchiveEntry();
      }
      TarArchiveEntry link = new TarArchiveEntry("a.logarchive/dsc/" + "C3".repeat(16), (byte) '2');
      link.setLinkName("/etc/passwd");
      out.putArchiveEntry(link);
      out.closeArchiveEntry();
    }
    Path list = directory.resolve("list");
    read(tar, script("(cd \"$4\" && find . ! -type d) > '" + list + "'; echo '" + CONNECTED + "'"));

    assertThat(Files.readAllLines(list)).containsExactly("./Persist/1.tracev3");
    try (Stream<Path> files = Files.walk(directory)) {
      assertThat(files.filter(file -> file.toString().contains("evil"))).isEmpty();
    }
  }

  private LogAnswer answer(Path log, LogConverter converter) throws IOException {
    found.clear();
    LogSummary summary = read(log, converter);
    return LogAnswer.of(found.size(), summary);
  }

  private LogSummary read(Path log, LogConverter converter) throws IOException {
    return new LogReader(CLOCK).with(converter).read(log, found::add);
  }

  private LogConverter prints(String... records) throws IOException {
    Path recorded =
        Files.writeString(directory.resolve("recorded.jsonl"), String.join("\n", records) + "\n");
    return script("cat '" + recorded + "'");
  }

  private LogConverter script(String commands) throws IOException {
    Path program = directory.resolve("iterator");
    Files.writeString(program, "#!/bin/sh\n" + commands + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return new LogConverter(Optional.of(new LogProgram(program, false)), SHORT);
  }

  /** The temporary directories of this test's reader, which has removed them. */
  private static List<Path> leftovers() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("ats-harness-log-"))
          .filter(file -> Files.exists(file.resolve("0.logarchive/Extra.txt")))
          .toList();
    }
  }

  private Path inForm(String form) throws IOException {
    return switch (form) {
      case "directory" -> archive;
      case "parent" -> archive.getParent();
      case "tar.gz" -> write("sysdiagnose_1.tar.gz", tarGz());
      case "zip" -> {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(zip)) {
          for (Path file : files()) {
            out.putNextEntry(new ZipEntry(entry(file)));
            out.write(Files.readAllBytes(file));
          }
        }
        yield write("sysdiagnose_1.zip", zip.toByteArray());
      }
      default -> {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(zip)) {
          out.putNextEntry(new ZipEntry("sysdiagnose_1.tar.gz"));
          out.write(tarGz());
        }
        yield write("mail.zip", zip.toByteArray());
      }
    };
  }

  private byte[] tarGz() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed);
        TarArchiveOutputStream out = new TarArchiveOutputStream(gzip)) {
      for (Path file : files()) {
        TarArchiveEntry entry = new TarArchiveEntry(entry(file));
        entry.setSize(Files.size(file));
        out.putArchiveEntry(entry);
        out.write(Files.readAllBytes(file));
        out.closeArchiveEntry();
      }
    }
    return packed.toByteArray();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(archive)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private String entry(Path file) {
    return archive.getParent().getParent().relativize(file).toString();
  }

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(directory.resolve(name), content);
  }
}
