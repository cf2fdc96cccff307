package dev.atsharness.io.internal;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that grows line by line, and has whole lines at any time: a line that cannot be written is
 * removed. Only if the process is killed can its last line be cut off. Guarded by itself.
 */
public final class LineFile implements Closeable {

  private final Path path;

  /** Not a FileChannel, which the interruption of a thread would close for all. */
  private final RandomAccessFile file;

  private long whole;
  private Optional<IOException> failure = Optional.empty();

  private LineFile(Path path, long whole) throws IOException {
    this.path = path;
    this.whole = whole;
    try {
      file = new RandomAccessFile(path.toFile(), "rw");
    } catch (IOException e) {
      throw unwritable(e);
    }
    try {
      file.setLength(whole);
      file.seek(whole);
    } catch (IOException e) {
      file.close();
      throw unwritable(e);
    }
  }

  /** Creates a file, or empties it. */
  public static LineFile create(Path path) throws IOException {
    return new LineFile(path, 0);
  }

  /**
   * Opens a file, or creates it, and removes what is behind its whole lines.
   *
   * @param whole how many bytes the whole lines have
   */
  public static LineFile append(Path path, long whole) throws IOException {
    return new LineFile(path, whole);
  }

  /** The number of bytes of the whole lines at the beginning of a file. */
  public static int whole(byte[] content) {
    int end = content.length;
    while (end > 0 && content[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  /**
   * Adds a line.
   *
   * @throws IOException if it cannot be written, or an earlier one could not; the message names the
   *     file
   */
  public synchronized void add(String line) throws IOException {
    if (failure.isPresent()) {
      throw unwritable(failure.get());
    }
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      file.write(bytes);
      whole += bytes.length;
    } catch (IOException e) {
      failure = Optional.of(e);
      removeBegun(e);
      throw unwritable(e);
    }
  }

  private void removeBegun(IOException why) {
    try {
      file.setLength(whole);
    } catch (IOException e) {
      why.addSuppressed(e);
    }
  }

  private IOException unwritable(IOException e) {
    return new IOException(path + " cannot be written: " + FileFault.words(e), e);
  }

  @Override
  public synchronized void close() throws IOException {
    file.close();
  }
}
