package dev.atsharness.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.ats.Violation;
import dev.atsharness.log.internal.archive.ConversionLimits;
import dev.atsharness.log.internal.archive.LogConverter;
import dev.atsharness.log.internal.archive.LogProgram;
import dev.atsharness.testing.OutsideProgram;
import dev.atsharness.testing.Skip;
import dev.atsharness.testing.SyntheticLogArchive;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reads a log in Apple's binary form through the crate macos-unifiedlogs, in the program of
 * src/test/rust.
 */
class UnifiedLogIT {

  private static final int CONNECTIONS = 8;
  private static final int VIOLATIONS = 24;

  @TempDir Path directory;

  private final List<LoggedViolation> found = new ArrayList<>();
  private LogReader reader;

  @BeforeEach
  void aProgram() {
    Optional<Path> built = OutsideProgram.find("ats-harness-unifiedlog");
    Skip.unless(
        built.isPresent(),
        "ats-harness-unifiedlog is not on the PATH; .ci/install-tools builds it where Rust's cargo"
            + " and its registry can be had");
    Path program = built.orElseThrow();
    reader =
        new LogReader(Clock.systemUTC())
            .with(
                new LogConverter(
                    Optional.of(new LogProgram(program, false)), ConversionLimits.DEFAULT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"directory", "tar.gz", "zip"})
  void eachViolationIsFound(String form) throws IOException {
    Path archive = directory.resolve("sysdiagnose_1/system_logs.logarchive");
    SyntheticLogArchive.write(archive, CONNECTIONS, 2);

    LogSummary summary = reader.read(inForm(archive, form), found::add);

    assertThat(summary.unread()).isEmpty();
    assertThat(found)
        .hasSize(VIOLATIONS)
        .allSatisfy(one -> assertThat(one.process()).isEqualTo("mdmd"));
    assertThat(found)
        .extracting(one -> one.violation().orElseThrow())
        .containsOnly(
            Violation.EMS_NOT_NEGOTIATED,
            Violation.RSA_KEY_BELOW_2048,
            Violation.CIPHERSUITE_NOT_IN_FCP);
    assertThat(found).extracting(LoggedViolation::server).contains("server7.example.com");
    assertThat(summary.converted())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.records()).isEqualTo(CONNECTIONS * 5);
              assertThat(one.networkRecords()).isEqualTo(CONNECTIONS * 5);
            });
  }

  @Test
  void anArchiveOfManyBlocksIsReadToItsEnd() throws IOException {
    Path archive = SyntheticLogArchive.write(directory.resolve("a.logarchive"), 1_000, 3);

    LogSummary summary = reader.read(archive, found::add);

    assertThat(summary.unread()).isEmpty();
    assertThat(found).hasSize(3_000);
    assertThat(summary.converted().get(0).records()).isEqualTo(6_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"directory", "tar.gz", "zip"})
  void withoutTheTextsTheAnswerIsOpen(String form) throws IOException {
    Path archive = directory.resolve("sysdiagnose_1/system_logs.logarchive");
    SyntheticLogArchive.writeWithoutTexts(archive, CONNECTIONS);

    LogSummary summary = reader.read(inForm(archive, form), found::add);

    assertThat(found).isEmpty();
    assertThat(LogAnswer.of(0, summary)).isEqualTo(LogAnswer.CANNOT_TELL);
    assertThat(summary.unread())
        .anySatisfy(
            part -> {
              assertThat(part.kind()).isEqualTo(Unread.Kind.UNRESOLVED_TEXTS);
              assertThat(part.count()).hasValue(VIOLATIONS);
            });
  }

  @Test
  void aDamagedFileOfEventsLeavesTheAnswerOpen() throws IOException {
    Path archive = SyntheticLogArchive.write(directory.resolve("a.logarchive"), CONNECTIONS, 0);
    Path trace = archive.resolve("Persist/0000000000000001.tracev3");
    byte[] events = Files.readAllBytes(trace);
    for (int i = 300; i < events.length; i++) {
      events[i] = (byte) 0xff;
    }
    Files.write(trace, events);

    assertThat(LogAnswer.of(0, reader.read(archive, found::add))).isEqualTo(LogAnswer.CANNOT_TELL);
    assertThat(found).isEmpty();
  }

  private Path inForm(Path archive, String form) throws IOException {
    Path top = archive.getParent();
    if (form.equals("directory")) {
      return top;
    }
    Path packed = directory.resolve("sysdiagnose_1." + form);
    try (OutputStream file = Files.newOutputStream(packed)) {
      if (form.equals("zip")) {
        pack(new ZipArchiveOutputStream(file), top);
      } else {
        pack(new TarArchiveOutputStream(new GZIPOutputStream(file)), top);
      }
    }
    return packed;
  }

  private static <E extends ArchiveEntry> void pack(ArchiveOutputStream<E> packed, Path top)
      throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(top)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    try (packed) {
      for (Path file : files) {
        packed.putArchiveEntry(
            packed.createArchiveEntry(file, top.getParent().relativize(file).toString()));
        Files.copy(file, packed);
        packed.closeArchiveEntry();
      }
    }
  }
}
