package dev.atsharness.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.atsharness.ats.DetectedViolation;
import dev.atsharness.ats.OsRelease;
import dev.atsharness.ats.Violation;
import dev.atsharness.log.internal.archive.LogConverter;
import dev.atsharness.log.internal.unpack.ArchiveLimits;
import dev.atsharness.scenario.internal.Releases;
import dev.atsharness.testing.FuzzTests;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are read as a log to their end, in bounded time and memory. */
class LogFuzzTest extends FuzzTests {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-04-30T08:12:33.456789Z"), ZoneOffset.UTC);

  private static final ArchiveLimits LIMITS = new ArchiveLimits(1 << 20, 100, 4, 200);

  /** The marks of a shortened message, beside the text that is kept. */
  private static final int MARKS = 100;

  private final LogReader reader =
      new LogReader(CLOCK)
          .with(LogConverter.NONE)
          .within(LIMITS)
          .notingVisits()
          .lookingFor(List.of("www.example.com"));

  static Stream<byte[]> texts() {
    return Arrays.stream(LogFormat.values()).map(LogFuzzTest::log);
  }

  static Stream<byte[]> jsonTexts() {
    return Arrays.stream(LogFormat.values())
        .filter(format -> format.name().contains("JSON"))
        .map(LogFuzzTest::log);
  }

  static Stream<byte[]> archives() {
    byte[] log = log(LogFormat.DEFAULT);
    byte[] json = log(LogFormat.NDJSON);
    byte[] tar = tar(log, json);
    return Stream.of(
        tar,
        zip(log, json),
        packed(GZIPOutputStream::new, tar),
        packed(GZIPOutputStream::new, log),
        packed(BZip2CompressorOutputStream::new, log),
        packed(XZCompressorOutputStream::new, log),
        zip(tar, packed(GZIPOutputStream::new, json)),
        new String(log, UTF_8).getBytes(StandardCharsets.UTF_16),
        ("From: a@b.example\nContent-Transfer-Encoding: base64\n\n"
                + Base64.getMimeEncoder().encodeToString(log))
            .getBytes(UTF_8));
  }

  @MethodSource("texts")
  @FuzzTest
  void readsTexts(byte[] input) throws IOException {
    read(input);
  }

  @MethodSource("jsonTexts")
  @FuzzTest
  void readsJson(byte[] input) throws IOException {
    read(input);
  }

  @MethodSource("archives")
  @FuzzTest
  void readsArchives(byte[] input) throws IOException {
    read(input);
  }

  private void read(byte[] input) throws IOException {
    List<LoggedViolation> found = new ArrayList<>();
    LogExplanation explanation = new LogExplanation();
    LogSummary summary =
        reader.read(
            new ByteArrayInputStream(input),
            "device.log",
            one -> {
              found.add(one);
              explanation.accept(one);
            });
    assertThat(found)
        .allSatisfy(
            one -> {
              assertThat(one.message()).hasSizeLessThanOrEqualTo(LogReader.MAX_MESSAGE + MARKS);
              assertThat(one.violation().isPresent() || !one.message().isEmpty()).isTrue();
            });
    assertThat(explanation.violations()).isEqualTo(found.size());
    assertThat(summary.unread()).allSatisfy(part -> assertThat(part.toString()).isNotBlank());
    assertThat(LogAnswer.of(found.size(), summary)).isNotNull();
    if (found.isEmpty() && summary.sources().isEmpty()) {
      assertThat(summary.unread()).as("what is not a log is named").isNotEmpty();
    }

    List<LoggedViolation> again = new ArrayList<>();
    reader.read(new SmallReads(new ByteArrayInputStream(input)), "device.log", again::add);
    assertThat(again).as("read in small pieces").isEqualTo(found);
  }

  /** A stream that gives a few bytes at a time. */
  private static final class SmallReads extends FilterInputStream {

    private int reads;

    SmallReads(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      return super.read(into, from, Math.min(length, 1 + reads++ % 700));
    }
  }

  private static byte[] log(LogFormat format) {
    List<LogEvent> events = new ArrayList<>();
    for (OsRelease release : Releases.builtIn().all()) {
      LogWriter writer = new LogWriter(CLOCK, release, "Setup Assistant");
      for (Violation violation : Violation.values()) {
        if (release.knows(violation) && events.size() < 20) {
          events.add(writer.event(DetectedViolation.of(violation), "www.example.com"));
        }
      }
    }
    return format.text(events).getBytes(UTF_8);
  }

  private static byte[] tar(byte[]... files) {
    return written(
        bytes -> {
          try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (int i = 0; i < files.length; i++) {
              TarArchiveEntry entry = new TarArchiveEntry("d/" + "e".repeat(110) + i + ".log");
              entry.setSize(files[i].length);
              tar.putArchiveEntry(entry);
              tar.write(files[i]);
              tar.closeArchiveEntry();
            }
          }
        });
  }

  private static byte[] zip(byte[]... files) {
    return written(
        bytes -> {
          try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < files.length; i++) {
              zip.putNextEntry(new ZipEntry("d/" + i + ".log"));
              zip.write(files[i]);
              zip.closeEntry();
            }
          }
        });
  }

  private interface Packing {
    OutputStream around(OutputStream out) throws IOException;
  }

  private static byte[] packed(Packing packing, byte[] content) {
    return written(
        bytes -> {
          try (OutputStream out = packing.around(bytes)) {
            out.write(content);
          }
        });
  }

  private interface Writing {
    void to(OutputStream out) throws IOException;
  }

  private static byte[] written(Writing writing) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      writing.to(bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to memory", e);
    }
  }
}
