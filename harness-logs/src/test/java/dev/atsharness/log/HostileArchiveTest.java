package dev.atsharness.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.log.Unread.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Damaged and hostile archives are described in words of this program, each with a cure. */
class HostileArchiveTest {

  private static final String LINE =
      "2026-04-30 10:12:31.456789+0200 0x1a2b3    Info        0x0                  412    0   "
          + " mdmd: (libboringssl.dylib) [com.apple.network:boringssl] f(1) [C1.1:2][0x1] Warning"
          + " [ATS FCPv2.1 violation]: TLS 1.2 negotiated without extended master secret (EMS) for"
          + " server: a.example\n";

  private static final String CUT = "it ends before it is complete";
  private static final String HEADER = "the description of one of its files is damaged, at byte ";
  private static final String CHECKSUM = "its content does not agree with its checksum";

  private static List<Unread> unread(byte[] archive) throws IOException {
    List<LoggedViolation> found = new ArrayList<>();
    LogSummary summary =
        new LogReader(Clock.systemUTC())
            .read(new ByteArrayInputStream(archive), "x.tar", found::add);
    assertThat(summary.unread())
        .allSatisfy(
            part -> {
              assertThat(part.source()).contains("x.tar");
              assertThat(part.remedy()).isNotBlank();
            });
    return summary.unread();
  }

  private static void assertDamaged(byte[] archive, String words) throws IOException {
    assertThat(unread(archive))
        .filteredOn(part -> part.kind() == Kind.DAMAGED)
        .isNotEmpty()
        .allSatisfy(
            part ->
                assertThat(part.what())
                    .contains(" is cut off or damaged (" + words)
                    .endsWith("). What comes after the damage was not read."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-5 path=x\n",
        "999999999999 path=x\n",
        "12 pathxxxx\n",
        "garbage",
        "11 size=-5\n",
        "27 GNU.sparse.map=1,2,3,x\n",
        "14 mtime=abc\n"
      })
  void aBrokenPaxHeader(String header) throws IOException {
    byte[] body = header.getBytes(StandardCharsets.UTF_8);
    TarArchiveEntry pax = new TarArchiveEntry("pax", TarConstants.LF_PAX_EXTENDED_HEADER_LC);
    assertDamaged(tar(entry("ok.txt"), LINE.getBytes(StandardCharsets.UTF_8), pax, body), HEADER);
  }

  @Test
  void anArchiveThatIsCutOff() throws IOException {
    byte[] tar = tar(entry("ok.txt"), LINE.repeat(100).getBytes(StandardCharsets.UTF_8));

    assertDamaged(Arrays.copyOf(tar, 9_000), CUT);
    byte[] gzip = gzip(tar);
    assertDamaged(Arrays.copyOf(gzip, gzip.length / 2), CUT);
    byte[] zip = zip(LINE.repeat(100));
    assertDamaged(Arrays.copyOf(zip, zip.length / 2), CUT);
  }

  @Test
  void aHeaderThatIsNone() throws IOException {
    byte[] tar = tar(entry("ok.txt"), LINE.getBytes(StandardCharsets.UTF_8));
    Arrays.fill(tar, 124, 136, (byte) 0xff);

    assertDamaged(tar, HEADER);
  }

  @Test
  void aWrongChecksum() throws IOException {
    byte[] gzip = gzip(LINE.repeat(100).getBytes(StandardCharsets.UTF_8));
    gzip[gzip.length - 8] ^= 1;

    assertDamaged(gzip, CHECKSUM);
  }

  @Test
  void whatNeedsTooMuchMemoryIsNotDamaged() throws IOException {
    LZMA2Options options = new LZMA2Options(0);
    options.setDictSize(256 << 20);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (XZOutputStream xz = new XZOutputStream(bytes, options)) {
      xz.write(LINE.getBytes(StandardCharsets.UTF_8));
    }

    assertThat(unread(bytes.toByteArray()))
        .singleElement()
        .satisfies(
            part -> {
              assertThat(part.kind()).isEqualTo(Kind.OVER_LIMIT);
              assertThat(part.what()).contains("it needs too much memory to unpack");
            });
  }

  @Test
  void devicesPipesAndHardLinksAreNamed() throws IOException {
    byte[] none = new byte[0];
    TarArchiveEntry link = new TarArchiveEntry("hard.log", TarConstants.LF_LINK);
    link.setLinkName("etc/passwd");
    TarArchiveEntry inside = new TarArchiveEntry("same.log", TarConstants.LF_LINK);
    inside.setLinkName("ok.txt");

    List<Unread> unread =
        unread(
            tar(
                entry("ok.txt"),
                LINE.getBytes(StandardCharsets.UTF_8),
                new TarArchiveEntry("null.log", TarConstants.LF_CHR),
                none,
                new TarArchiveEntry("disk.log", TarConstants.LF_BLK),
                none,
                new TarArchiveEntry("pipe.log", TarConstants.LF_FIFO),
                none,
                link,
                none,
                inside,
                none));

    assertThat(unread)
        .extracting(Unread::what)
        .contains(
            "x.tar: null.log is a named pipe, a socket or a device, not a file, and was not read.",
            "x.tar: disk.log is a named pipe, a socket or a device, not a file, and was not read.",
            "x.tar: pipe.log is a named pipe, a socket or a device, not a file, and was not read.");
    assertThat(unread)
        .filteredOn(part -> part.kind() == Kind.LINK)
        .singleElement()
        .satisfies(part -> assertThat(part.samples()).containsExactly("hard.log"));
  }

  private static TarArchiveEntry entry(String name) {
    return new TarArchiveEntry(name);
  }

  private static byte[] tar(Object... entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (int i = 0; i < entries.length; i += 2) {
        TarArchiveEntry entry = (TarArchiveEntry) entries[i];
        byte[] content = (byte[]) entries[i + 1];
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    }
    return bytes.toByteArray();
  }

  private static byte[] zip(String content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("ok.txt"));
      zip.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
