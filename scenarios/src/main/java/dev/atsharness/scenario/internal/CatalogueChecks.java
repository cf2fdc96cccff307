package dev.atsharness.scenario.internal;

import dev.atsharness.certs.KeySpec;
import dev.atsharness.certs.SignatureAlgorithm;
import dev.atsharness.scenario.Expectation;
import dev.atsharness.scenario.Expectation.Verdict;
import dev.atsharness.scenario.Scenario;
import dev.atsharness.scenario.internal.CertificateSettings.Issuer;
import dev.atsharness.scenario.internal.CertificateSettings.Pointer;
import dev.atsharness.scenario.internal.CertificateSettings.Revocation;
import dev.atsharness.scenario.internal.CertificateSettings.Validity;
import dev.atsharness.scenario.internal.NetworkFault.Point;
import dev.atsharness.scenario.internal.ServerSettings.Host;
import dev.atsharness.scenario.internal.ServerSettings.Transport;
import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.NamedGroup;
import dev.atsharness.tls.TlsVersion;
import dev.atsharness.yaml.internal.Document;
import dev.atsharness.yaml.internal.Document.Section;
import dev.atsharness.yaml.internal.NearNames;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The checks that a JSON Schema cannot express: impossible combinations, and rules across files.
 */
final class CatalogueChecks {
  /** The longest validity of an anchor other than the harness root. */
  private static final Duration MAX_ANCHOR_LIFE = Duration.ofDays(7);

  private static final int MIN_ANCHOR_RSA_BITS = 1024;

  private static final List<NamedGroup> NIST_CURVES =
      List.of(NamedGroup.SECP256R1, NamedGroup.SECP384R1, NamedGroup.SECP521R1);

  private final Map<String, CatalogueFile> files;
  private final Set<String> added;
  private final Set<String> broken;
  private final Set<String> profiles;

  /**
   * @param files all scenarios, by id
   * @param added the ids of the new ones; the others were checked when they were loaded
   * @param broken the ids of files that cannot be read, of which nothing is known
   * @param profiles the ids of the client profiles
   */
  CatalogueChecks(
      Map<String, CatalogueFile> files,
      Set<String> added,
      Set<String> broken,
      Set<String> profiles) {
    this.files = files;
    this.added = added;
    this.broken = broken;
    this.profiles = profiles;
  }

  /**
   * Notes every problem in the file's document.
   *
   * @return the ids of the new ones whose settings cannot work, so that nothing follows from them
   */
  Set<String> run() {
    Set<String> impossible = new HashSet<>();
    Map<String, String> labels = new HashMap<>();
    files.values().stream()
        .map(CatalogueFile::scenario)
        .filter(scenario -> !added.contains(scenario.id()))
        .forEach(scenario -> labels.put(scenario.label(), scenario.id()));
    for (CatalogueFile file : files.values()) {
      if (added.contains(file.scenario().id())) {
        if (!possible(file)) {
          impossible.add(file.scenario().id());
        }
        checkLabel(file, labels);
        checkExpectation(file);
        checkControl(file);
      } else if (file.scenario().control().filter(added::contains).isPresent()) {
        checkControl(file); // its control was replaced
      }
    }
    return impossible;
  }

  private boolean possible(CatalogueFile file) {
    int before = file.document().problems().size();
    checkSettings(file);
    return file.document().problems().size() == before;
  }

  private static void checkLabel(CatalogueFile file, Map<String, String> labels) {
    Scenario scenario = file.scenario();
    String twin = labels.putIfAbsent(scenario.label(), scenario.id());
    if (twin != null) {
      problem(
          file,
          "",
          "the DNS label '"
              + scenario.label()
              + "' is already taken by "
              + twin
              + "; rename the file, since the last part of an id is unique in the catalogue");
    }
  }

  private void checkSettings(CatalogueFile file) {
    ServerSettings settings = file.scenario().settings();
    Section top = file.document().section();
    checkHost(file, settings);
    checkHttp(file, settings);
    if (settings.transport() == Transport.HTTP) {
      for (String section : List.of("tls", "certificate", "second-certificate", "network-fault")) {
        if (top.has(section)) {
          problem(file, section, "'" + section + "' has no meaning with transport http");
        }
      }
      return;
    }
    TlsSettings tls = settings.tls();
    List<KeySpec> keys = settings.certificates().stream().map(CertificateSettings::key).toList();
    for (TlsVersion version : tls.versions()) {
      if (tls.cipherSuites(version).stream().noneMatch(suite -> fitsAny(suite, keys))) {
        reportNoSuite(file, version, keys);
      }
    }
    if (!tls.extendedMasterSecret() && tls.versions().equals(List.of(TlsVersion.TLS_1_3))) {
      problem(file, "tls", "TLS 1.3 has no extended master secret to switch off (RFC 8446)");
    }
    tls.handshakeSignature()
        .ifPresent(
            scheme -> {
              if (!tls.versions().contains(TlsVersion.TLS_1_2)) {
                problem(
                    file, "tls", "handshake-signature " + scheme + " needs TLSv1.2 in versions");
              }
              boolean rsaScheme = scheme.label().startsWith("rsa_");
              if (keys.stream().noneMatch(key -> isRsa(key) == rsaScheme)) {
                problem(file, "tls", named(keys) + " key cannot make a signature " + scheme);
              }
            });
    tls.misbehaviour().ifPresent(fault -> checkMisbehaviour(file, fault));
    checkCertificate(file, "certificate", settings.certificate());
    settings
        .secondCertificate()
        .ifPresent(second -> checkSecond(file, settings.certificate(), second));
    if (tls.ocspStapling()
        && !settings.certificates().stream()
            .allMatch(one -> one.revocation().pointers().contains(Pointer.OCSP))) {
      problem(file, "tls", "ocsp-stapling needs ocsp under certificate.revocation.pointers");
    }
    if (settings.networkFault() == NetworkFault.NO_CLOSE_NOTIFY && tls.alpn().contains("h2")) {
      problem(
          file,
          "network-fault",
          "no-close-notify ends the connection after one response, which HTTP/2 does not; leave h2"
              + " out of tls.alpn");
    }
    boolean midCertificate =
        settings.networkFault().point().filter(Point.CERTIFICATE::equals).isPresent();
    if (midCertificate && tls.versions().contains(TlsVersion.TLS_1_3)) {
      problem(
          file,
          "network-fault",
          "TLS 1.3 encrypts the Certificate message, so a client cannot see where it was cut;"
              + " leave TLSv1.3 out of tls.versions");
    }
  }

  /** The fault is in one message of one version, so that a client cannot pass it by. */
  private static void checkMisbehaviour(CatalogueFile file, Misbehaviour fault) {
    List<TlsVersion> versions = file.scenario().settings().tls().versions();
    boolean inOneVersion = versions.size() == 1 && fault.existsIn(versions.get(0));
    if (!inOneVersion && !(fault.existsInAll() && versions.stream().allMatch(fault::existsIn))) {
      List<TlsVersion> possible =
          Arrays.stream(TlsVersion.values()).filter(fault::existsIn).toList();
      problem(
          file,
          "tls",
          "misbehaviour needs exactly one version, of which this one exists in "
              + possible.stream().map(TlsVersion::label).collect(Collectors.joining(" and "))
              + "; name it in tls.versions");
    }
    boolean needsPoint =
        fault == Misbehaviour.POINT_NOT_ON_CURVE || fault == Misbehaviour.EXPLICIT_CURVE;
    if (needsPoint && !NIST_CURVES.containsAll(file.scenario().settings().tls().groups())) {
      problem(
          file,
          "tls",
          "misbehaviour: the keys of other groups are not points of a curve; name in tls.groups only "
              + NIST_CURVES.stream().map(NamedGroup::label).collect(Collectors.joining(", ")));
    }
  }

  private static void checkHost(CatalogueFile file, ServerSettings settings) {
    ServerSettings.Url url = settings.url();
    Host host = url.host();
    if (!url.subdomain().isEmpty() && (host == Host.UNQUALIFIED || host == Host.ADDRESS)) {
      problem(file, "subdomain", "a host with a subdomain is qualified or local");
    }
    if (settings.http().nextHop().isPresent() && host == Host.ADDRESS) {
      problem(
          file,
          "http",
          "next-hop needs a host with a name, which distinguishes it from others there");
    }
    boolean ours = settings.certificates().stream().anyMatch(one -> one.issuer().isTrustedCa());
    if (settings.transport() == Transport.HTTPS && host != Host.QUALIFIED && ours) {
      problem(
          file,
          "certificate",
          "the harness's CAs only certify names in its domain; at another host the issuer is"
              + " installed-self");
    }
  }

  private void checkHttp(CatalogueFile file, ServerSettings settings) {
    HttpSettings http = settings.http();
    if (!http.leadsOn()) {
      return;
    }
    if (http.nextHop().isPresent() && http.leadsTo().isPresent()) {
      problem(file, "http", "next-hop and leads-to: an answer leads to one place");
    }
    if (http.nextHop().equals(Optional.of(settings.transport()))) {
      problem(file, "http", "next-hop leads to the other scheme than transport's");
    }
    http.leadsTo().ifPresent(next -> checkNextServer(file, next));
    boolean document =
        switch (file.scenario().description().role()) {
          case APP, ENROLLMENT, PROFILE -> true;
          case MDM, SOFTWARE_UPDATE, SCEP, CONTENT_CACHING, CRL, OCSP -> false;
        };
    if (!http.redirects() && !document) {
      problem(
          file,
          "http",
          "next-hop and leads-to need a redirect status, or the role app, enrollment or profile, whose"
              + " documents name a URL");
    }
  }

  /** The second server is judged by its own truth, and its name alone leads to it. */
  private void checkNextServer(CatalogueFile file, String id) {
    if (broken.contains(id)) {
      return;
    }
    CatalogueFile next = files.get(id);
    if (next == null) {
      problem(
          file,
          "http",
          "leads-to: there is no scenario '" + id + "'" + NearNames.hint(id, files.keySet()));
      return;
    }
    ServerSettings settings = next.scenario().settings();
    boolean found =
        settings.transport() == Transport.HTTPS
            && settings.url().scheme() == Transport.HTTPS
            && settings.url().host() == Host.QUALIFIED
            && !settings.tls().versions().equals(List.of(TlsVersion.SSL_3_0));
    if (!found) {
      problem(file, "http", "leads-to: " + id + " is not found by its name over TLS");
    }
    if (next.scenario().exempt() || settings.http().leadsOn()) {
      problem(file, "http", "leads-to: " + id + " is exempt, or leads on itself");
    }
  }

  private static boolean fitsAny(CipherSuite suite, List<KeySpec> keys) {
    return keys.stream().anyMatch(key -> Negotiation.fits(suite, key));
  }

  /** Reports for each suite in the file why it cannot be used. */
  private static void reportNoSuite(CatalogueFile file, TlsVersion version, List<KeySpec> keys) {
    TlsSettings tls = file.scenario().settings().tls();
    Section section = file.document().section().section("tls");
    String nothing = "no cipher suite works with " + version + " and " + named(keys) + " key";
    List<CipherSuite> ofVersion = tls.cipherSuitesFor().get(version);
    String key = ofVersion == null ? "cipher-suites" : "cipher-suites-for";
    if (!section.has(key)) {
      problem(file, "tls", nothing + "; name one under tls.cipher-suites");
      return;
    }
    List<CipherSuite> named = ofVersion == null ? tls.cipherSuites() : ofVersion;
    String why =
        named.stream()
            .map(
                suite ->
                    suite
                        + (suite.usableWith(version)
                            ? " needs a key of another kind"
                            : " is for other versions"))
            .collect(Collectors.joining(", "));
    file.document()
        .problem(
            section.at(key),
            nothing + ": " + why + "; name another, or leave " + version + " out of tls.versions");
  }

  /** The keys with an article, to be followed by the word "key". */
  private static String named(List<KeySpec> keys) {
    return keys.stream().map(CatalogueChecks::named).collect(Collectors.joining(" or "));
  }

  private static String named(KeySpec key) {
    boolean vowel = key.type() != KeySpec.Type.EC; // read aloud: "an RSA key", "an Ed25519 key"
    return (vowel ? "an " : "a ") + key.label();
  }

  private static boolean isRsa(KeySpec key) {
    return key.type() == KeySpec.Type.RSA || key.type() == KeySpec.Type.RSA_PSS;
  }

  /** Two certificates of a server are chosen only by how their keys sign, so these must differ. */
  private static void checkSecond(
      CatalogueFile file, CertificateSettings first, CertificateSettings second) {
    String at = "second-certificate";
    if (isRsa(second.key()) == isRsa(first.key())) {
      problem(
          file,
          at,
          "second-certificate: "
              + named(second.key())
              + " key beside "
              + first.key()
              + "; one of the two is RSA and the other is not");
    }
    if (second.issuer().needsAnchor()) {
      problem(
          file, at, "second-certificate: only the first certificate can have an installed anchor");
    }
    checkCertificate(file, at, second);
  }

  private static void checkCertificate(
      CatalogueFile file, String at, CertificateSettings certificate) {
    checkSigner(file, at, certificate);
    checkRevocation(file, at, certificate);
  }

  private static void checkRevocation(
      CatalogueFile file, String at, CertificateSettings certificate) {
    Revocation revocation = certificate.revocation();
    boolean asked = !revocation.pointers().isEmpty();
    if (asked && certificate.issuer() != Issuer.ISSUING_CA) {
      problem(file, at, "revocation: only the issuer issuing-ca publishes what it revokes");
    }
    if (revocation.revoked() && !asked) {
      problem(file, at, "revocation: no client learns of it without a crl or ocsp pointer");
    }
  }

  private static void checkSigner(CatalogueFile file, String at, CertificateSettings certificate) {
    Issuer issuer = certificate.issuer();
    if (issuer.needsAnchor()) {
      checkAnchor(file, certificate);
    }
    if (issuer == Issuer.ISSUING_CA || issuer == Issuer.UNTRUSTED_ROOT) {
      return; // the family of the signature picks the CA
    }
    checkSignature(
        file,
        at,
        issuer.isSelf() ? certificate.key() : certificate.issuingCa().key(),
        certificate.signature());
    if (issuer == Issuer.INSTALLED_ROOT) {
      checkSignature(file, at, certificate.root().key(), certificate.issuingCa().signature());
      checkSignature(file, at, certificate.root().key(), certificate.root().signature());
    }
  }

  private static void checkSignature(
      CatalogueFile file, String at, KeySpec signer, SignatureAlgorithm signature) {
    if (!canSign(signer, signature)) {
      problem(file, at, named(signer) + " key cannot make the signature " + signature);
    }
  }

  /** People install it on a device, so it is short-lived, and not so weak that it can be forged. */
  private static void checkAnchor(CatalogueFile file, CertificateSettings certificate) {
    boolean self = certificate.issuer().isSelf();
    KeySpec key = self ? certificate.key() : certificate.root().key();
    Optional<Validity> validity =
        self ? Optional.of(certificate.validity()) : certificate.root().validity();
    if (validity.isEmpty()
        || validity.get().issued().isPresent()
        || validity.get().length(Instant.EPOCH).compareTo(MAX_ANCHOR_LIFE) > 0) {
      problem(file, "certificate", "an installed anchor is valid for 7 days at most");
    }
    if (isRsa(key) && key.bits() < MIN_ANCHOR_RSA_BITS) {
      problem(file, "certificate", "an installed anchor has an RSA key of at least 1024 bits");
    }
    List<SignatureAlgorithm> signatures =
        self
            ? List.of(certificate.signature())
            : List.of(
                certificate.signature(),
                certificate.issuingCa().signature(),
                certificate.root().signature());
    if (signatures.contains(SignatureAlgorithm.MD5_RSA)) {
      problem(
          file,
          "certificate",
          "an installed anchor and the certificates below it must not use MD5");
    }
  }

  private void checkControl(CatalogueFile file) {
    Scenario scenario = file.scenario();
    boolean flagged = !scenario.expect().violations().isEmpty();
    if (flagged && scenario.control().isEmpty()) {
      problem(
          file,
          "",
          "a scenario with violations must name its control, which differs only in the fault"
              + nearestControl(scenario).map(near -> "; write 'control: " + near + "'").orElse(""));
    }
    if (scenario.control().filter(id -> !broken.contains(id)).isEmpty()) {
      return;
    }
    String id = scenario.control().get();
    CatalogueFile control = files.get(id);
    if (control == null) {
      problem(
          file,
          "control",
          "there is no scenario '" + id + "'" + NearNames.hint(id, files.keySet()));
      return;
    }
    if (id.equals(scenario.id())) {
      problem(file, "control", "the scenario is its own control; name one without the fault");
      return;
    }
    if (!control.scenario().expect().violations().isEmpty()) {
      problem(file, "control", "'" + id + "' has violations itself, so it is not a control");
    }
    List<String> different =
        new ArrayList<>(SettingsDiff.between(scenario.settings(), control.scenario().settings()));
    for (String setting : scenario.alsoDiffers().keySet()) {
      if (!different.remove(setting)) {
        problem(file, "also-differs", "'" + setting + "' does not differ from " + id);
      }
    }
    if (different.isEmpty()) {
      problem(file, "control", "does not differ from its control " + id);
    } else if (different.size() > 1) {
      reportDifferences(file, id, different);
    }
  }

  /**
   * The problem is at the last setting that the file has; one that it leaves out may differ too.
   */
  private static void reportDifferences(CatalogueFile file, String control, List<String> settings) {
    Document document = file.document();
    String last = settings.get(settings.size() - 1);
    JsonNode place =
        settings.stream()
            .flatMap(setting -> document.at(setting).stream())
            .reduce((one, next) -> next)
            .orElseGet(() -> document.section().at("control"));
    document.problem(
        place,
        "differs from its control "
            + control
            + " in "
            + String.join(", ", settings)
            + "; exactly one is the fault. If another has to differ, say why: 'also-differs: {"
            + last
            + ": the reason}'");
  }

  /** A scenario to compare with, of which only one setting differs. */
  private Optional<String> nearestControl(Scenario scenario) {
    return files.values().stream()
        .map(CatalogueFile::scenario)
        .filter(other -> other.expect().violations().isEmpty() && !other.exempt())
        .filter(other -> SettingsDiff.between(scenario.settings(), other.settings()).size() == 1)
        .map(Scenario::id)
        .findFirst();
  }

  private void checkExpectation(CatalogueFile file) {
    Scenario scenario = file.scenario();
    Expectation expect = scenario.expect();
    for (String pattern : expect.clients().keySet()) {
      Glob glob = new Glob(pattern);
      if (profiles.stream().noneMatch(glob::matches)) {
        problem(
            file,
            "expect",
            "clients: no client profile is called '" + pattern + "'; known: " + profiles);
      }
    }
    boolean exempt = scenario.exempt();
    if (exempt != (expect.ats() == Verdict.EXEMPT) || exempt != (expect.fcp() == Verdict.EXEMPT)) {
      problem(
          file,
          "expect",
          "ats and fcp are 'exempt' exactly for the roles scep, content-caching, crl, ocsp and the"
              + " hosts local, unqualified");
    }
    if (exempt && !(expect.violations().isEmpty() && expect.implied().isEmpty())) {
      problem(file, "expect", "an exempt role or host has no violations");
    }
    boolean broken =
        scenario.settings().networkFault().preventsHandshake()
            || scenario.settings().tls().misbehaviour().isPresent()
            || scenario.settings().tls().clientCertificate()
            || scenario.settings().tls().clientCertificateByRenegotiation();
    if (broken && !expect.violations().isEmpty()) {
      problem(file, "expect", "a broken connection is inconclusive, never a violation");
    }
    if (expect.implied().stream().anyMatch(expect.violations()::contains)) {
      problem(file, "expect", "a code is either a violation or implied, not both");
    }
  }

  private static boolean canSign(KeySpec key, SignatureAlgorithm signature) {
    return switch (signature.family()) {
      case RSA -> key.type() == KeySpec.Type.RSA;
      case RSA_PSS -> key.type() == KeySpec.Type.RSA || key.type() == KeySpec.Type.RSA_PSS;
      case ECDSA -> key.type() == KeySpec.Type.EC;
      case EDDSA -> key.type() == KeySpec.Type.ED25519 || key.type() == KeySpec.Type.ED448;
    };
  }

  private static void problem(CatalogueFile file, String key, String message) {
    Document document = file.document();
    document.problem(document.section().at(key), message);
  }
}
