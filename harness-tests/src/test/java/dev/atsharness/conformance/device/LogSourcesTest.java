package dev.atsharness.conformance.device;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atsharness.ats.DetectedViolation;
import dev.atsharness.ats.OsRelease;
import dev.atsharness.ats.Violation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a log comes in. */
class LogSourcesTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-04-30T08:12:33.456789Z"), ZoneOffset.UTC);

  private static final byte[] LOG =
      LogFormat.DEFAULT
          .text(
              List.of(
                  new LogWriter(CLOCK, OsRelease.OS_26_5, "mdmd")
                      .event(
                          DetectedViolation.of(Violation.EMS_NOT_NEGOTIATED), "www.example.com")))
          .getBytes(UTF_8);

  private static final byte[] TRACE = {0, 0x10, 0, 0, 0x11, 0, 0, 0, 1, 2, 3};

  @TempDir Path directory;

  private final LogReader reader = new LogReader(CLOCK);
  private final List<LoggedViolation> found = new ArrayList<>();

  @Test
  void aFileTellsItsFirstAndLastTime() throws IOException {
    String noise = "2026-04-%s 08:12:33.456789+0000 0x1 Info 0x0 1 0 noise: nothing\n";
    Path log = write("log.txt", (noise.formatted("01") + new String(LOG, UTF_8)).getBytes(UTF_8));
    Files.writeString(
        log, noise.formatted("30") + noise.formatted("30"), StandardOpenOption.APPEND);

    LogSummary summary = reader.read(log, found::add);

    assertThat(found).hasSize(1);
    assertThat(summary.sources()).containsExactly(log.toString());
    assertThat(summary.first()).contains(OffsetDateTime.parse("2026-04-01T08:12:33.456789Z"));
    assertThat(summary.last()).contains(OffsetDateTime.parse("2026-04-30T08:12:33.456789Z"));
  }

  @Test
  void gzipIsUnpacked() throws IOException {
    reader.read(write("log.gz", gzip(LOG)), found::add);

    assertThat(found).hasSize(1);
  }

  @Test
  void whatPowerShellRedirectedIsUtf16() throws IOException {
    byte[] utf16 = ("\uFEFF" + new String(LOG, UTF_8)).getBytes(StandardCharsets.UTF_16LE);

    reader.read(write("log.txt", utf16), found::add);

    assertThat(found).singleElement().extracting(LoggedViolation::process).isEqualTo("mdmd");
  }

  @Test
  void aSysdiagnoseIsReadForItsExports() throws IOException {
    Path file =
        write(
            "sysdiagnose.tar.gz",
            gzip(
                tar(
                    Map.of(
                        "s/ats.txt",
                        LOG,
                        "s/more/ats.ndjson.gz",
                        gzip(LOG),
                        "s/ps.txt",
                        "USER PID [ATS violation]: no log\n".getBytes(US_ASCII),
                        "s/system_logs.logarchive/Persist/1.tracev3",
                        TRACE))));

    LogSummary summary = reader.read(file, found::add);

    assertThat(found).hasSize(2);
    assertThat(summary.sources())
        .containsExactly(file + ": s/ats.txt", file + ": s/more/ats.ndjson.gz");
  }

  @Test
  void aSysdiagnoseWithoutExportsSaysWhichCommandMakesOne() throws IOException {
    Path file =
        write(
            "sysdiagnose.tar.gz",
            gzip(
                tar(
                    Map.of(
                        "s/ps.txt",
                        "USER PID\n".getBytes(US_ASCII),
                        "s/system_logs.logarchive/Persist/1.tracev3",
                        TRACE))));

    assertThatThrownBy(() -> reader.read(file, found::add))
        .isInstanceOf(UnreadableLogException.class)
        .hasMessageContaining("tar -xf " + file)
        .hasMessageContaining("log show --archive s/system_logs.logarchive --info")
        .hasMessageContaining("unifiedlog_iterator --mode log-archive --input s/system_logs");
  }

  @Test
  void anUnpackedArchiveSaysWhichCommandMakesText() throws IOException {
    Path archive = Files.createDirectories(directory.resolve("my logs.logarchive"));
    Files.createDirectories(archive.resolve("Persist"));
    Path trace = Files.write(archive.resolve("Persist/1.tracev3"), TRACE);

    assertThatThrownBy(() -> reader.read(archive, found::add))
        .isInstanceOf(UnreadableLogException.class)
        .hasMessageContaining("log show --archive '" + archive + "' --info");
    assertThatThrownBy(() -> reader.read(trace, found::add))
        .isInstanceOf(UnreadableLogException.class)
        .hasMessageContaining("one file of a log in Apple's binary form");
  }

  @Test
  void aDirectoryIsReadForItsExports() throws IOException {
    Files.createDirectories(directory.resolve("system_logs.logarchive"));
    write("ats.txt", LOG);

    assertThat(reader.read(directory, found::add).sources()).hasSize(1);
    assertThat(found).hasSize(1);
  }

  @Test
  void whatIsNoLogIsRefused() throws IOException {
    Path file = write("letter.txt", "Dear Sir or Madam,\n".getBytes(US_ASCII));

    assertThatThrownBy(() -> reader.read(file, found::add))
        .isInstanceOf(UnreadableLogException.class)
        .hasMessageContaining("letter.txt is no log");
  }

  @Test
  void damagedGzipIsRefused() throws IOException {
    byte[] whole = gzip(LOG);
    Path cut = write("cut.gz", Arrays.copyOf(whole, whole.length / 2));

    assertThatThrownBy(() -> reader.read(cut, found::add))
        .isInstanceOf(UnreadableLogException.class)
        .hasMessageContaining("transfer it again");
  }

  @Test
  void aLogInWhichNothingWasFoundIsALog() throws IOException {
    String banner = String.join("\n", LogFormat.DEFAULT.header());

    assertThat(reader.read(write("a.txt", banner.getBytes(UTF_8)), found::add).first()).isEmpty();
    Path nothing = write("nothing.ndjson", "{\"count\":0,\"finished\":1}\n".getBytes(UTF_8));
    assertThat(reader.read(nothing, found::add).first()).isEmpty();
    assertThat(found).isEmpty();
  }

  @Test
  void anEmptyFileIsNone() throws IOException {
    Path empty = write("empty.txt", new byte[0]);

    assertThatThrownBy(() -> reader.read(empty, found::add))
        .isInstanceOf(UnreadableLogException.class)
        .hasMessageContaining("empty.txt is empty");
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(directory.resolve(name), bytes);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
  }

  private static byte[] tar(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(packed)) {
      for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
        entry.setSize(file.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    }
    return packed.toByteArray();
  }
}
