package dev.atsharness.io.internal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Writes files completely or not at all: into a file beside, which is then renamed, so that an
 * earlier file survives a full disk. Devices and pipes are written directly. So is a file in a
 * directory that cannot be written, and a file that is a mount point.
 */
public final class WholeFile {

  /** How long a named pipe may be without a reader. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final int MOST_LINKS = 40;

  private WholeFile() {}

  /** Writes a file, or replaces it. A link stays a link. */
  public static void write(Path file, byte[] content) throws IOException {
    write(file, content, PATIENCE);
  }

  static void write(Path file, byte[] content, Duration patience) throws IOException {
    Optional<FileDescriptor> standard = standard(file);
    if (standard.isPresent()) {
      try (OutputStream out = new Unclosed(standard.get())) {
        out.write(content);
      }
      return;
    }
    Path target = target(file);
    if (!isReplaceable(target)) {
      intoSpecial(target, content, patience);
    } else if (Files.exists(target) && !Files.isWritable(directory(target))) {
      inPlace(target, content);
    } else {
      replace(target, content);
    }
  }

  /**
   * Writes a file that does not exist yet.
   *
   * @throws FileAlreadyExistsException if it exists
   */
  public static void create(Path file, byte[] content) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    Path beside = beside(file, content);
    try {
      Files.move(beside, file);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  /**
   * Finds out whether a file can be made in its place, and leaves nothing there. A special file is
   * not tried.
   *
   * @throws IOException if not
   */
  public static void attempt(Path file) throws IOException {
    if (standard(file).isPresent()) {
      return;
    }
    Path target = target(file);
    if (!isReplaceable(target)) {
      if (!Files.exists(target)) {
        throw new FileSystemException(target.toString(), null, "nothing can be made there");
      }
      return;
    }
    if (Files.exists(target) && !Files.isWritable(directory(target))) {
      Files.newByteChannel(target, StandardOpenOption.WRITE).close();
    } else {
      Files.deleteIfExists(beside(target, new byte[0]));
    }
  }

  /** Whether this is a file, or can become one: not a device, a pipe or a standard stream. */
  public static boolean isOrdinary(Path file) throws IOException {
    return standard(file).isEmpty() && isReplaceable(target(file));
  }

  /** The file to which a link leads, however many links it takes; it need not exist. */
  public static Path target(Path file) throws IOException {
    Path target = file.toAbsolutePath();
    for (int links = 0; !isOfProcess(target) && Files.isSymbolicLink(target); links++) {
      if (links == MOST_LINKS) {
        throw new FileSystemLoopException(file.toString());
      }
      target = directory(target).resolve(Files.readSymbolicLink(target));
    }
    return target;
  }

  private static void replace(Path target, byte[] content) throws IOException {
    Path beside = beside(target, content);
    try {
      keepPermissions(target, beside);
      Files.move(
          beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (FileSystemException e) {
      if (!Files.isRegularFile(target)) {
        throw e;
      }
      inPlace(target, content); // a mount point cannot be replaced
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private static Path beside(Path target, byte[] content) throws IOException {
    // Unlike a file of Files.createTempFile, it gets the permissions of a usual file.
    Path beside =
        directory(target)
            .resolve("." + target.getFileName() + "." + UUID.randomUUID().toString().substring(24));
    try {
      try (FileChannel to =
          FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        ByteBuffer left = ByteBuffer.wrap(content);
        while (left.hasRemaining()) {
          to.write(left);
        }
        to.force(true);
      }
      return beside;
    } catch (IOException e) {
      Files.deleteIfExists(beside);
      throw e;
    }
  }

  private static void keepPermissions(Path from, Path to) throws IOException {
    if (Files.exists(from)
        && Files.getFileStore(from).supportsFileAttributeView(PosixFileAttributeView.class)) {
      Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(from));
    }
  }

  private static void inPlace(Path target, byte[] content) throws IOException {
    Files.write(target, content, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
  }

  /** The opening of a named pipe waits for a reader, and cannot be interrupted. */
  private static void intoSpecial(Path target, byte[] content, Duration patience)
      throws IOException {
    CompletableFuture<OutputStream> opening = new CompletableFuture<>();
    Thread opener = new Thread(() -> open(target, opening), "open " + target);
    opener.setDaemon(true);
    opener.start();
    try (OutputStream out = opening.get(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      out.write(content);
    } catch (TimeoutException e) {
      opening.cancel(false);
      throw new IOException(
          "nothing reads this pipe; start its reader before this command (waited "
              + patience.toSeconds()
              + " s)",
          e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("stopped while a pipe was opened", e);
    }
  }

  private static void open(Path target, CompletableFuture<OutputStream> opening) {
    try {
      OutputStream out = Files.newOutputStream(target, StandardOpenOption.WRITE);
      if (!opening.complete(out)) {
        out.close(); // too late: a reader must not wait for what is never written
      }
    } catch (IOException e) {
      opening.completeExceptionally(e);
    }
  }

  private static boolean isReplaceable(Path target) {
    return !isOfProcess(target) && (!Files.exists(target) || Files.isRegularFile(target));
  }

  /** A name for something that a process has open, or another file of the kernel. */
  private static boolean isOfProcess(Path file) {
    return file.startsWith("/proc") || file.startsWith("/dev/fd");
  }

  /** Opened by its name, a file at the standard output would be written from its beginning. */
  private static Optional<FileDescriptor> standard(Path file) {
    return switch (file.toString()) {
      case "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1" -> Optional.of(FileDescriptor.out);
      case "/dev/stderr", "/dev/fd/2", "/proc/self/fd/2" -> Optional.of(FileDescriptor.err);
      default -> Optional.empty();
    };
  }

  private static Path directory(Path target) {
    return Optional.ofNullable(target.toAbsolutePath().getParent()).orElse(target);
  }

  /** A standard stream, which others also use. */
  private static final class Unclosed extends OutputStream {

    private final FileOutputStream to;

    Unclosed(FileDescriptor standard) {
      to = new FileOutputStream(standard);
    }

    @Override
    public void write(int value) throws IOException {
      to.write(value);
    }

    @Override
    public void write(byte[] from, int start, int length) throws IOException {
      to.write(from, start, length);
    }
  }
}
