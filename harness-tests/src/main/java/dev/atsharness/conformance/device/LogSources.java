package dev.atsharness.conformance.device;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.apache.commons.io.input.BrokenInputStream;
import org.apache.commons.io.input.CloseShieldInputStream;
import org.apache.commons.io.input.ReaderInputStream;

/**
 * Unpacks what a log comes in, within limits, and says of each part that it does not read what it
 * is. Not for use by several threads.
 */
final class LogSources {

  /** What is done with each part. */
  interface Visitor {

    /**
     * Reads a log in text.
     *
     * @return whether it is one
     */
    boolean log(String name, InputStream in) throws IOException;

    /** Notes a part that is not read. */
    void unread(Unread part);
  }

  private static final String ARCHIVE = ".logarchive";
  private static final String TRACE = ".tracev3";
  private static final String WORD_DOCUMENT = "word/document.xml";

  private static final int BUFFER = 1 << 16;

  /** Most memory that one decompression may need, in KiB. */
  private static final int XZ_MEMORY = 128 << 10;

  private final LogStyles styles;
  private final UnpackBudget budget;
  private final Visitor visitor;

  /** How many parts were read or named as unread. */
  private int parts;

  private int logs;

  LogSources(LogStyles styles, ArchiveLimits limits, Visitor visitor) {
    this.styles = styles;
    this.budget = new UnpackBudget(limits);
    this.visitor = visitor;
  }

  /** An error of the file or the connection itself, and not of what is in it. */
  private static final class SourceException extends IOException {

    private static final long serialVersionUID = 1;

    SourceException(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /** Marks errors as the source's own. */
  private static final class Source extends FilterInputStream {

    Source(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      try {
        return super.read();
      } catch (IOException e) {
        throw new SourceException(e);
      }
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      try {
        return super.read(into, from, length);
      } catch (IOException e) {
        throw new SourceException(e);
      }
    }

    @Override
    public long skip(long length) throws IOException {
      try {
        return super.skip(length);
      } catch (IOException e) {
        throw new SourceException(e);
      }
    }
  }

  /** Reads a file or a directory. */
  void read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      within(file.toString(), () -> readDirectory(file));
    } else {
      try (InputStream in = Files.newInputStream(file)) {
        read(in, file.toString());
      }
    }
  }

  /** Reads a stream to its end. */
  void read(InputStream in, String name) throws IOException {
    within(name, () -> readPart(new Source(in), name, 0, true));
  }

  /**
   * The beginning of a stream, and the stream as if nothing had been read of it: where it is
   * damaged, what comes before the damage can be read.
   */
  private static final class Head {

    private final byte[] bytes;
    private final InputStream whole;

    private Head(byte[] bytes, InputStream whole) {
      this.bytes = bytes;
      this.whole = whole;
    }

    static Head of(InputStream in) throws IOException {
      byte[] bytes = new byte[LogScan.LIMIT];
      int length = 0;
      InputStream rest = CloseShieldInputStream.wrap(in);
      try {
        for (int read = 0; read >= 0 && length < bytes.length; length += Math.max(0, read)) {
          read = in.read(bytes, length, bytes.length - length);
        }
      } catch (SourceException | OverLimitException e) {
        throw e;
      } catch (IOException e) {
        rest = new BrokenInputStream((Throwable) e);
      }
      byte[] head = Arrays.copyOf(bytes, length);
      return new Head(head, new SequenceInputStream(new ByteArrayInputStream(head), rest));
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  private void within(String name, Step step) throws IOException {
    try {
      step.run();
      if (parts == 0) {
        note(RawLogAdvice.ofUnknown(name));
      }
    } catch (SourceException e) {
      throw (IOException) e.getCause();
    } catch (OverLimitException e) {
      note(RawLogAdvice.ofOverLimit(name, e.getMessage()));
    }
  }

  private void note(Unread part) {
    parts++;
    visitor.unread(part);
  }

  private void readDirectory(Path directory) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(directory)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    Archives archives = new Archives();
    for (Path file : files) {
      String path = file.toString();
      budget.entry("");
      if (!archives.has(path)) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
          readPart(new Source(in), path, 0, false);
        }
      }
    }
    if (archives.isEmpty() && directory.toString().endsWith(ARCHIVE)) {
      note(RawLogAdvice.ofArchive(directory.toString(), "", 0, false));
    }
    archives.note("");
  }

  /**
   * Reads one file.
   *
   * @param depth how many archives and compressions it is in
   * @param alone whether there is no other that could be meant
   */
  private void readPart(InputStream part, String name, int depth, boolean alone)
      throws IOException {
    Head beginning = Head.of(part);
    byte[] head = beginning.bytes;
    InputStream in = beginning.whole;
    Optional<OtherFormat> other = OtherFormat.of(head);
    if (head.length == 0) {
      // A stream that is broken from its beginning is not empty.
      in.transferTo(OutputStream.nullOutputStream());
      if (alone) {
        note(RawLogAdvice.ofEmpty(name));
      }
    } else if (isPacked(head)) {
      budget.depth(depth + 1);
      try {
        unpack(in, head, name, depth + 1, alone);
      } catch (SourceException | OverLimitException e) {
        throw e;
      } catch (IOException e) {
        damaged(name, e);
      }
    } else if (Magic.startsWith(head, Magic.TRACEV3)) {
      note(RawLogAdvice.ofTrace(name));
    } else if (other.isPresent()) {
      if (alone || other.get().isArchive()) {
        note(other.get().unread(name));
      }
    } else {
      readText(in, head, name, alone);
    }
  }

  private static boolean isPacked(byte[] head) {
    return Magic.startsWith(head, Magic.GZIP)
        || Magic.startsWith(head, Magic.BZIP2)
        || Magic.startsWith(head, Magic.XZ)
        || Magic.isZip(head)
        || Magic.isTar(head);
  }

  private void unpack(InputStream in, byte[] head, String name, int depth, boolean alone)
      throws IOException {
    if (Magic.isTar(head)) {
      readTar(new TarEntries(in, budget), name, depth);
    } else if (Magic.isZip(head)) {
      readZip(new ZipArchiveInputStream(in, "UTF-8", true, true), name, depth);
    } else if (Magic.startsWith(head, Magic.GZIP)) {
      inner(new GZIPInputStream(in, BUFFER), name, depth, alone);
    } else if (Magic.startsWith(head, Magic.BZIP2)) {
      inner(
          new BZip2CompressorInputStream(new BufferedInputStream(in, BUFFER), true),
          name,
          depth,
          alone);
    } else {
      inner(
          XZCompressorInputStream.builder()
              .setInputStream(new BufferedInputStream(in, BUFFER))
              .setDecompressConcatenated(true)
              .setMemoryLimitKiB(XZ_MEMORY)
              .get(),
          name,
          depth,
          alone);
    }
  }

  private void inner(InputStream unpacked, String name, int depth, boolean alone)
      throws IOException {
    readPart(budget.counted(unpacked), name, depth, alone);
  }

  private void damaged(String name, IOException e) {
    note(RawLogAdvice.ofDamaged(name, Optional.ofNullable(e.getMessage()).orElse("")));
  }

  private void readTar(TarEntries tar, String name, int depth) throws IOException {
    Archives archives = new Archives();
    try {
      for (Optional<TarArchiveEntry> entry = tar.next(); entry.isPresent(); entry = tar.next()) {
        String path = entry.get().getName();
        if (!archives.has(path) && entry.get().isFile()) {
          readPart(tar.content(), name + ": " + path, depth, false);
        }
      }
    } finally {
      archives.note(name);
    }
  }

  private void readZip(ZipArchiveInputStream zip, String name, int depth) throws IOException {
    Archives archives = new Archives();
    try {
      for (ZipArchiveEntry entry = next(zip); entry != null; entry = next(zip)) {
        String path = entry.getName();
        budget.entry(path);
        if (entry.isDirectory() || archives.has(path)) {
          continue;
        }
        if (path.equals(WORD_DOCUMENT)) {
          note(OtherFormat.OFFICE.unread(name));
        } else if (zip.canReadEntryData(entry)) {
          readPart(budget.counted(zip), name + ": " + path, depth, false);
        } else {
          note(
              OtherFormat.entry(
                  name,
                  "a zip archive whose entry "
                      + path
                      + " is encrypted or packed by a rare method"));
        }
      }
    } finally {
      archives.note(name);
    }
  }

  private static ZipArchiveEntry next(ZipArchiveInputStream zip) throws IOException {
    try {
      return zip.getNextEntry();
    } catch (RuntimeException e) {
      throw new IOException("the zip archive: " + e.getMessage(), e);
    }
  }

  private void readText(InputStream in, byte[] head, String name, boolean alone)
      throws IOException {
    Optional<Charset> utf16 = Magic.utf16(head);
    String beginning = new String(head, utf16.orElse(StandardCharsets.UTF_8));
    // Of many files few are logs.
    if (!alone && !styles.holdEvent(beginning) && !ViolationText.isIn(beginning)) {
      return;
    }
    InputStream text = utf16.isPresent() ? utf8(in, utf16.get()) : in;
    logs++;
    parts++;
    try {
      if (!visitor.log(name, text) && alone) {
        visitor.unread(RawLogAdvice.ofUnknown(name));
      }
    } catch (SourceException | OverLimitException e) {
      throw e;
    } catch (IOException e) {
      damaged(name, e);
    }
  }

  private static InputStream utf8(InputStream in, Charset charset) throws IOException {
    return ReaderInputStream.builder()
        .setReader(new InputStreamReader(in, charset))
        .setCharset(StandardCharsets.UTF_8)
        .setBufferSize(BUFFER)
        .get();
  }

  /** The logs in Apple's binary form in a directory or an archive. */
  private final class Archives {

    private final Map<String, Integer> traces = new TreeMap<>();

    boolean isEmpty() {
      return traces.isEmpty();
    }

    /** Whether the file belongs to one, or is of one. */
    boolean has(String path) {
      String lower = path.toLowerCase(Locale.ROOT);
      int at = Math.max(lower.indexOf(ARCHIVE + "/"), lower.indexOf(ARCHIVE + "\\"));
      boolean trace = lower.endsWith(TRACE);
      if (at >= 0) {
        traces.merge(path.substring(0, at + ARCHIVE.length()), trace ? 1 : 0, Integer::sum);
        return true;
      }
      return false;
    }

    void note(String container) {
      traces.forEach(
          (archive, count) ->
              LogSources.this.note(RawLogAdvice.ofArchive(archive, container, count, logs > 0)));
      traces.clear();
    }
  }
}
