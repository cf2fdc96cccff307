package dev.atsharness.log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.ats.DetectedViolation;
import dev.atsharness.ats.Violation;
import dev.atsharness.log.Unread.Kind;
import dev.atsharness.log.internal.archive.LogConverter;
import dev.atsharness.log.internal.unpack.ArchiveLimits;
import dev.atsharness.scenario.internal.Releases;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
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
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.apache.commons.io.input.InfiniteCircularInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads logs from files, directories, archives and compressed data. */
class LogSourcesTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-04-30T08:12:33.456789Z"), ZoneOffset.UTC);

  private static final byte[] LOG =
      LogFormat.DEFAULT
          .text(
              List.of(
                  new LogWriter(CLOCK, Releases.builtIn().named("26.5"), "mdmd")
                      .event(
                          DetectedViolation.of(Violation.EMS_NOT_NEGOTIATED), "www.example.com")))
          .getBytes(UTF_8);

  private static final byte[] TRACE = {0, 0x10, 0, 0, 0x11, 0, 0, 0, 1, 2, 3};

  /** The output of {@code log show} if nothing matched. */
  private static final byte[] HEADING =
      (String.join("\n", LogFormat.DEFAULT.header()) + "\n").getBytes(UTF_8);

  private static final String QUIET =
      "2026-04-30 08:12:33.456789+0000 0x1        Info        0x0                  1      0   "
          + " mdmd: [%s:c] nothing\n";

  @TempDir Path directory;

  private final LogReader reader = new LogReader(CLOCK).with(LogConverter.NONE);
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
  void aSysdiagnoseIsReadForItsExportsAndItsArchiveIsNamed() throws IOException {
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
                        TRACE,
                        "s/system_logs.logarchive/Special/2.tracev3",
                        TRACE))));

    LogSummary summary = reader.read(file, found::add);

    assertThat(found).hasSize(1);
    assertThat(summary.repeats().count()).isEqualTo(1);
    assertThat(summary.sources())
        .containsExactly(file + ": s/ats.txt", file + ": s/more/ats.ndjson.gz");
    assertThat(summary.unread())
        .singleElement()
        .satisfies(
            part -> {
              assertThat(part.kind()).isEqualTo(Kind.BINARY_LOG);
              assertThat(part.count()).hasValue(2);
              assertThat(part.remedy()).contains("give that file alone");
            });
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

    assertThat(unread(file))
        .extracting(Unread::remedy)
        .asString()
        .contains("tar -xf " + file)
        .contains("log show --archive s/system_logs.logarchive --info")
        .contains("unifiedlog_iterator --mode log-archive --input s/system_logs")
        .contains("--format jsonl > ats.jsonl")
        .doesNotContain("--output");
  }

  @Test
  void anUnpackedArchiveSaysWhichCommandMakesText() throws IOException {
    Path archive = Files.createDirectories(directory.resolve("my logs.logarchive"));
    Files.createDirectories(archive.resolve("Persist"));
    Path trace = Files.write(archive.resolve("Persist/1.tracev3"), TRACE);

    assertThat(unread(archive).remedy()).contains("log show --archive '" + archive + "' --info");
    assertThat(unread(archive.getParent()).kind()).isEqualTo(Kind.BINARY_LOG);
    assertThat(unread(trace).what()).contains("one file of a log in Apple's binary form");
    assertThat(unread(Files.createDirectories(directory.resolve("e/a.logarchive"))).kind())
        .isEqualTo(Kind.BINARY_LOG);
  }

  @Test
  void anArchiveBesideATextThatHasNoViolationsLeavesTheAnswerOpen() throws IOException {
    Path archive = Files.createDirectories(directory.resolve("system_logs.logarchive"));
    Files.write(archive.resolve("1.tracev3"), TRACE);
    Path text = write("ats.txt", LOG);

    LogSummary summary = reader.read(directory, found::add);
    assertThat(summary.sources()).hasSize(1);
    assertThat(LogAnswer.of(found.size(), summary)).isEqualTo(LogAnswer.VIOLATIONS);

    Files.writeString(text, String.join("\n", LogFormat.DEFAULT.header()));
    found.clear();
    assertThat(LogAnswer.of(0, reader.read(directory, found::add)))
        .isEqualTo(LogAnswer.CANNOT_TELL);
  }

  @Test
  void tracesOutsideOfAnArchiveAreNamedToo() throws IOException {
    Path file = write("var.tar", tar(Map.of("db/diagnostics/Persist/1.tracev3", TRACE)));

    assertThat(unread(file).kind()).isEqualTo(Kind.BINARY_LOG);
  }

  @Test
  void whatIsNotALogIsNamed() throws IOException {
    Path file = write("letter.txt", "Dear Sir or Madam,\n".getBytes(US_ASCII));

    assertThat(unread(file))
        .satisfies(
            part -> {
              assertThat(part.kind()).isEqualTo(Kind.NOT_A_LOG);
              assertThat(part.what()).contains("letter.txt is not a log");
            });
  }

  @Test
  void whatIsBeforeTheDamageOfGzipIsRead() throws IOException {
    byte[] noise = new byte[50_000];
    new Random(1).nextBytes(noise);
    byte[] whole =
        gzip((new String(LOG, UTF_8) + "\n" + HexFormat.of().formatHex(noise)).getBytes(UTF_8));
    Path cut = write("cut.gz", Arrays.copyOf(whole, whole.length / 2));

    LogSummary summary = reader.read(cut, found::add);

    assertThat(found).hasSize(1);
    assertThat(summary.unread())
        .singleElement()
        .satisfies(
            part -> {
              assertThat(part.kind()).isEqualTo(Kind.DAMAGED);
              assertThat(part.remedy()).contains("Transfer it again");
            });
  }

  @Test
  void zipBzip2AndXzAreUnpacked() throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(zipped)) {
      zip.putNextEntry(new ZipEntry("a/ats.txt"));
      zip.write(LOG);
    }
    ByteArrayOutputStream bzip2 = new ByteArrayOutputStream();
    try (OutputStream out = new BZip2CompressorOutputStream(bzip2)) {
      out.write(LOG);
    }
    ByteArrayOutputStream xz = new ByteArrayOutputStream();
    try (OutputStream out = new XZCompressorOutputStream(xz)) {
      out.write(LOG);
    }
    for (ByteArrayOutputStream packed : List.of(zipped, bzip2, xz)) {
      found.clear();
      assertThat(reader.read(write("packed", packed.toByteArray()), found::add).unread()).isEmpty();
      assertThat(found).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "377abcaf271c,7z x",
    "28b52ffd,zstd -d",
    "526172211a0700,unrar x",
    "7b5c727466,textutil -convert txt",
    "25504446,pdftotext -layout"
  })
  void otherFormatsAreNamedWithTheirCommand(String magic, String command) throws IOException {
    Path file = write("log.bin", Arrays.copyOf(HexFormat.of().parseHex(magic), 600));

    assertThat(unread(file))
        .satisfies(
            part -> {
              assertThat(part.kind()).isEqualTo(Kind.OTHER_FORMAT);
              assertThat(part.remedy()).contains(command + " " + file);
            });
  }

  @Test
  void archivesInOneAnotherHaveALimit() throws IOException {
    byte[] packed = LOG;
    for (int i = 0; i < ArchiveLimits.DEFAULT.depth(); i++) {
      packed = gzip(packed);
    }
    reader.read(write("deep.gz", packed), found::add);
    assertThat(found).hasSize(1);
    found.clear();

    assertThat(unread(write("deeper.gz", gzip(packed))))
        .satisfies(
            part -> {
              assertThat(part.kind()).isEqualTo(Kind.OVER_LIMIT);
              assertThat(part.what()).contains("nested more than 8 deep");
            });
  }

  @Test
  void whatIsUnpackedHasALimit() throws IOException {
    LogReader strict = reader.within(new ArchiveLimits(1 << 20, 10, 8, 100));
    Path large = write("large.gz", gzip(new byte[2 << 20]));
    Path many =
        write(
            "many.tar",
            tar(
                IntStream.range(0, 11)
                    .boxed()
                    .collect(Collectors.toMap(i -> "f" + i, i -> new byte[1]))));
    Path name = write("name.tar", tar(Map.of("n".repeat(200), LOG)));

    assertThat(strict.read(large, found::add).unread().get(0).what()).contains("larger than 1 MiB");
    assertThat(strict.read(many, found::add).unread().get(0).what()).contains("10 entries");
    assertThat(strict.read(name, found::add).unread().get(0).what()).contains("100 characters");
    assertThat(found).isEmpty();
  }

  /** Long names as GNU tar and POSIX write them; the name is never kept in memory. */
  @ParameterizedTest
  @ValueSource(strings = {"L", "x"})
  void theNameOfAnEntryHasALimit(String type) throws IOException {
    long length = 1L << 30;
    TarArchiveEntry header = new TarArchiveEntry("././@LongLink", (byte) type.charAt(0));
    header.setSize(length);
    byte[] first = new byte[512];
    header.writeEntryHeader(first);
    InputStream endless =
        new SequenceInputStream(
            new ByteArrayInputStream(first),
            new SequenceInputStream(
                new ByteArrayInputStream((length + " path=").getBytes(US_ASCII)),
                new InfiniteCircularInputStream(new byte[] {'a'})));

    LogSummary summary = reader.read(endless, "name.tar", found::add);

    assertThat(summary.unread())
        .singleElement()
        .satisfies(
            part -> {
              assertThat(part.kind()).isEqualTo(Kind.OVER_LIMIT);
              assertThat(part.what()).contains("longer than 4096 characters");
            });
  }

  @Test
  void utf16NeedsNoByteOrderMark() throws IOException {
    for (var charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      found.clear();
      reader.read(write("log.txt", new String(LOG, UTF_8).getBytes(charset)), found::add);
      assertThat(found).hasSize(1);
    }
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
  void anEmptyFileIsNamed() throws IOException {
    assertThat(unread(write("empty.txt", new byte[0])).what()).contains("empty.txt is empty");
    assertThat(unread(write("blank.txt", " \n\n".getBytes(UTF_8))).kind()).isEqualTo(Kind.EMPTY);
  }

  @Test
  void aDirectoryOrAnArchiveWithoutALogIsNamed() throws IOException {
    Path empty = Files.createDirectories(directory.resolve("empty"));
    assertThat(unread(empty).what()).isEqualTo("There is no file in " + empty + ".");
    assertThat(unread(write("empty.zip", zip())).what()).contains("no file in");
    Path other = write("other.tar", tar(Map.of("ps.txt", "USER PID\n".getBytes(UTF_8))));
    assertThat(unread(other).what()).contains("None of the files", "(1)");
  }

  @Test
  void aHeadingInADirectoryIsALogInWhichNothingMatched() throws IOException {
    write("ats.txt", HEADING);

    LogSummary summary = reader.read(directory, found::add);

    assertThat(summary.unread()).isEmpty();
    assertThat(summary.sources()).hasSize(1);
  }

  @Test
  void anArchiveWithoutFilesBesideATextIsNamed() throws IOException {
    Files.createDirectories(directory.resolve("s/system_logs.logarchive"));
    write("s/ats.txt", HEADING);
    Path tar = directory.resolve("s.tar");
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(Files.newOutputStream(tar))) {
      put(out, new TarArchiveEntry("system_logs.logarchive/"), new byte[0]);
      put(out, new TarArchiveEntry("ats.txt"), HEADING);
    }
    Path zip = write("s.zip", zip("system_logs.logarchive/", new byte[0], "ats.txt", HEADING));

    for (Path file : List.of(directory.resolve("s"), tar, zip)) {
      assertThat(unread(file))
          .satisfies(
              part -> {
                assertThat(part.kind()).isEqualTo(Kind.BINARY_LOG);
                assertThat(part.count()).hasValue(0);
                assertThat(part.what()).contains("not copied completely");
              });
    }
  }

  @Test
  void eachOfSeveralLogsNeedsEventsOfTheNetwork() throws IOException {
    byte[] network = QUIET.formatted("com.apple.network").getBytes(UTF_8);
    byte[] others = QUIET.formatted("com.apple.ManagedClient").getBytes(UTF_8);

    assertThat(unread(write("logs.tar", tar(Map.of("a.txt", network, "b.txt", others)))))
        .satisfies(
            part -> {
              assertThat(part.kind()).isEqualTo(Kind.NO_NETWORK_EVENTS);
              assertThat(part.samples()).singleElement().asString().endsWith(": b.txt");
            });
    Path both = write("both.tar", tar(Map.of("a.txt", network, "b.txt", network)));
    assertThat(reader.read(both, found::add).unread()).isEmpty();
  }

  @Test
  void gzipMayHaveSeveralMembersAndNothingBehindThem() throws IOException {
    byte[] first = gzip(HEADING);
    ByteArrayOutputStream long1 = new ByteArrayOutputStream();
    long1.writeBytes(gzip(QUIET.formatted("com.apple.network").repeat(20_000).getBytes(UTF_8)));
    long1.writeBytes(gzip(LOG));

    reader.read(write("two.gz", together(first, gzip(LOG))), found::add);
    reader.read(write("long.gz", long1.toByteArray()), found::add);
    assertThat(found).hasSize(2);
    found.clear();

    Path behind = write("behind.gz", together(first, "more".repeat(9).getBytes(UTF_8)));
    assertThat(unread(behind).kind()).isEqualTo(Kind.DAMAGED);
  }

  @Test
  void anArchiveEndsWithItsMarkAndNothingBehindIt() throws IOException {
    byte[] tar = tar(Map.of("ats.txt", HEADING));
    byte[] zip = zip("ats.txt", HEADING);
    byte[] other = "more".repeat(200).getBytes(UTF_8);

    for (byte[] packed :
        List.of(
            together(tar, other),
            together(tar, tar(Map.of("b.txt", LOG))),
            Arrays.copyOf(tar, 1024),
            together(zip, other),
            together(zip, zip("b.txt", LOG)))) {
      assertThat(reader.read(write("packed", packed), found::add).unread())
          .as("of %s bytes", packed.length)
          .extracting(Unread::kind)
          .containsExactly(Kind.DAMAGED);
    }
    assertThat(found).isEmpty();
    for (byte[] packed : List.of(tar, zip, together(tar, new byte[4_096]))) {
      assertThat(reader.read(write("packed", packed), found::add).unread()).isEmpty();
    }
  }

  @Test
  void linksThatLeadOutAreNamed() throws IOException {
    Path logs = Files.createDirectories(directory.resolve("logs"));
    Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
    Files.write(elsewhere.resolve("ats.txt"), LOG);
    Files.write(logs.resolve("ats.txt"), HEADING);
    Files.createDirectories(logs.resolve("old"));
    Files.createSymbolicLink(logs.resolve("latest"), Path.of("old"));
    assertThat(reader.read(logs, found::add).unread()).isEmpty();

    Files.createSymbolicLink(logs.resolve("more"), elsewhere);
    Files.createSymbolicLink(logs.resolve("nowhere"), Path.of("nothing.txt"));
    assertThat(unread(logs))
        .satisfies(
            part -> {
              assertThat(part.kind()).isEqualTo(Kind.LINK);
              assertThat(part.samples())
                  .containsExactly(
                      logs.resolve("more").toString(), logs.resolve("nowhere").toString());
            });

    reader.read(Files.createSymbolicLink(directory.resolve("given"), elsewhere), found::add);
    assertThat(found).hasSize(1);
  }

  @Test
  void linksInATarLeadToWhatIsInIt() throws IOException {
    Path tar = directory.resolve("s.tar");
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(Files.newOutputStream(tar))) {
      for (String target : List.of("../s/ats.txt", "old", "../../other/ats.txt", "/var/log/x")) {
        TarArchiveEntry link = new TarArchiveEntry("s/" + target.hashCode(), (byte) '2');
        link.setLinkName(target);
        put(out, link, new byte[0]);
      }
      put(out, new TarArchiveEntry("s/old/a.txt"), HEADING);
      put(out, new TarArchiveEntry("s/ats.txt"), HEADING);
    }

    assertThat(unread(tar))
        .satisfies(
            part -> {
              assertThat(part.kind()).isEqualTo(Kind.LINK);
              assertThat(part.count()).hasValue(2);
            });
  }

  @Test
  void aLogMayComeLateInOneOfManyFiles() throws IOException {
    byte[] prose = "This is prose, and no log at all.\n".repeat(4_000).getBytes(UTF_8);

    LogSummary summary =
        reader.read(
            write("all.zip", zip("a.txt", HEADING, "b.txt", together(prose, LOG), "c.txt", prose)),
            found::add);

    assertThat(found).singleElement().extracting(LoggedViolation::process).isEqualTo("mdmd");
    assertThat(summary.unread()).isEmpty();
    assertThat(summary.sources()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ats.txt.gz", "ats.zip", "1.tracev3", "ats.tar"})
  void whatIsNotWhatItsNameSaysIsNamed(String name) throws IOException {
    for (byte[] content : List.of(new byte[0], "no such thing\n".getBytes(UTF_8))) {
      assertThat(unread(write("all.tar", tar(Map.of("a.txt", HEADING, name, content)))).source())
          .endsWith(name);
    }
  }

  @Test
  void ofAnEncodedMailTheAttachmentIsWanted() throws IOException {
    String mail =
        "From: a@firm.test\nMIME-Version: 1.0\nContent-Type: %s\n"
            + "Content-Transfer-Encoding: base64\n\n"
            + Base64.getMimeEncoder().encodeToString(LOG);
    byte[] text = mail.formatted("text/plain").getBytes(UTF_8);

    assertThat(unread(write("log.eml", text)).remedy()).contains("save the attachment");
    assertThat(unread(write("log.tar", tar(Map.of("a.txt", HEADING, "m.eml", text)))).kind())
        .isEqualTo(Kind.OTHER_FORMAT);
    byte[] picture = mail.formatted("image/png").getBytes(UTF_8);
    Path both = write("both.tar", tar(Map.of("a.txt", HEADING, "m.eml", picture)));
    assertThat(reader.read(both, found::add).unread()).isEmpty();
  }

  @Test
  void whatASysdiagnoseHasBesidesDoesNotLeaveTheAnswerOpen() throws IOException {
    byte[] binary = new byte[200_000];
    new Random(1).nextBytes(binary);
    byte[] names = "-rw-r--r-- 1 root wheel 1 Oct 5 09:14 a.gz\n".repeat(3_000).getBytes(UTF_8);
    Path file =
        write(
            "sysdiagnose.tar.gz",
            gzip(
                tar(
                    Map.of(
                        "s/ats.txt",
                        HEADING,
                        "s/empty.txt",
                        new byte[0],
                        "s/ls.txt",
                        names,
                        "s/a.png",
                        binary,
                        "s/p.log",
                        "Mon Oct  5 09:14:03 2026 [1] <err> x\n".getBytes(UTF_8),
                        "s/a.json",
                        "{\"message\": 1}\n".getBytes(UTF_8)))));

    assertThat(reader.read(file, found::add).unread()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"> ", "", "    "})
  void aTextBesideALogIsReadAsIfItWereAlone(String mark) throws IOException {
    String quoted =
        "Hello,\n\nwhat is this?\n\n"
            + new String(LOG, UTF_8)
                .lines()
                .filter(line -> line.contains("ATS"))
                .map(line -> line.replaceAll("(.{1,72})", mark + "$1\n"))
                .collect(Collectors.joining());
    Path zip =
        write("logs.zip", zipped(Map.of("fine.log", HEADING, "chat.txt", quoted.getBytes(UTF_8))));

    LogSummary summary = reader.read(zip, found::add);

    assertThat(found.size() + summary.unread().size()).isPositive();
  }

  @Test
  void aMailBesideALogIsRead() throws IOException {
    String mail =
        "From: a@firm.test\nContent-Transfer-Encoding: quoted-printable\n\n"
            + new String(LOG, UTF_8).replace("=", "=3D").replaceAll("(.{70})", "$1=\n");
    Path zip =
        write("logs.zip", zipped(Map.of("fine.log", HEADING, "m.eml", mail.getBytes(UTF_8))));

    reader.read(zip, found::add);

    assertThat(found)
        .singleElement()
        .extracting(LoggedViolation::server)
        .isEqualTo("www.example.com");
  }

  @Test
  void whatIsPackedAndNotALogDoesNotLeaveTheAnswerOpen() throws IOException {
    byte[] page = ".TH ABORT 7\n.SH NAME\nabort\n".getBytes(UTF_8);
    byte[] bytes = new byte[3_000];
    new Random(1).nextBytes(bytes);
    Path zip =
        write(
            "logs.zip",
            zipped(
                Map.of(
                    "fine.log",
                    HEADING,
                    "ABORT.7.gz",
                    gzip(page),
                    "install.log.0.gz",
                    gzip("Oct  5 installed\n".getBytes(UTF_8)),
                    "bin.dat.gz",
                    gzip(bytes),
                    "x.7.gz",
                    page,
                    "logo.pdf",
                    "%PDF-1.4".getBytes(US_ASCII))));

    assertThat(reader.read(zip, found::add).unread()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "ats-log.pdf, 255044462d312e34",
    "console.rtf, 7b5c72746631",
    "device.log.lzma, 5d00008000ff",
    "device.log, 789c0301020304050607"
  })
  void whatItsNameCallsALogIsNamedIfItIsNotRead(String name, String bytes) throws IOException {
    Path zip =
        write("x.zip", zipped(Map.of("fine.log", HEADING, name, HexFormat.of().parseHex(bytes))));

    assertThat(reader.read(zip, found::add).unread())
        .singleElement()
        .extracting(Unread::source)
        .asString()
        .endsWith(name);
  }

  private static byte[] zipped(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private static void put(TarArchiveOutputStream tar, TarArchiveEntry entry, byte[] content)
      throws IOException {
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static byte[] together(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** Returns a zip archive; the arguments are names and contents in turn. */
  private static byte[] zip(Object... entries) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(zipped)) {
      for (int i = 0; i < entries.length; i += 2) {
        zip.putNextEntry(new ZipEntry((String) entries[i]));
        zip.write((byte[]) entries[i + 1]);
      }
    }
    return zipped.toByteArray();
  }

  private Unread unread(Path file) throws IOException {
    List<Unread> unread = reader.read(file, found::add).unread();
    assertThat(found).isEmpty();
    assertThat(unread).hasSize(1);
    return unread.get(0);
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

  /** The words are ours and not those of the library that unpacks. */
  @Test
  void aBrokenPaxHeaderIsNamedWithItsPlace() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(packed)) {
      TarArchiveEntry first = new TarArchiveEntry("ats.txt");
      first.setSize(HEADING.length);
      tar.putArchiveEntry(first);
      tar.write(HEADING);
      tar.closeArchiveEntry();
      byte[] attributes = "99 path=too short\n".getBytes(UTF_8);
      TarArchiveEntry pax =
          new TarArchiveEntry("PaxHeader", TarConstants.LF_PAX_EXTENDED_HEADER_LC);
      pax.setSize(attributes.length);
      tar.putArchiveEntry(pax);
      tar.write(attributes);
      tar.closeArchiveEntry();
    }

    Unread part = unread(write("pax.tar", packed.toByteArray()));

    assertThat(part.kind()).isEqualTo(Kind.DAMAGED);
    int place = 512 + (HEADING.length + 511) / 512 * 512;
    assertThat(part.what())
        .contains("(the description of one of its files is damaged, at byte " + place + " of");
  }

  private static byte[] tar(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(packed)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
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
