package dev.atsharness.log.internal.archive;

import dev.atsharness.io.internal.FileFault;
import dev.atsharness.io.internal.TemporaryFiles;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.io.file.PathUtils;

/**
 * A private temporary directory for the files of logs that are unpacked for a program. It is
 * removed when it is closed, and when the JVM is told to end (Ctrl-C, SIGTERM). For one thread, and
 * the one that ends the JVM: both make and remove files only while they hold the lock.
 */
public final class Workspace implements Closeable {

  private static final int BUFFER = 1 << 16;

  private final ConversionLimits limits;
  private final Map<String, Path> archives = new HashMap<>();
  private final Map<String, Failure> failures = new HashMap<>();
  private Optional<Path> directory = Optional.empty();
  private Optional<ExitTask> removal = Optional.empty();
  private boolean closed;
  private long bytes;
  private int files;

  /**
   * Why a log could not be unpacked.
   *
   * @param ofDisk whether the directory for temporary files may be full or closed to this user
   */
  public record Failure(String why, boolean ofDisk) {}

  /** An empty workspace, which makes its directory when it is first needed. */
  public Workspace(ConversionLimits limits) {
    this.limits = limits;
  }

  /**
   * Unpacks a file of a log.
   *
   * @param container the name of the file or archive that the log is in
   * @throws IOException if its content cannot be read
   */
  public void unpack(String container, ArchiveMember member, InputStream content)
      throws IOException {
    String key = key(container, member.archive());
    if (failures.containsKey(key)) {
      return;
    }
    files++;
    if (files > limits.files()) {
      failures.put(key, new Failure("it has more than " + limits.files() + " files", false));
      return;
    }
    Optional<OutputStream> out = create(key, member.inside());
    if (out.isPresent()) {
      try (OutputStream file = out.get()) {
        copy(key, content, file);
      } catch (WriteException e) {
        failures.put(key, new Failure(e.getMessage(), true));
      }
    }
  }

  /** Thrown when a file cannot be written, to tell it from content that cannot be read. */
  private static final class WriteException extends IOException {

    private static final long serialVersionUID = 1;

    WriteException(IOException cause) {
      super("it cannot be unpacked: " + FileFault.words(cause), cause);
    }
  }

  private synchronized Optional<OutputStream> create(String key, String inside) {
    try {
      if (closed) {
        throw new IOException("the program is ending");
      }
      Path archive = archives.get(key);
      if (archive == null) {
        archive = root().resolve(archives.size() + ".logarchive");
        archives.put(key, archive);
      }
      Path file = archive.resolve(inside);
      Files.createDirectories(file.getParent());
      return Optional.of(
          Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    } catch (FileAlreadyExistsException e) {
      failures.put(key, new Failure("it has the file " + inside + " twice", false));
      return Optional.empty();
    } catch (IOException e) {
      failures.put(key, new Failure(new WriteException(e).getMessage(), true));
      return Optional.empty();
    }
  }

  private void copy(String key, InputStream from, OutputStream to) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
      bytes += read;
      if (bytes > limits.bytes()) {
        failures.put(
            key, new Failure("it is larger than " + (limits.bytes() >> 20) + " MiB", false));
        return;
      }
      try {
        to.write(buffer, 0, read);
      } catch (IOException e) {
        throw new WriteException(e);
      }
    }
  }

  private Path root() throws IOException {
    if (directory.isEmpty()) {
      // Only this user may read it, where the file system knows users.
      Path made = TemporaryFiles.directory("ats-harness-log-", "the files of the log");
      directory = Optional.of(made);
      removal = Optional.of(new ExitTask(this::remove));
    }
    return directory.get();
  }

  /** The directory of a log, if all of it could be unpacked. */
  public Optional<Path> archive(String container, String archive) {
    String key = key(container, archive);
    return failures.containsKey(key) ? Optional.empty() : Optional.ofNullable(archives.get(key));
  }

  /** The reason why a log could not be unpacked. */
  public Optional<Failure> failure(String container, String archive) {
    return Optional.ofNullable(failures.get(key(container, archive)));
  }

  private static String key(String container, String archive) {
    return container + "\0" + archive;
  }

  @Override
  public void close() {
    remove();
    removal.ifPresent(ExitTask::cancel);
  }

  private synchronized void remove() {
    closed = true;
    if (directory.isEmpty() || !Files.exists(directory.get())) {
      return;
    }
    try {
      PathUtils.deleteDirectory(directory.get());
    } catch (IOException e) {
      System.getLogger(Workspace.class.getName())
          .log(System.Logger.Level.WARNING, "cannot remove " + directory.get(), e);
    }
  }
}
