package dev.atsharness.conformance.device;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.io.input.ReaderInputStream;

/** Unpacks what a log comes in, and refuses Apple's binary form with the command that reads it. */
final class LogSources {

  /** What is done with each log in text. */
  interface Visitor {

    /**
     * Reads a log.
     *
     * @return whether it is one
     */
    boolean log(String name, InputStream in) throws IOException;
  }

  private static final String ARCHIVE = ".logarchive";

  /** Enough for the magic numbers of gzip, tar and Apple's tracev3. */
  private static final int MAGIC = 512;

  private static final int TAR_MAGIC_AT = 257;
  private static final byte[] TAR_MAGIC = "ustar".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] GZIP_MAGIC = {0x1f, (byte) 0x8b};

  /** The header chunk, 0x1000, with which every .tracev3 file begins. */
  private static final byte[] TRACEV3_MAGIC = {0, 0x10, 0, 0};

  private static final byte[] UTF_16LE = {(byte) 0xff, (byte) 0xfe};
  private static final byte[] UTF_16BE = {(byte) 0xfe, (byte) 0xff};

  private static final int BUFFER = 1 << 16;

  private final LogStyles styles;

  LogSources(LogStyles styles) {
    this.styles = styles;
  }

  void read(Path file, Visitor visitor) throws IOException {
    if (Files.isDirectory(file)) {
      readDirectory(file, visitor);
    } else {
      try (InputStream in = Files.newInputStream(file)) {
        read(in, file.toString(), visitor);
      }
    }
  }

  void read(InputStream raw, String name, Visitor visitor) throws IOException {
    PushbackInputStream in = new PushbackInputStream(raw, MAGIC);
    byte[] magic = peek(in, MAGIC);
    if (magic.length == 0) {
      throw new UnreadableLogException(RawLogAdvice.ofEmpty(name));
    }
    if (startsWith(magic, GZIP_MAGIC)) {
      try {
        read(new GZIPInputStream(in, BUFFER), name, visitor);
      } catch (ZipException | EOFException e) {
        throw new UnreadableLogException(
            name
                + ": the gzip data is cut off or damaged ("
                + e.getMessage()
                + "); transfer it again");
      }
    } else if (isTar(magic)) {
      readTar(new TarArchiveInputStream(in), name, visitor);
    } else if (startsWith(magic, TRACEV3_MAGIC)) {
      throw new UnreadableLogException(RawLogAdvice.ofTrace(name));
    } else if (!visitor.log(name, utf8(in, magic))) {
      throw new UnreadableLogException(RawLogAdvice.ofUnknown(name));
    }
  }

  /** PowerShell's redirection writes UTF-16. */
  private static InputStream utf8(InputStream in, byte[] magic) throws IOException {
    if (startsWith(magic, UTF_16LE) || startsWith(magic, UTF_16BE)) {
      Charset charset = StandardCharsets.UTF_16;
      return ReaderInputStream.builder()
          .setReader(new InputStreamReader(in, charset))
          .setCharset(StandardCharsets.UTF_8)
          .setBufferSize(BUFFER)
          .get();
    }
    return in;
  }

  private void readTar(TarArchiveInputStream tar, String name, Visitor visitor) throws IOException {
    String archive = "";
    boolean read = false;
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      int binary = entry.getName().indexOf(ARCHIVE + "/");
      if (binary >= 0) {
        archive = entry.getName().substring(0, binary + ARCHIVE.length());
      } else if (entry.isFile()) {
        read |= readPart(tar, name + ": " + entry.getName(), visitor);
      }
    }
    if (!read) {
      throw new UnreadableLogException(
          archive.isEmpty() ? RawLogAdvice.ofUnknown(name) : RawLogAdvice.ofTar(name, archive));
    }
  }

  private void readDirectory(Path directory, Visitor visitor) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(directory)) {
      files = all.sorted().toList();
    }
    boolean read = false;
    Path archive = null;
    for (Path file : files) {
      if (file.toString().contains(ARCHIVE)) {
        archive = file.toString().endsWith(ARCHIVE) ? file : archive;
      } else if (Files.isRegularFile(file)) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
          read |= readPart(in, file.toString(), visitor);
        }
      }
    }
    if (!read) {
      throw new UnreadableLogException(
          archive == null
              ? RawLogAdvice.ofUnknown(directory.toString())
              : RawLogAdvice.ofArchive(archive.toString()));
    }
  }

  /** One of many files, of which few are logs; whether it is one. */
  private boolean readPart(InputStream part, String name, Visitor visitor) throws IOException {
    PushbackInputStream in = new PushbackInputStream(part, LogScan.LIMIT);
    byte[] head = peek(in, LogScan.LIMIT);
    return startsWith(head, GZIP_MAGIC)
        ? readPart(new GZIPInputStream(in, BUFFER), name, visitor)
        : styles.holdEvent(new String(head, StandardCharsets.UTF_8)) && visitor.log(name, in);
  }

  private static byte[] peek(PushbackInputStream in, int length) throws IOException {
    byte[] head = in.readNBytes(length);
    in.unread(head);
    return head;
  }

  private static boolean isTar(byte[] magic) {
    return magic.length >= TAR_MAGIC_AT + TAR_MAGIC.length
        && Arrays.equals(
            magic, TAR_MAGIC_AT, TAR_MAGIC_AT + TAR_MAGIC.length, TAR_MAGIC, 0, TAR_MAGIC.length);
  }

  private static boolean startsWith(byte[] bytes, byte[] beginning) {
    return bytes.length >= beginning.length
        && Arrays.equals(bytes, 0, beginning.length, beginning, 0, beginning.length);
  }
}
