package dev.atsharness.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atsharness.testing.Skip;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
