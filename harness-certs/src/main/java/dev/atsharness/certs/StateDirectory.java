package dev.atsharness.certs;

import dev.atsharness.certs.internal.Pem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.util.io.pem.PemObject;

/**
 * A directory of private keys that are stored for later runs: PEM files that only their owner can
 * read, in a directory that only its owner can enter. If the file system has no POSIX permissions,
 * its defaults apply.
 */
final class StateDirectory {
  private static final String SUFFIX = ".pem";
  private static final long MAX_FILE_BYTES = 64 * 1024;
  private static final Set<PosixFilePermission> OTHERS =
      Set.copyOf(
          EnumSet.complementOf(
              EnumSet.of(
                  PosixFilePermission.OWNER_READ,
                  PosixFilePermission.OWNER_WRITE,
                  PosixFilePermission.OWNER_EXECUTE)));

  private static final String AGAIN = "delete it; it will be made again";

  /** The view with the numbers of owners; other systems do not have it. */
  private static final String UNIX = "unix";

  private static final int ROOT = 0;

  private final Path directory;

  /** The user who runs this process; empty on systems that do not number their users. */
  private final Optional<UserPrincipal> user;

  private StateDirectory(Path directory, Optional<UserPrincipal> user) {
    this.directory = directory;
    this.user = user;
  }

  /**
   * Opens the directory, or creates it with its parents.
   *
   * @throws HarnessCertsException if it is not a directory, if it belongs to another user, if
   *     others have access, or if it cannot be written
   */
  static StateDirectory open(Path directory) {
    refuseIfDangling(
        directory, "the state directory ", "make that directory, or delete " + directory);
    try {
      if (!Files.exists(directory)) {
        create(directory);
      }
    } catch (IOException e) {
      throw new HarnessCertsException(
          "cannot create the state directory " + directory + " (" + reason(e) + ")",
          "choose a directory that you may create",
          e);
    }
    if (!Files.isDirectory(directory)) {
      throw new HarnessCertsException(
          "the state directory " + directory + " is not a directory",
          "choose another or remove it");
    }
    refuseIfOpenToOthers(directory, "chmod 700 " + directory);
    if (!Files.isWritable(directory)) {
      throw new HarnessCertsException(
          "the state directory " + directory + " is not writable", "chmod 700 " + directory);
    }
    StateDirectory state = new StateDirectory(directory, userOf(directory));
    state.refuseIfForeign(directory);
    return state;
  }

  /** Whom new files in the directory belong to. Making one also shows that it can be written. */
  private static Optional<UserPrincipal> userOf(Path directory) {
    if (!directory.getFileSystem().supportedFileAttributeViews().contains(UNIX)) {
      return Optional.empty();
    }
    try {
      Path probe = Files.createTempFile(directory, "user", ".tmp");
      try {
        return Optional.of(Files.getOwner(probe));
      } finally {
        Files.deleteIfExists(probe);
      }
    } catch (IOException e) {
      throw new HarnessCertsException(
          "cannot write to the state directory " + directory + " (" + reason(e) + ")",
          "choose a directory on a disk that is writable and not full",
          e);
    }
  }

  /** Refuses what another user owns, who could replace the keys. What root owns is accepted. */
  private void refuseIfForeign(Path path) {
    if (user.isEmpty()) {
      return;
    }
    try {
      UserPrincipal owner = Files.getOwner(path);
      if (!owner.equals(user.get()) && !Files.getAttribute(path, UNIX + ":uid").equals(ROOT)) {
        throw new HarnessCertsException(
            path + " belongs to another user, " + owner.getName() + ", who can replace the keys",
            "chown " + user.get().getName() + " " + path + ", or run as " + owner.getName());
      }
    } catch (IOException e) {
      throw new HarnessCertsException(
          "cannot read the owner of " + path + " (" + reason(e) + ")", AGAIN, e);
    }
  }

  private static void refuseIfDangling(Path path, String what, String remedy) {
    if (Files.isSymbolicLink(path) && Files.notExists(path)) {
      throw new HarnessCertsException(
          what + path + " is a link to something that does not exist", remedy);
    }
  }

  private static void create(Path directory) throws IOException {
    Path parent = directory.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try {
      Files.createDirectory(directory, onlyOwner(parent, "rwx------"));
    } catch (FileAlreadyExistsException madeMeanwhile) {
      if (!Files.isDirectory(directory)) {
        throw madeMeanwhile;
      }
    }
  }

  Path path() {
    return directory;
  }

  /** Whether there is a file of this name, readable or not. */
  boolean has(String name) {
    return Files.exists(file(name), LinkOption.NOFOLLOW_LINKS);
  }

  /** The names of the files that begin with this. */
  List<String> names(String beginning) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(beginning) && name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw new HarnessCertsException(
          "cannot list the state directory " + directory + " (" + e.getMessage() + ")",
          "chmod 700 " + directory,
          e);
    }
  }

  Optional<HarnessKey> readKey(String name) {
    return read(name).map(blocks -> key(name, blocks));
  }

  HarnessKey writeKey(String name, HarnessKey key) {
    write(name, key.pem());
    return readKey(name).orElseThrow();
  }

  /**
   * Reads a key and its certificate, which are in one file, so that neither exists without the
   * other.
   *
   * @param issuer the required issuer; empty if the certificate must be self-signed
   */
  Optional<CertifiedKey> readCertified(String name, Optional<CertifiedKey> issuer) {
    return read(name).map(blocks -> certified(name, blocks, issuer));
  }

  private CertifiedKey certified(
      String name, List<PemObject> blocks, Optional<CertifiedKey> issuer) {
    HarnessKey key = key(name, blocks);
    X509CertificateHolder certificate = certificate(name, blocks);
    boolean ownKey = certificate.getSubjectPublicKeyInfo().equals(key.subjectPublicKeyInfo());
    boolean ownIssuer =
        issuer
            .map(i -> i.certificate().getSubject())
            .orElse(certificate.getSubject())
            .equals(certificate.getIssuer());
    if (!ownKey || !ownIssuer) {
      throw new HarnessCertsException(file(name) + " does not match the other files", AGAIN);
    }
    return new CertifiedKey(certificate, key, issuer);
  }

  /**
   * Stores a key and its certificate and returns the stored ones: another process may have been
   * faster.
   */
  CertifiedKey writeCertified(String name, CertifiedKey made) {
    write(name, made.key().pem() + made.pem());
    return readCertified(name, made.issuer()).orElseThrow();
  }

  private HarnessKey key(String name, List<PemObject> blocks) {
    try {
      return HarnessKey.ofPkcs8(block(name, blocks, Pem.PRIVATE_KEY).getContent());
    } catch (IllegalArgumentException e) {
      throw damaged(name, e);
    }
  }

  private X509CertificateHolder certificate(String name, List<PemObject> blocks) {
    byte[] der = block(name, blocks, Pem.CERTIFICATE).getContent();
    try {
      return new X509CertificateHolder(der);
    } catch (IOException | RuntimeException e) { // the library throws any of them
      throw damaged(name, e);
    }
  }

  private PemObject block(String name, List<PemObject> blocks, String type) {
    return blocks.stream()
        .filter(block -> block.getType().equals(type))
        .findFirst()
        .orElseThrow(() -> damaged(name, null));
  }

  private Optional<List<PemObject>> read(String name) {
    Path file = file(name);
    refuseIfDangling(file, "", "make that file, or delete the link; it will be made again");
    try {
      // A pipe without a writer would be read for ever.
      if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
        throw new HarnessCertsException(file + " is not an ordinary file", AGAIN);
      }
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw damaged(name, null);
      }
      refuseIfForeign(file);
      String text = Files.readString(file, StandardCharsets.US_ASCII);
      refuseIfOpenToOthers(file, "chmod 600 " + file);
      return Optional.of(Pem.decode(text));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      throw damaged(name, e);
    }
  }

  /** Writes a file completely or not at all, and never overwrites an existing one. */
  private void write(String name, String pem) {
    Path file = file(name);
    try {
      Path temporary =
          Files.createTempFile(directory, name, ".tmp", onlyOwner(directory, "rw-------"));
      try {
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
          ByteBuffer bytes = ByteBuffer.wrap(pem.getBytes(StandardCharsets.US_ASCII));
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
          channel.force(true);
        }
        putInPlace(temporary, file);
      } catch (FileAlreadyExistsException fasterProcess) {
        return; // the file of the other process is equivalent, and it is used
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new HarnessCertsException(
          "cannot write " + file + " (" + reason(e) + ")",
          "check that the directory is writable and that the disk is not full",
          e);
    }
  }

  /**
   * Gives a file its name. A link is made in one step, so only one of two processes can do so;
   * moving checks for an existing file first. Some file systems have no links.
   */
  private static void putInPlace(Path temporary, Path file) throws IOException {
    try {
      Files.createLink(file, temporary);
    } catch (FileAlreadyExistsException fasterProcess) {
      throw fasterProcess;
    } catch (FileSystemException | UnsupportedOperationException noLinks) {
      Files.move(temporary, file);
    }
  }

  /** The path of the file of this name, whether it exists or not. */
  Path file(String name) {
    return directory.resolve(name + SUFFIX);
  }

  private HarnessCertsException damaged(String name, Exception cause) {
    return new HarnessCertsException(file(name) + " is unreadable or damaged", AGAIN, cause);
  }

  private static void refuseIfOpenToOthers(Path path, String remedy) {
    PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    if (view == null) {
      return;
    }
    try {
      Set<PosixFilePermission> permissions = view.readAttributes().permissions();
      if (permissions.stream().anyMatch(OTHERS::contains)) {
        throw new HarnessCertsException(
            path
                + " holds private keys and is open to other users ("
                + PosixFilePermissions.toString(permissions)
                + ")",
            remedy);
      }
    } catch (IOException e) {
      throw new HarnessCertsException(
          "cannot read the permissions of " + path + " (" + reason(e) + ")", remedy, e);
    }
  }

  private static FileAttribute<?>[] onlyOwner(Path where, String permissions) {
    return where != null && Files.getFileAttributeView(where, PosixFileAttributeView.class) != null
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName().replace("Exception", "") + ": " + e.getMessage();
  }
}
