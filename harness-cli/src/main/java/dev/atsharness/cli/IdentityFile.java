package dev.atsharness.cli;

import dev.atsharness.device.internal.tls.ClientIdentity;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The client certificate and key in a PKCS #12 file. Its password is never on the command line. */
final class IdentityFile {

  /** Environment variable with the password. */
  static final String PASSWORD = "ATS_HARNESS_IDENTITY_PASSWORD";

  private IdentityFile() {}

  /**
   * Reads the first identity of the file.
   *
   * @param passwordFile has the password in its first line; without this file the password is taken
   *     from the environment, or is asked for at a terminal, or is empty
   * @throws UsageException if a file cannot be used
   */
  static ClientIdentity read(Path file, Optional<Path> passwordFile) {
    char[] password = password(file, passwordFile);
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, password);
      for (String alias : Collections.list(store.aliases())) {
        if (store.isKeyEntry(alias)
            && store.getKey(alias, password) instanceof PrivateKey key
            && store.getCertificateChain(alias) != null) {
          return ClientIdentity.of(key, List.of(store.getCertificateChain(alias)));
        }
      }
      throw unusable(file, "it contains no private key with a certificate", null);
    } catch (IOException e) {
      boolean wrongPassword = e.getCause() instanceof UnrecoverableKeyException;
      throw unusable(
          file,
          wrongPassword
              ? "the password is wrong; set it in the environment variable "
                  + PASSWORD
                  + " or give a file with --identity-password-file"
              : (e instanceof FileSystemException ? FileErrors.of(e) : "it is of another format")
                  + "; give a PKCS #12 file",
          e);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw unusable(
          file, "it has no key and certificate that Java can use; give a PKCS #12 file", e);
    }
  }

  private static char[] password(Path file, Optional<Path> passwordFile) {
    if (passwordFile.isPresent()) {
      try {
        return Files.readString(passwordFile.get()).lines().findFirst().orElse("").toCharArray();
      } catch (IOException e) {
        throw new UsageException(
            "--identity-password-file "
                + passwordFile.get()
                + " cannot be used: "
                + FileErrors.of(e),
            e);
      }
    }
    String set = System.getenv(PASSWORD);
    if (set != null) {
      return set.toCharArray();
    }
    Console console = Terminal.present() ? System.console() : null;
    char[] typed = console == null ? null : console.readPassword("Password of %s: ", file);
    return typed == null ? new char[0] : typed;
  }

  private static UsageException unusable(Path file, String why, Exception cause) {
    return new UsageException("--identity " + file + " cannot be used: " + why, cause);
  }
}
