package dev.atsharness.server.proof;

import dev.atsharness.ats.internal.AtsPolicy;
import dev.atsharness.certs.KeySpec;
import dev.atsharness.certs.SignatureAlgorithm;
import dev.atsharness.scenario.internal.CertificateSettings;
import dev.atsharness.scenario.internal.CertificateSettings.Authority;
import dev.atsharness.scenario.internal.CertificateSettings.Issuer;
import dev.atsharness.scenario.internal.CertificateSettings.Link;
import dev.atsharness.scenario.internal.CertificateSettings.Pointer;
import dev.atsharness.scenario.internal.CertificateSettings.Quirk;
import dev.atsharness.scenario.internal.CertificateSettings.Revocation;
import dev.atsharness.scenario.internal.CertificateSettings.Validity;
import dev.atsharness.scenario.internal.HttpSettings;
import dev.atsharness.scenario.internal.NetworkFault;
import dev.atsharness.scenario.internal.ServerSettings;
import dev.atsharness.scenario.internal.ServerSettings.Host;
import dev.atsharness.scenario.internal.ServerSettings.Transport;
import dev.atsharness.scenario.internal.TlsSettings;
import dev.atsharness.scenario.internal.TlsSettings.CipherOrder;
import dev.atsharness.scenario.internal.TlsSettings.DhGroup;
import dev.atsharness.scenario.internal.TlsSettings.Resumption;
import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.CipherSuite.KeyExchange;
import dev.atsharness.tls.NamedGroup;
import dev.atsharness.tls.SignatureScheme;
import dev.atsharness.tls.TlsVersion;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.util.IPAddress;

/** The facts that follow from a scenario's settings; the ground truth is not used. */
final class Facts {

  private static final Set<TlsVersion> WITH_SIGNATURE_SCHEME =
      Set.of(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3);
  private static final Set<KeyExchange> UNSIGNED = Set.of(KeyExchange.RSA, KeyExchange.ANON);
  private static final Set<TlsVersion> WITH_EXTENDED_MASTER_SECRET =
      Set.of(TlsVersion.TLS_1_0, TlsVersion.TLS_1_1, TlsVersion.TLS_1_2);

  /** The extended key usage of the CAs that the endpoints share. */
  private static final List<String> SHARED_CA_PURPOSES = List.of("serverAuth");

  private static final String IPV4_LOOPBACK = "IP:127.0.0.1";
  private static final String IPV6_LOOPBACK = "IP:0:0:0:0:0:0:0:1";

  private final ServerSettings settings;
  private final TlsSettings tls;
  private final CertificateSettings certificate;
  private final String host;
  private final Instant start;
  private final List<Fact> facts = new ArrayList<>();

  private Facts(
      ServerSettings settings, CertificateSettings certificate, String host, Instant start) {
    this.settings = settings;
    this.tls = settings.tls();
    this.certificate = certificate;
    this.host = host;
    this.start = start;
  }

  /**
   * The facts of an endpoint.
   *
   * @param host its name
   * @param start the harness's start, accurate to a minute
   */
  static List<Fact> of(ServerSettings settings, String host, Instant start) {
    return new Facts(settings, settings.certificate(), host, start).all();
  }

  private List<Fact> all() {
    NetworkFault fault = settings.networkFault();
    if (fault.preventsHandshake()) {
      facts.add(Fact.of(FactNames.FIRST_FLIGHT, firstFlight(fault)));
    } else if (isModern()) {
      facts.add(Fact.of(FactNames.FIRST_FLIGHT, FactNames.COMPLETE));
      facts.add(
          Fact.of(
              FactNames.FLIGHT_WITHOUT_EMS,
              tls.extendedMasterSecretRequired()
                  ? FactNames.alert("handshake_failure")
                  : FactNames.COMPLETE));
      facts.add(
          Fact.of(
              FactNames.FLIGHT_WITH_GREASE,
              tls.grease() ? FactNames.COMPLETE : FactNames.alert("illegal_parameter")));
      facts.add(
          Fact.of(
              FactNames.FLIGHT_FOR_LONG_HELLO,
              tls.longClientHello()
                  ? FactNames.COMPLETE
                  : FactNames.NOTHING + FactNames.THEN_RESET));
      facts.add(Fact.of(FactNames.CLIENT_CERTIFICATE, tls.clientCertificate()));
      if (!tls.extendedMasterSecretUsed()) {
        facts.add(Fact.of(FactNames.RESPONSE, FactNames.alert("bad_record_mac")));
      }
    }
    if (tls.clientCertificate()
        || !tls.extendedMasterSecretUsed()
        || (fault.preventsHandshake() && fault != NetworkFault.RESET_AFTER_CLIENT_HELLO)) {
      return List.copyOf(facts); // no handshake is completed that would show the other facts
    }
    if (isModern() && !fault.preventsHandshake()) {
      boolean truncated = fault == NetworkFault.NO_CLOSE_NOTIFY;
      facts.add(Fact.of(FactNames.RESPONSE, response()));
      nextHost().ifPresent(next -> facts.add(Fact.of(FactNames.NEXT_HOST, next)));
      if (tls.alpn().contains("h2")) {
        facts.add(Fact.of(FactNames.HTTP_2, response()));
      }
      Revocation revocation = certificate.revocation();
      String status = revocation.revoked() ? FactNames.REVOKED : FactNames.GOOD;
      facts.add(Fact.of(FactNames.STAPLE, tls.ocspStapling() ? status : FactNames.NONE));
      facts.add(Fact.of(FactNames.MUST_STAPLE, revocation.mustStaple()));
      if (revocation.pointers().contains(Pointer.CRL)) {
        facts.add(Fact.of(FactNames.CRL, status));
      }
      if (revocation.pointers().contains(Pointer.OCSP)) {
        facts.add(Fact.of(FactNames.OCSP, status));
      }
      if (!tls.clientCertificateByRenegotiation()) {
        facts.add(Fact.of(FactNames.END, truncated ? FactNames.TRUNCATED : FactNames.CLOSE_NOTIFY));
      }
    }
    String answer = answer();
    boolean speaksTls = answer.equals(FactNames.ANSWER_TLS);
    facts.add(Fact.of(FactNames.ANSWER, answer));
    facts.add(Fact.of(FactNames.ACCEPTS_SSL2, false));
    for (TlsVersion version : TlsVersion.values()) {
      boolean accepted = speaksTls && tls.versions().contains(version);
      facts.add(Fact.of(FactNames.accepts(version), accepted));
    }
    if (speaksTls) {
      tls.versions().forEach(this::addNegotiation);
      addOnceForAllVersions();
      if (settings.secondCertificate().isPresent()) {
        settings.certificates().forEach(this::addOneOfTwo);
        if (tls.versions().contains(TlsVersion.TLS_1_3)) {
          boolean byServer = serverChoosesKey(TlsVersion.TLS_1_3);
          facts.add(Fact.of(FactNames.KEY_ORDER, byServer ? "server" : "client"));
        }
      } else if (showsCertificate(settings)) {
        if (tls.versions().containsAll(Set.of(TlsVersion.TLS_1_3, TlsVersion.TLS_1_2))) {
          facts.add(Fact.of(FactNames.CERTIFICATES_OF_BOTH, FactNames.THE_SAME));
        }
        addLeaf();
        addChain();
        facts.add(Fact.of(FactNames.NAMES_WITHOUT_SNI, Terms.orNone(names(false))));
      } else {
        facts.add(Fact.of(FactNames.CERTIFICATES_SENT, "0"));
      }
    }
    return List.copyOf(facts);
  }

  /** Whether a client of TLS 1.3 and 1.2 with today's usual suites and groups can connect. */
  private boolean isModern() {
    return settings.transport() == Transport.HTTPS
        && tls.versions().contains(TlsVersion.TLS_1_2)
        && !tls.marksDowngradeTo(tls.versions().get(0)) // OpenSSL would refuse that
        && tls.groups().contains(NamedGroup.X25519)
        && tls.cipherSuites().stream()
            .anyMatch(suite -> suite.name().equals("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"))
        && certificate.key().equals(KeySpec.rsa(2048));
  }

  private static String firstFlight(NetworkFault fault) {
    if (fault.alert().isPresent()) {
      return FactNames.alert(fault.alert().get().label());
    }
    String got =
        switch (fault.point().orElseThrow()) {
          case CLIENT_HELLO -> FactNames.NOTHING;
          case SERVER_HELLO -> FactNames.SERVER_HELLO;
          case CERTIFICATE -> FactNames.PART_OF_CERTIFICATE;
        };
    return got
        + switch (fault.action().orElseThrow()) {
          case RESET -> FactNames.THEN_RESET;
          case STALL -> FactNames.THEN_SILENCE;
        };
  }

  private String response() {
    if (tls.clientCertificateByRenegotiation()) {
      return FactNames.alert("handshake_failure"); // no tool has a certificate to show
    }
    HttpSettings http = settings.http();
    String leads = http.redirects() ? " to " : " naming ";
    return http.status()
        + http.nextHop()
            .or(() -> http.leadsTo().map(id -> Transport.HTTPS))
            .map(scheme -> leads + scheme.name().toLowerCase(Locale.ROOT))
            .orElse("");
  }

  /** The host in the URL to which the response leads. */
  private Optional<String> nextHost() {
    HttpSettings http = settings.http();
    return http.leadsTo()
        .map(id -> id.substring(id.indexOf('/') + 1) + "." + domain())
        .or(() -> http.nextHop().map(scheme -> host));
  }

  private String answer() {
    if (settings.transport() == Transport.HTTP) {
      return FactNames.ANSWER_CLEAR;
    }
    return settings.networkFault() == NetworkFault.RESET_AFTER_CLIENT_HELLO
        ? FactNames.ANSWER_RESET
        : FactNames.ANSWER_TLS;
  }

  private void addNegotiation(TlsVersion version) {
    List<CipherSuite> suites = suites(version);
    facts.add(Fact.of(FactNames.suites(version), Terms.suites(suites)));
    if (serverChoosesSuite(version)) {
      facts.add(Fact.of(FactNames.firstSuite(version), suites.get(0).name()));
    }
    if (WITH_SIGNATURE_SCHEME.contains(version)
        && serverChoosesSuite(version)
        && serverChoosesKey(version)) {
      facts.add(handshakeSignature(version, suites.get(0)));
    }
    if (WITH_SIGNATURE_SCHEME.contains(version)
        && (version == TlsVersion.TLS_1_3 || tls.keyExchangeGroup().isEmpty())
        && suites.stream().anyMatch(s -> s.isTls13() || s.keyExchange() == KeyExchange.ECDHE)) {
      List<NamedGroup> groups = tls.groups();
      facts.add(Fact.of(FactNames.groups(version), Terms.groups(groups)));
    }
  }

  private void addOnceForAllVersions() {
    if (tls.versions().size() > 1) {
      TlsVersion preferred = tls.versions().get(0);
      facts.add(Fact.of(FactNames.PREFERRED_VERSION, preferred.label()));
      facts.add(Fact.of(FactNames.DOWNGRADE, tls.marksDowngradeTo(preferred)));
    }
    if (tls.versions().contains(TlsVersion.TLS_1_2)) {
      if (serverChoosesSuite(TlsVersion.TLS_1_2)) {
        CipherSuite first = suites(TlsVersion.TLS_1_2).get(0);
        facts.add(Fact.of(FactNames.TEMPORARY_KEY, temporaryKey(first)));
      }
      addResumption();
    }
    addTls13Extras();
    if (tls.versions().stream().anyMatch(version -> suites(version).size() > 1)) {
      facts.add(Fact.of(FactNames.CIPHER_ORDER, tls.cipherOrder().name().toLowerCase(Locale.ROOT)));
    }
    if (tls.versions().stream().anyMatch(WITH_EXTENDED_MASTER_SECRET::contains)) {
      facts.add(Fact.of(FactNames.EXTENDED_MASTER_SECRET, tls.extendedMasterSecret()));
      facts.add(Fact.of(FactNames.SECURE_RENEGOTIATION, tls.secureRenegotiation()));
    }
    if (!tls.versions().equals(List.of(TlsVersion.SSL_3_0))) { // ALPN is a TLS extension
      String selected = tls.alpn().stream().findFirst().orElse(FactNames.NONE);
      facts.add(Fact.of(FactNames.ALPN, selected)); // the tools offer all of them
    }
  }

  private void addResumption() {
    String how = tls.resumption().withOtherEms() ? FactNames.INCONSISTENT : FactNames.YES;
    boolean any = tls.resumption().byId() || tls.resumption().byTicket();
    if (any || suites(TlsVersion.TLS_1_2).stream().anyMatch(AtsPolicy::inFcp)) {
      // a tool may not support other suites
      facts.add(Fact.of(FactNames.RESUMPTION, tls.resumption().byId() ? how : FactNames.NO));
      facts.add(Fact.of(FactNames.TICKET, tls.resumption().byTicket() ? how : FactNames.NO));
    }
  }

  /** Adds what happens in TLS 1.3 with a tool's usual offer, if the server's is usual too. */
  private void addTls13Extras() {
    if (tls.versions().get(0) == TlsVersion.TLS_1_3
        && settings.certificates().stream().allMatch(c -> c.key().equals(KeySpec.rsa(2048)))
        && tls.groups().contains(NamedGroup.X25519)
        && suites(TlsVersion.TLS_1_3).stream()
            .anyMatch(suite -> suite.name().equals("TLS_AES_128_GCM_SHA256"))) {
      boolean ticket = tls.resumption() == Resumption.TICKET_NOT_ACCEPTED;
      facts.add(Fact.of(FactNames.TICKET_OF_TLS13, ticket));
    }
    if (comparesCompression(settings)) {
      facts.add(Fact.of(FactNames.COMPRESSED_CERTIFICATE, tls.certificateCompression()));
    }
  }

  /** Whether the server differs from the usual one at most in the compression. */
  static boolean comparesCompression(ServerSettings settings) {
    return settings.transport() == Transport.HTTPS
        && settings.networkFault() == NetworkFault.NONE
        && settings.certificate().equals(CertificateSettings.DEFAULT)
        && settings.http().status() == 200
        && settings
            .tls()
            .with(TlsSettings.CERTIFICATE_COMPRESSION, false)
            .equals(TlsSettings.DEFAULT);
  }

  private boolean serverChoosesSuite(TlsVersion version) {
    return tls.cipherOrder() == CipherOrder.SERVER || suites(version).size() == 1;
  }

  /** In TLS 1.3 the order of schemes decides between two certificates. */
  private boolean serverChoosesKey(TlsVersion version) {
    return version != TlsVersion.TLS_1_3
        || settings.secondCertificate().isEmpty()
        || !tls.handshakeSignaturePreference().isEmpty();
  }

  /** The key exchange with a client that offers every group except those of RFC 7919. */
  private String temporaryKey(CipherSuite suite) {
    if (suite.name().startsWith("TLS_DH")) {
      return "DH " + tls.dhGroup().map(DhGroup::bits).orElse(2048);
    }
    if (suite.keyExchange() == KeyExchange.RSA) {
      return FactNames.NONE;
    }
    return "ECDH "
        + tls.keyExchangeGroup()
            .or(() -> tls.groups().stream().filter(group -> !group.isHybrid()).findFirst())
            .orElseThrow();
  }

  /** The enabled suites that fit the version and a certificate's key, in the server's order. */
  private List<CipherSuite> suites(TlsVersion version) {
    return tls.cipherSuites(version).stream()
        .filter(suite -> suite.isTls13() || keys().anyMatch(key -> fits(suite, key)))
        .toList();
  }

  private Stream<KeySpec> keys() {
    return settings.certificates().stream().map(CertificateSettings::key);
  }

  /** Whether any of the suites authenticates the server. */
  static boolean showsCertificate(ServerSettings settings) {
    return settings.tls().cipherSuites().stream()
        .anyMatch(suite -> suite.keyExchange() != KeyExchange.ANON);
  }

  private static boolean fits(CipherSuite suite, KeySpec key) {
    if (suite.keyExchange() == KeyExchange.ANON) {
      return true;
    }
    return Terms.isRsa(key) ? suite.authenticatesWithRsa() : suite.authenticatesWithEcdsa();
  }

  private Fact handshakeSignature(TlsVersion version, CipherSuite first) {
    String name = FactNames.handshakeSignature(version);
    if (UNSIGNED.contains(first.keyExchange())) {
      return Fact.of(name, FactNames.NONE);
    }
    Optional<SignatureScheme> chosen =
        tls.handshakeSignature()
            .or(() -> tls.handshakeSignaturePreference().stream().findFirst())
            .filter(
                scheme ->
                    version == TlsVersion.TLS_1_2 || !tls.handshakeSignaturePreference().isEmpty());
    if (chosen.isPresent()) {
      return Fact.of(name, Terms.handshakeSignature(chosen.get()));
    }
    KeySpec key =
        keys().filter(one -> first.isTls13() || fits(first, one)).findFirst().orElseThrow();
    boolean rsa = Terms.isRsa(key);
    Optional<String> eddsa = Terms.eddsa(key.label());
    if (eddsa.isPresent()) {
      return Fact.of(name, eddsa.get());
    }
    boolean pssOnly = version == TlsVersion.TLS_1_3 || key.type() == KeySpec.Type.RSA_PSS;
    Stream<String> kinds =
        !rsa ? Stream.of("ECDSA") : pssOnly ? Stream.of("RSA-PSS") : Stream.of("RSA", "RSA-PSS");
    return Fact.oneOf(
        name,
        (rsa ? "RSA" : "ECDSA") + " with SHA-2 of 256 bits or more",
        kinds
            .flatMap(kind -> Stream.of("SHA256", "SHA384", "SHA512").map(hash -> kind + " " + hash))
            .toList());
  }

  /**
   * Adds the facts of one of two certificates. Which of them a tool sees depends on its offer; see
   * {@link FactNames#forKeysOf}.
   */
  private void addOneOfTwo(CertificateSettings one) {
    Facts alone = new Facts(settings, one, host, start);
    alone.addLeaf();
    alone.addChain();
    boolean rsa = Terms.isRsa(one.key());
    alone.facts.stream()
        .map(fact -> fact.called(FactNames.forKeysOf(rsa, fact.name())))
        .forEach(facts::add);
  }

  private void addLeaf() {
    facts.add(Fact.of(FactNames.LEAF_KEY, Terms.key(certificate.key())));
    if (certificate.key().type() == KeySpec.Type.EC) {
      boolean named = !certificate.quirks().contains(Quirk.EXPLICIT_CURVE);
      facts.add(
          Fact.of(FactNames.LEAF_CURVE, named ? certificate.key().curve() : FactNames.SPELLED_OUT));
    }
    facts.add(Fact.of(FactNames.LEAF_SIGNATURE, Terms.signature(certificate.signature())));
    facts.add(Fact.of(FactNames.SELF_SIGNED, certificate.issuer().isSelf()));
    facts.add(Fact.of(FactNames.VERSION, isVersion1() ? "1" : "3"));
    facts.add(Fact.of(FactNames.UNKNOWN_EXTENSION, unknownExtension()));
    List<Quirk> quirks = certificate.quirks();
    facts.add(
        Fact.of(
            FactNames.SERIAL,
            quirks.contains(Quirk.SERIAL_ZERO) ? FactNames.ZERO : FactNames.POSITIVE));
    facts.add(Fact.of(FactNames.COMMON_NAME, commonName()));
    Instant from = certificate.validity().from(start);
    facts.add(
        Fact.oneOf(
            FactNames.VALID_FROM,
            Terms.minute(from),
            Stream.of(-1, 0, 1)
                .map(minutes -> Terms.minute(from.plus(minutes, ChronoUnit.MINUTES)))
                .toList()));
    if (certificate.validity().issued().isEmpty()) { // else it is not a whole number of days
      facts.add(
          Fact.of(FactNames.VALIDITY, certificate.validity().length(start).toDays() + " days"));
    }
    if (canSendName()) { // else its only names are those without SNI
      facts.add(Fact.of(FactNames.NAMES, Terms.orNone(names())));
    }
    facts.add(
        Fact.of(
            FactNames.EXTENDED_KEY_USAGE,
            Terms.orNone(
                new TreeSet<>(isVersion1() ? List.of() : certificate.extendedKeyUsage()))));
    facts.add(Fact.of(FactNames.HOST_FOUND_IN, hostFoundIn()));
  }

  /** The first dNSName, as CAs choose it; the host if there is none. */
  private String commonName() {
    return filled(
        certificate
            .commonName()
            .or(
                () ->
                    certificate.names().stream()
                        .filter(name -> !name.equals(CertificateSettings.LOOPBACK))
                        .filter(name -> !IPAddress.isValid(name))
                        .findFirst())
            .orElse(CertificateSettings.HOST),
        host);
  }

  private boolean isVersion1() {
    return certificate.quirks().contains(Quirk.VERSION_1);
  }

  private String unknownExtension() {
    return certificate.quirks().contains(Quirk.UNKNOWN_CRITICAL_EXTENSION)
        ? FactNames.CRITICAL
        : certificate.quirks().contains(Quirk.UNKNOWN_EXTENSION) ? FactNames.YES : FactNames.NONE;
  }

  /** The names that a client sees which sends the server's name, if it has one and can send it. */
  private SortedSet<String> names() {
    return names(canSendName() && settings.url().host() != Host.ADDRESS);
  }

  private boolean canSendName() {
    return tls.versions().stream().anyMatch(version -> version != TlsVersion.SSL_3_0);
  }

  private SortedSet<String> names(boolean bySni) {
    String ours = bySni ? host : certificate.hostWithoutSni().map(this::inDomain).orElse(host);
    boolean loopback = !bySni || certificate.issuer().isSelf();
    return (isVersion1() ? List.<String>of() : certificate.names())
        .stream()
            .flatMap(
                name ->
                    switch (name) {
                      case CertificateSettings.HOST ->
                          Stream.of(
                              (settings.url().host() == Host.ADDRESS ? "IP:" : "DNS:") + ours);
                      case CertificateSettings.LOOPBACK ->
                          loopback ? Stream.of(IPV4_LOOPBACK, IPV6_LOOPBACK) : Stream.empty();
                      case "127.0.0.1" -> Stream.of(IPV4_LOOPBACK);
                      case "::1" -> Stream.of(IPV6_LOOPBACK);
                      default -> Stream.of("DNS:" + filled(name, ours));
                    })
            .collect(Collectors.toCollection(TreeSet::new));
  }

  private String filled(String name, String ours) {
    return inDomain(name.replace(CertificateSettings.HOST, ours));
  }

  private String inDomain(String name) {
    return name.replace(CertificateSettings.DOMAIN, domain())
        .replace(CertificateSettings.SUFFIX, domain().substring(domain().lastIndexOf('.') + 1));
  }

  private String domain() {
    String subdomain = settings.url().subdomain();
    String name = subdomain.isEmpty() ? host : host.substring(subdomain.length() + 1);
    return name.substring(name.indexOf('.') + 1);
  }

  /** A leaf without dNSName keeps the host as its common name, which ATS ignores. */
  private String hostFoundIn() {
    Set<String> names = names();
    if (names.contains("DNS:" + host)
        || names.contains("IP:" + host)
        || names.contains("DNS:*." + host.substring(host.indexOf('.') + 1))) {
      return FactNames.IN_SAN;
    }
    return names.stream().noneMatch(name -> name.startsWith("DNS:"))
        ? FactNames.IN_COMMON_NAME
        : FactNames.NOWHERE;
  }

  private void addChain() {
    List<Link> sent =
        certificate.chain().stream()
            .filter(link -> link == Link.LEAF || !certificate.issuer().isSelf())
            .toList();
    List<String> kinds = sent.stream().flatMap(this::kinds).toList();
    facts.add(Fact.of(FactNames.CERTIFICATES_SENT, String.valueOf(kinds.size())));
    facts.add(Fact.of(FactNames.CHAIN, String.join(", ", kinds)));
    boolean own = certificate.issuer().hasOwnIssuingCa();
    if (sent.contains(Link.ISSUING_CA)) {
      facts.add(
          Fact.of(
              FactNames.ISSUING_CA_KEY,
              Terms.key(own ? certificate.issuingCa().key() : sharedIssuingCaKey())));
      facts.add(
          Fact.of(
              FactNames.ISSUING_CA_SIGNATURE,
              Terms.signature(
                  own ? certificate.issuingCa().signature() : SignatureAlgorithm.SHA256_ECDSA)));
    }
    if (sent.contains(Link.ISSUING_CA)) {
      addIssuingCaUsage();
    }
    if (sent.contains(Link.ISSUING_CA) && hasKeyIdentifiers()) {
      boolean other = certificate.quirks().contains(Quirk.OTHER_AUTHORITY_KEY_IDENTIFIER);
      facts.add(
          Fact.of(FactNames.AUTHORITY_KEY, other ? FactNames.OF_ANOTHER : FactNames.OF_ISSUER));
    }
    if (sent.contains(Link.CROSS_CERTIFICATE)) {
      Validity validity = certificate.olderRoot().crossValidity();
      facts.add(Fact.of(FactNames.CROSS_CERTIFICATE, time(validity)));
    }
    if (sent.contains(Link.OLDER_ROOT)) {
      facts.add(Fact.of(FactNames.OLDER_ROOT, time(certificate.olderRoot().validity())));
    }
    if (sent.contains(Link.ROOT)) {
      Authority root = certificate.root();
      facts.add(Fact.of(FactNames.ROOT_KEY, Terms.key(root.key())));
      facts.add(Fact.of(FactNames.ROOT_SIGNATURE, Terms.signature(root.signature())));
    }
    Revocation revocation = certificate.revocation();
    boolean dependsOnWhoLooks =
        revocation.revoked() || (revocation.mustStaple() && !tls.ocspStapling());
    if (!dependsOnWhoLooks) {
      facts.add(Fact.of(FactNames.TRUST, trust()));
    }
  }

  private boolean hasKeyIdentifiers() {
    return !isVersion1()
        && !(certificate.issuer().hasOwnIssuingCa()
            && certificate.issuingCa().quirks().contains(Quirk.VERSION_1));
  }

  private void addIssuingCaUsage() {
    boolean own = certificate.issuer().hasOwnIssuingCa();
    List<Quirk> quirks = own ? certificate.issuingCa().quirks() : List.of();
    if (quirks.contains(Quirk.VERSION_1)) {
      return; // it has no extensions
    }
    boolean signs = !quirks.contains(Quirk.NO_CERT_SIGN);
    facts.add(
        Fact.of(FactNames.ISSUING_CA_USAGE, (signs ? "Certificate Sign, " : "") + "CRL Sign"));
    List<String> purposes = own ? certificate.issuingCa().extendedKeyUsage() : SHARED_CA_PURPOSES;
    facts.add(Fact.of(FactNames.ISSUING_CA_PURPOSES, Terms.orNone(new TreeSet<>(purposes))));
  }

  private String time(Validity validity) {
    return validity.from(start).plus(validity.length(start)).isBefore(start)
        ? FactNames.EXPIRED
        : FactNames.VALID;
  }

  /**
   * The kinds of the certificates sent for a link. The harness root's key cannot sign with RSA, so
   * an RSA signature needs another CA below the root.
   */
  private Stream<String> kinds(Link link) {
    if (link == Link.LEAF && certificate.quirks().contains(Quirk.CA)) {
      return Stream.of(Terms.link(Link.ISSUING_CA));
    }
    if (link != Link.ISSUING_CA) {
      return Stream.of(Terms.link(link));
    }
    List<Quirk> quirks = certificate.issuingCa().quirks();
    boolean isCa = !quirks.contains(Quirk.NOT_A_CA) && !quirks.contains(Quirk.VERSION_1);
    boolean belowIntermediate =
        certificate.intermediatePathLength().isPresent()
            || (certificate.issuer() == Issuer.OWN_ISSUING_CA
                && certificate.issuingCa().signature().family() != SignatureAlgorithm.Family.ECDSA);
    return Stream.concat(
        Stream.of(Terms.link(isCa ? Link.ISSUING_CA : Link.LEAF)),
        belowIntermediate ? Stream.of(Terms.link(Link.ISSUING_CA)) : Stream.empty());
  }

  /** The key of the shared issuing CA; see {@link dev.atsharness.certs.HarnessCa#issuingCaFor}. */
  private KeySpec sharedIssuingCaKey() {
    return certificate.signature().family() == SignatureAlgorithm.Family.ECDSA
        ? KeySpec.ec("p-256")
        : KeySpec.rsa(2048);
  }

  /** The result of RFC 5280's path validation, without regard to weak algorithms. */
  private String trust() {
    boolean pathless =
        certificate.issuer() == Issuer.SELF
            || certificate.issuer() == Issuer.UNTRUSTED_ROOT
            || (!certificate.issuer().isSelf() && !certificate.chain().contains(Link.ISSUING_CA));
    if (pathless) {
      return FactNames.NO_PATH;
    }
    Set<String> problems = new TreeSet<>();
    if (certificate.issuer().hasOwnIssuingCa()) {
      certificate.issuingCa().validity().ifPresent(validity -> addTime(validity, problems));
      certificate.issuingCa().quirks().forEach(quirk -> addQuirk(quirk, problems));
    }
    if (certificate.issuer() == Issuer.INSTALLED_ROOT) {
      certificate.root().validity().ifPresent(validity -> addTime(validity, problems));
    }
    if (certificate.intermediatePathLength().orElse(1) == 0) {
      problems.add(FactNames.PATH_TOO_LONG);
    }
    certificate.quirks().stream()
        .filter(quirk -> quirk != Quirk.VERSION_1)
        .forEach(quirk -> addQuirk(quirk, problems));
    addTime(certificate.validity(), problems);
    List<String> usage = certificate.extendedKeyUsage();
    if (!forServers(usage)
        || (certificate.issuer().hasOwnIssuingCa()
            && !forServers(certificate.issuingCa().extendedKeyUsage()))) {
      problems.add(FactNames.WRONG_PURPOSE);
    }
    String below = "." + domain();
    if (settings.url().host() == Host.QUALIFIED
        && names().stream().anyMatch(name -> name.startsWith("DNS:") && !name.endsWith(below))) {
      problems.add(FactNames.OUTSIDE_CONSTRAINTS);
    }
    return Optional.of(String.join(", ", problems))
        .filter(text -> !text.isEmpty())
        .orElse(FactNames.TRUSTED);
  }

  private static boolean forServers(List<String> usage) {
    return usage.isEmpty() || usage.contains("serverAuth") || usage.contains("anyExtendedKeyUsage");
  }

  private void addTime(Validity validity, Set<String> problems) {
    Instant from = validity.from(start);
    if (from.isAfter(start)) {
      problems.add(FactNames.NOT_YET_VALID);
    }
    if (from.plus(validity.length(start)).isBefore(start)) {
      problems.add(FactNames.EXPIRED);
    }
  }

  private static void addQuirk(Quirk quirk, Set<String> problems) {
    switch (quirk) {
      case VERSION_1, NOT_A_CA -> problems.add(FactNames.NOT_A_CA);
      case UNKNOWN_CRITICAL_EXTENSION -> problems.add(FactNames.UNKNOWN_CRITICAL);
      case TAMPERED_SIGNATURE -> problems.add(FactNames.BAD_SIGNATURE);
      case EXPLICIT_CURVE -> problems.add(FactNames.EXPLICIT_CURVE); // RFC 5480 section 2.1.1
      case NO_CERT_SIGN -> {
        problems.add(FactNames.NOT_A_CA);
        problems.add(FactNames.WRONG_PURPOSE); // it may certify neither servers nor others
      }
      case CA, UNKNOWN_EXTENSION, SERIAL_ZERO -> {} // accepted by RFC 5280's path validation
      // RFC 5280 only helps to find the issuer by it; some stacks find none then.
      case OTHER_AUTHORITY_KEY_IDENTIFIER -> problems.add(FactNames.NO_PATH);
    }
  }

  /** The facts of the first list that the other list states differently. */
  static List<Fact> differing(List<Fact> facts, List<Fact> others) {
    return facts.stream()
        .filter(
            fact ->
                others.stream()
                    .anyMatch(
                        other ->
                            other.name().equals(fact.name())
                                && !other.accepted().equals(fact.accepted())))
        .sorted(Comparator.comparing(Fact::name))
        .toList();
  }
}
