package dev.atsharness.conformance.checker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerFilesTest {

  @Test
  void letsAllUsersReadTheFilesAndWriteTheReport(@TempDir Path directory) throws IOException {
    Path archive = directory.resolve("archive");
    ContainerFiles.write(archive, Map.of("/kit/ca.pem", "PEM"), "/kit/output");

    List<String> entries = new ArrayList<>();
    try (TarArchiveInputStream in = new TarArchiveInputStream(Files.newInputStream(archive))) {
      for (TarArchiveEntry one = in.getNextEntry(); one != null; one = in.getNextEntry()) {
        entries.add(
            "%s %o %d %d".formatted(one.getName(), one.getMode() & 0777, one.getSize(), uid(one)));
      }
    }
    assertThat(entries).containsExactly("kit/ 755 0 0", "kit/ca.pem 644 3 0", "kit/output 666 0 0");
  }

  private static long uid(TarArchiveEntry entry) {
    return entry.getLongUserId();
  }

  @Test
  void readsAReport() throws IOException {
    assertThat(ContainerFiles.read(archive(TarConstants.LF_NORMAL, "große"), 10))
        .isEqualTo("große");
    assertThat(ContainerFiles.read(archive(TarConstants.LF_NORMAL, ""), 10)).isEmpty();
  }

  @Test
  void doesNotFollowALinkInThePlaceOfAReport() throws IOException {
    assertThat(ContainerFiles.read(archive(TarConstants.LF_SYMLINK, ""), 10)).isEmpty();
    assertThat(ContainerFiles.read(archive(TarConstants.LF_DIR, ""), 10)).isEmpty();
  }

  @Test
  void refusesAReportThatIsTooLongEvenIfTheArchiveIsCut() throws IOException {
    byte[] archive = archive(TarConstants.LF_NORMAL, "01234567890");

    assertThatThrownBy(() -> ContainerFiles.read(archive, 10))
        .hasMessage("its report is longer than 10 bytes");
    assertThatThrownBy(() -> ContainerFiles.read(Arrays.copyOf(archive, 515), 10))
        .hasMessage("its report is longer than 10 bytes");
  }

  private static byte[] archive(byte kind, String text) throws IOException {
    byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(archive)) {
      TarArchiveEntry entry = new TarArchiveEntry("output", kind);
      entry.setLinkName(kind == TarConstants.LF_SYMLINK ? "/etc/passwd" : "");
      entry.setSize(bytes.length);
      out.putArchiveEntry(entry);
      out.write(bytes);
      out.closeArchiveEntry();
    }
    return archive.toByteArray();
  }
}
