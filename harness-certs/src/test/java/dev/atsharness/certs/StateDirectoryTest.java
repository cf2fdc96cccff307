package dev.atsharness.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atsharness.testing.Skip;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stored authority is the same in the next run, and only the owner can read its keys. */
class StateDirectoryTest {
  private static final String DOMAIN = "ats-harness.test";

  @TempDir Path parent;
  private Path directory;
  private KeyPool keys;

  @BeforeEach
  void open() {
    Skip.unless(
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix"),
        "the file system has no POSIX permissions");
    directory = parent.resolve("made/state");
    keys = new KeyPool();
  }

  @AfterEach
  void close() {
    if (keys != null) {
      keys.close();
    }
  }

  private HarnessCa load() {
    return load(DOMAIN, Clock.systemUTC());
  }

  private HarnessCa load(String domain, Clock clock) {
    return HarnessCa.loadOrCreate(directory, domain, clock, keys);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static void setPermissions(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  @Test
  void theNextRunHasTheSameAuthority() {
    HarnessCa first = load();
    CertifiedKey rsa = first.issuingCaFor(SignatureAlgorithm.SHA256_RSA);
    CertifiedKey ecdsa = first.issuingCaFor(SignatureAlgorithm.SHA256_ECDSA);

    HarnessCa second = load();

    assertThat(second.rootPem()).isEqualTo(first.rootPem());
    assertThat(second.issuingCaFor(SignatureAlgorithm.SHA256_RSA).identity().pem())
        .isEqualTo(rsa.identity().pem());
    assertThat(second.issuingCaFor(SignatureAlgorithm.SHA256_ECDSA).identity().pem())
        .isEqualTo(ecdsa.identity().pem());
  }

  @Test
  void whatItLoadedStillSigns() throws Exception {
    load().issuingCaFor(SignatureAlgorithm.SHA256_RSA);
    HarnessCa ca = load();
    CertifiedKey issuing = ca.issuingCaFor(SignatureAlgorithm.SHA256_RSA);
    Pkix.validate(
        ca.leaf(keys.shared(KeySpec.ec("p-256"))).names("x." + DOMAIN).signedBy(issuing),
        ca.root());
  }

  @Test
  void sharedRsaKeysAreKeptAndFreshOnesAreNot() throws Exception {
    HarnessKey kept;
    try (KeyPool first = KeyPool.keptIn(directory)) {
      kept = first.shared(KeySpec.rsa(1024));
      first.fresh(KeySpec.rsa(1024));
      first.shared(KeySpec.ec("p-256"));
    }
    assertThat(files())
        .extracting(f -> f.getFileName().toString())
        .containsExactly("key-rsa-1024.pem");
    try (KeyPool second = KeyPool.keptIn(directory)) {
      assertThat(second.shared(KeySpec.rsa(1024)).pkcs8()).isEqualTo(kept.pkcs8());
    }
  }

  @Test
  void onlyTheOwnerCanReadWhatItLeaves() throws Exception {
    HarnessCa ca = load();
    ca.issuingCaFor(SignatureAlgorithm.SHA256_RSA);
    ca.issuingCaFor(SignatureAlgorithm.SHA256_ECDSA);
    assertThat(permissions(directory)).isEqualTo("rwx------");
    assertThat(files())
        .extracting(f -> f.getFileName().toString())
        .containsExactly("issuing-ecdsa.pem", "issuing-rsa.pem", "root.pem");
    for (Path file : files()) {
      assertThat(permissions(file)).as(file.toString()).isEqualTo("rw-------");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxr-xr-x", "rwxr-----", "rwx---r--", "rwx--x---", "rwx-w----"})
  void refusesADirectoryThatOthersHaveAccessTo(String permissions) throws Exception {
    Files.createDirectories(directory);
    setPermissions(directory, permissions);
    assertThatThrownBy(this::load)
        .isInstanceOf(HarnessCertsException.class)
        .hasMessageContaining(directory + " holds private keys and is open to other users")
        .hasMessageEndingWith("; chmod 700 " + directory);
    assertThat(files()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"root.pem", "issuing-ecdsa.pem"})
  void refusesAKeyFileThatOthersCanRead(String file) throws Exception {
    load().issuingCaFor(SignatureAlgorithm.SHA256_ECDSA);
    Path key = directory.resolve(file);
    setPermissions(key, "rw-r-----");
    assertThatThrownBy(() -> load().issuingCaFor(SignatureAlgorithm.SHA256_ECDSA))
        .isInstanceOf(HarnessCertsException.class)
        .hasMessageEndingWith("; chmod 600 " + key);
  }

  @Test
  void refusesAFileInThePlaceOfTheDirectory() throws Exception {
    Files.createDirectories(directory.getParent());
    Files.createFile(directory);
    assertThatThrownBy(this::load)
        .isInstanceOf(HarnessCertsException.class)
        .hasMessageContaining("is not a directory");
  }

  @Test
  void refusesADirectoryThatCannotBeMade() throws Exception {
    Files.createFile(parent.resolve("made"));
    assertThatThrownBy(this::load)
        .isInstanceOf(HarnessCertsException.class)
        .hasMessageContaining("cannot create the state directory " + directory);
  }

  @Test
  void refusesADirectoryThatCannotBeWritten() throws Exception {
    Files.createDirectories(directory);
    setPermissions(directory, "r-x------");
    Skip.unless(!Files.isWritable(directory), "root may write everywhere");
    assertThatThrownBy(this::load)
        .isInstanceOf(HarnessCertsException.class)
        .hasMessageContaining("is not writable");
  }

  @Test
  void refusesAnExpiredAuthorityInsteadOfReplacingIt() {
    Clock longAgo = Clock.offset(Clock.systemUTC(), Duration.ofDays(-90));
    String expired = load(DOMAIN, longAgo).rootPem();
    assertThatThrownBy(this::load)
        .isInstanceOf(HarnessCertsException.class)
        .hasMessageContaining("expired at")
        .hasMessageContaining("delete " + directory);
    assertThat(load(DOMAIN, longAgo).rootPem()).isEqualTo(expired);
  }

  /** The constraints of the releases before those of mailboxes, URIs and purposes. */
  @Test
  void refusesAnAuthorityOfAnEarlierRelease() throws Exception {
    load();
    CertifiedKey old =
        CertificateBuilder.authority(HarnessKey.generate(KeySpec.ec("p-256")))
            .permittedNames(DOMAIN, "127.0.0.1/32", "::1/128")
            .selfSigned();
    Files.writeString(directory.resolve("root.pem"), old.key().pem() + old.pem());
    assertThatThrownBy(this::load)
        .isInstanceOf(HarnessCertsException.class)
        .hasMessageContaining("is of an earlier release")
        .hasMessageContaining("delete " + directory)
        .hasMessageContaining("remove the old root from your devices");
  }

  @Test
  void refusesAnAuthorityForAnotherDomain() {
    load();
    assertThatThrownBy(() -> load("other.test", Clock.systemUTC()))
        .isInstanceOf(HarnessCertsException.class)
        .hasMessageContaining("is for another domain than other.test")
        .hasMessageContaining("delete " + directory);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        "-----BEGIN PRIVATE KEY-----\n!!!!\n-----END PRIVATE KEY-----\n",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\nAAAA\n"
      })
  void refusesADamagedFileByName(String content) throws Exception {
    load();
    Path root = directory.resolve("root.pem");
    Files.writeString(root, content);
    assertThatThrownBy(this::load)
        .isInstanceOf(HarnessCertsException.class)
        .hasMessageContaining(root + " is unreadable or damaged")
        .hasMessageContaining("delete it");
  }

  @Test
  void refusesAFileOfAbsurdSize() throws Exception {
    load();
    Files.write(directory.resolve("root.pem"), new byte[1 << 20]);
    assertThatThrownBy(this::load)
        .isInstanceOf(HarnessCertsException.class)
        .hasMessageContaining("unreadable or damaged");
  }

  @Test
  void refusesAKeyThatDoesNotBelongToTheCertificate() throws Exception {
    HarnessCa ca = load();
    Path root = directory.resolve("root.pem");
    Files.writeString(root, HarnessKey.generate(KeySpec.ec("p-256")).pem() + ca.rootPem());
    assertThatThrownBy(this::load)
        .isInstanceOf(HarnessCertsException.class)
        .hasMessageContaining(root + " does not match the other files");
  }

  /** A new root would not be the one that devices trust. */
  @Test
  void refusesIssuingCasWithoutTheirRootAtTheStart() throws Exception {
    load().issuingCaFor(SignatureAlgorithm.SHA256_ECDSA);
    Path root = directory.resolve("root.pem");
    Files.delete(root);
    assertThatThrownBy(this::load)
        .isInstanceOf(HarnessCertsException.class)
        .hasMessageContaining(root + " is missing")
        .hasMessageContaining("delete " + directory.resolve("issuing-ecdsa.pem"));
    assertThat(root).doesNotExist();
  }

  @Test
  void refusesAnIssuingCaOfAnotherRootAtTheStart() throws Exception {
    HarnessCa ca = load();
    Path issuing = directory.resolve("issuing-ecdsa.pem");
    CertifiedKey other = HarnessCa.create(DOMAIN, Clock.systemUTC(), keys).root();
    store(issuing, issuingCa(ca).signedBy(other));
    refusesAtTheStart(issuing, "does not match the other files");

    CertificateBuilder sameName = CertificateBuilder.authority(other.key());
    CertifiedKey impostor = sameName.subject(name(ca.root())).selfSigned();
    store(issuing, issuingCa(ca).signedBy(impostor));
    refusesAtTheStart(issuing, "is not signed by the root beside it");
  }

  @Test
  void refusesAnIssuingCaThatIsNotLimitedAsItsRootAtTheStart() throws Exception {
    HarnessCa ca = load();
    Path issuing = directory.resolve("issuing-rsa.pem");
    store(issuing, issuingCa(ca).extendedKeyUsage().signedBy(ca.root()));
    refusesAtTheStart(issuing, "is not limited to servers in " + DOMAIN);
    store(issuing, issuingCa(ca).permittedNames().signedBy(ca.root()));
    refusesAtTheStart(issuing, "is not limited to servers in " + DOMAIN);
    store(issuing, issuingCa(ca).basicConstraints(false).signedBy(ca.root()));
    refusesAtTheStart(issuing, "is not a CA");
    store(issuing, issuingCa(ca).keyUsage(KeyUse.CRL_SIGN).signedBy(ca.root()));
    refusesAtTheStart(issuing, "is not a CA");
    store(issuing, issuingCa(ca).validity(Duration.ofDays(10)).signedBy(ca.root()));
    refusesAtTheStart(issuing, "is not valid as long as the root");
    store(issuing, issuingCa(ca).tamperedSignature().signedBy(ca.root()));
    refusesAtTheStart(issuing, "is not signed by the root beside it");
    CertifiedKey made = issuingCa(ca).signedBy(ca.root());
    write(issuing, HarnessKey.generate(KeySpec.ec("p-256")).pem() + made.pem());
    refusesAtTheStart(issuing, "does not match the other files");
    store(issuing, made);
    load();
  }

  @Test
  void refusesARootThatIsNotACa() throws Exception {
    HarnessCa ca = load();
    Path root = directory.resolve("root.pem");
    HarnessKey key = HarnessKey.generate(KeySpec.ec("p-256"));
    store(root, ca.olderRoot(key).basicConstraints(false).selfSigned());
    refusesAtTheStart(root, "is not a root");
    store(root, ca.olderRoot(key).tamperedSignature().selfSigned());
    refusesAtTheStart(root, "is not a root");
  }

  @Test
  void refusesADamagedOrOtherKeyAtTheStart() throws Exception {
    try (KeyPool pool = KeyPool.keptIn(directory)) {
      pool.shared(KeySpec.rsa(1024));
    }
    Path kept = directory.resolve("key-rsa-1024.pem");
    Path other = directory.resolve("key-rsa-2048.pem");
    Files.copy(kept, other);
    assertThatThrownBy(() -> KeyPool.keptIn(directory))
        .isInstanceOf(HarnessCertsException.class)
        .hasMessageContaining(other + " has a key of the kind rsa-1024")
        .hasMessageContaining("delete it");
    Files.delete(other);
    write(kept, "nonsense");
    assertThatThrownBy(() -> KeyPool.keptIn(directory))
        .isInstanceOf(HarnessCertsException.class)
        .hasMessageContaining(kept + " is unreadable or damaged");
  }

  /** A pipe without a writer is not read, which would take for ever. */
  @ParameterizedTest
  @ValueSource(strings = {"root.pem", "issuing-ecdsa.pem", "issuing-rsa.pem", "key-rsa-1024.pem"})
  @Timeout(60)
  void refusesWhatIsNotAnOrdinaryFileAtTheStart(String name) throws Exception {
    full();
    Path file = directory.resolve(name);
    Files.delete(file);
    pipe(file);
    refusesEither(file, "is not an ordinary file", "delete it");
    Files.delete(file);
    Files.createDirectory(file);
    refusesEither(file, "is not an ordinary file", "delete it");
    Files.delete(file);
    Files.createSymbolicLink(file, directory.resolve("nothing"));
    refusesEither(file, "is a link to something that does not exist", "delete the link");
    assertThat(Files.isSymbolicLink(file)).isTrue();
  }

  @Test
  void takesAFileBehindALink() throws Exception {
    String root = load().rootPem();
    Path elsewhere = Files.move(directory.resolve("root.pem"), parent.resolve("elsewhere.pem"));
    Files.createSymbolicLink(directory.resolve("root.pem"), elsewhere);
    assertThat(load().rootPem()).isEqualTo(root);
  }

  @Test
  void refusesALinkToADirectoryThatDoesNotExist() throws Exception {
    Files.createDirectories(directory.getParent());
    Files.createSymbolicLink(directory, parent.resolve("nothing"));
    assertThatThrownBy(this::load)
        .isInstanceOf(HarnessCertsException.class)
        .hasMessageContaining(directory + " is a link to something that does not exist")
        .hasMessageContaining("make that directory, or delete " + directory);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "root.pem", "issuing-ecdsa.pem", "key-rsa-1024.pem"})
  void refusesWhatAnotherUserOwns(String name) throws Exception {
    full();
    Path path = directory.resolve(name);
    Skip.unless(
        Integer.valueOf(0).equals(Files.getAttribute(directory, "unix:uid")),
        "only root may give a file to another user");
    UserPrincipal nobody =
        path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
    Files.setOwner(path, nobody);
    refusesEither(path, "belongs to another user, nobody", "chown root");
  }

  /**
   * Each damaged byte is found before an endpoint listens, wherever it is, or it makes no
   * difference.
   */
  @ParameterizedTest
  @ValueSource(strings = {"root.pem", "issuing-ecdsa.pem", "issuing-rsa.pem", "key-rsa-1024.pem"})
  void noDamageIsOverlooked(String name) throws Exception {
    full();
    Path file = directory.resolve(name);
    byte[] right = Files.readAllBytes(file);
    HarnessCa undamaged = load();
    Random random = new Random(20261201);
    int refused = 0;
    for (int i = 0; i < 120; i++) {
      byte[] damaged = right.clone();
      damaged[random.nextInt(right.length)] ^= (byte) (1 << random.nextInt(7));
      Files.write(file, i < 100 ? damaged : Arrays.copyOf(right, random.nextInt(right.length)));
      try (KeyPool pool = KeyPool.keptIn(directory)) {
        assertSame(HarnessCa.loadOrCreate(directory, DOMAIN, Clock.systemUTC(), pool), undamaged);
      } catch (HarnessCertsException e) {
        assertThat(e).hasMessageContaining(file.toString()).hasMessageContaining("delete ");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(80);
  }

  private void assertSame(HarnessCa one, HarnessCa other) {
    assertThat(one.rootPem()).isEqualTo(other.rootPem());
    for (SignatureAlgorithm kind :
        List.of(SignatureAlgorithm.SHA256_RSA, SignatureAlgorithm.SHA256_ECDSA)) {
      CertifiedKey left = one.issuingCaFor(kind);
      assertThat(left.pem()).isEqualTo(other.issuingCaFor(kind).pem());
      assertThat(left.key().pkcs8()).isEqualTo(other.issuingCaFor(kind).key().pkcs8());
    }
    assertThat(one.root().key().pkcs8()).isEqualTo(other.root().key().pkcs8());
  }

  /** Threads stand for processes: they share nothing but the directory. */
  @Test
  void twoProcessesThatStartTogetherHaveOneAuthority() throws Exception {
    ExecutorService processes = Executors.newFixedThreadPool(4);
    try {
      for (int i = 0; i < 20; i++) {
        Path shared = parent.resolve("shared" + i);
        CyclicBarrier together = new CyclicBarrier(4);
        Callable<List<String>> process =
            () -> {
              together.await();
              try (KeyPool pool = KeyPool.keptIn(shared)) {
                HarnessCa ca = HarnessCa.loadOrCreate(shared, DOMAIN, Clock.systemUTC(), pool);
                return List.of(
                    ca.rootPem(),
                    ca.issuingCaFor(SignatureAlgorithm.SHA256_ECDSA).pem(),
                    pool.shared(KeySpec.rsa(512)).pem());
              }
            };
        Set<List<String>> seen = new HashSet<>();
        for (Future<List<String>> one :
            processes.invokeAll(Collections.nCopies(4, process), 60, TimeUnit.SECONDS)) {
          seen.add(one.get());
        }
        assertThat(seen).hasSize(1);
      }
    } finally {
      processes.shutdownNow();
    }
  }

  @Test
  void aRootThatIsAboutToEndStillServes() throws Exception {
    Clock nearlyExpired = Clock.offset(Clock.systemUTC(), Duration.ofDays(-90).plusMinutes(1));
    load(DOMAIN, nearlyExpired).issuingCaFor(SignatureAlgorithm.SHA256_ECDSA);
    HarnessCa ca = load();
    CertifiedKey issuing = ca.issuingCaFor(SignatureAlgorithm.SHA256_ECDSA);
    Pkix.validate(
        ca.leaf(keys.shared(KeySpec.ec("p-256"))).names("x." + DOMAIN).signedBy(issuing),
        ca.root());
  }

  /** Makes a directory with one file of each kind. */
  private void full() {
    try (KeyPool pool = KeyPool.keptIn(directory)) {
      HarnessCa ca = HarnessCa.loadOrCreate(directory, DOMAIN, Clock.systemUTC(), pool);
      ca.issuingCaFor(SignatureAlgorithm.SHA256_RSA);
      ca.issuingCaFor(SignatureAlgorithm.SHA256_ECDSA);
      pool.shared(KeySpec.rsa(1024));
    }
  }

  private static void pipe(Path file) throws Exception {
    Process made = new ProcessBuilder("mkfifo", "-m", "600", file.toString()).start();
    assertThat(made.waitFor()).isZero();
  }

  /** Refused by the pool of keys or by the authority, both of which come before any endpoint. */
  private void refusesEither(Path file, String why, String remedy) {
    assertThatThrownBy(
            () -> {
              try (KeyPool pool = KeyPool.keptIn(directory)) {
                HarnessCa.loadOrCreate(directory, DOMAIN, Clock.systemUTC(), pool);
              }
            })
        .isInstanceOf(HarnessCertsException.class)
        .hasMessageContaining(file + " " + why)
        .hasMessageContaining(remedy);
  }

  /** Starts an issuing CA as the harness makes it. */
  private static CertificateBuilder issuingCa(HarnessCa ca) {
    return ca.issuingCa(HarnessKey.generate(KeySpec.ec("p-256")));
  }

  private static String name(CertifiedKey authority) {
    return authority.certificate().getSubject().getRDNs()[0].getFirst().getValue().toString();
  }

  private static void store(Path file, CertifiedKey authority) throws IOException {
    write(file, authority.key().pem() + authority.pem());
  }

  private static void write(Path file, String content) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, content);
  }

  private void refusesAtTheStart(Path file, String why) {
    assertThatThrownBy(this::load)
        .isInstanceOf(HarnessCertsException.class)
        .hasMessageContaining(file + " " + why)
        .hasMessageContaining("delete ");
  }
}
