package dev.atsharness.server.proof;

import dev.atsharness.testing.OutsideProgram;
import dev.atsharness.tls.Alert;
import dev.atsharness.tls.TlsVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code openssl s_client}, once per version, and {@code openssl x509} for the certificates
 * received.
 */
final class OpenSsl extends PerTarget {

  private static final Map<TlsVersion, String> VERSIONS =
      Map.of(
          TlsVersion.TLS_1_0, "-tls1",
          TlsVersion.TLS_1_1, "-tls1_1",
          TlsVersion.TLS_1_2, "-tls1_2",
          TlsVersion.TLS_1_3, "-tls1_3");
  private static final String EVERY_CIPHER = "ALL:COMPLEMENTOFALL:@SECLEVEL=0";

  private static final String RSA_SCHEMES =
      "RSA-PSS+SHA256:RSA-PSS+SHA384:RSA-PSS+SHA512:RSA+SHA256:RSA+SHA384:RSA+SHA512";

  private static final String ECDSA_SCHEMES = "ECDSA+SHA256:ECDSA+SHA384:ECDSA+SHA512";

  private static final String EVERY_GROUP =
      "X25519:P-256:P-384:P-521:P-224:P-192:secp256k1:brainpoolP256r1";

  /** The option for servers without RFC 5746, which OpenSSL refuses by default. */
  private static final String UNSAFE = "-legacy_server_connect";

  private static final String EVERY_TLS13_SUITE =
      "TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256"
          + ":TLS_AES_128_CCM_8_SHA256:TLS_AES_128_CCM_SHA256";

  private static final String NEW = "\nNew, TLSv1";
  private static final Pattern CIPHER = Pattern.compile("(?m)^New, .*, Cipher is (\\S+)$");
  private static final Pattern VERIFY_ERROR = Pattern.compile("(?m)^verify error:num=(\\d+):");
  private static final Pattern DIGEST = Pattern.compile("(?m)^Peer signing digest: (\\S+)$");
  private static final Pattern TYPE = Pattern.compile("(?m)^Peer signature type: (\\S+)$");
  private static final Pattern PROTOCOL =
      Pattern.compile("(?m)^(?:New, (?=TLSv1\\.3)| +Protocol *: (?=TLS))(TLSv1(?:\\.\\d)?)\\b");
  private static final Pattern TEMPORARY_KEY =
      Pattern.compile("(?m)^Server Temp Key: (?:(DH), (\\d+) bits|(?:ECDH, )?(\\S+), \\d+ bits)$");
  private static final Pattern EMS = Pattern.compile("(?m)^ *Extended master secret: (\\w+)$");
  private static final Pattern ALPN = Pattern.compile("(?m)^ALPN protocol: (\\S+)$");

  /**
   * The alert protocol_version. handshake_failure does not count: it may mean that no suite is in
   * common.
   */
  private static final Pattern REFUSED = Pattern.compile("SSL alert number 70\\b");

  private static final Pattern CERT_STATUS = Pattern.compile("(?m)^ *Cert Status: (\\w+)$");
  private static final Pattern VERIFY_CODE = Pattern.compile("Verify return code: (\\d+) ");
  private static final Pattern ANSWERED = Pattern.compile("(?m)^\\S+\\.pem: (\\w+)$");
  private static final Pattern REQUEST = Pattern.compile("(?m)^Requested Signature Algorithms: ");
  private static final Pattern PAGE = Pattern.compile("(?m)^HTTP/1\\.1 (\\d+) ");
  private static final Pattern LOCATION = Pattern.compile("(?m)^Location: (https?)://([^/:]+)");
  private static final Pattern NAMED =
      Pattern.compile("(?:<string>|\"BaseURL\":\")(https?)://([^/:]+)");
  private static final Pattern ALERT = Pattern.compile("SSL alert number (\\d+)");
  private static final Pattern TRUNCATED = Pattern.compile("unexpected eof while reading");
  private static final Pattern NOT_TLS = Pattern.compile("(?m)wrong version number");
  private static final Pattern RESET = Pattern.compile("(?m)^write:errno=(104|54)$");

  private final Map<String, String> ianaNames;

  OpenSsl() throws InterruptedException {
    OutsideProgram.require("openssl");
    ianaNames = ianaNames();
  }

  private static Map<String, String> ianaNames() throws InterruptedException {
    return Command.of("openssl", "ciphers", "-V", "-stdname", EVERY_CIPHER)
        .output()
        .lines()
        .map(line -> line.split(" - | +TLSv| +SSLv"))
        .filter(columns -> columns.length > 2)
        .collect(
            Collectors.toMap(
                columns -> columns[2].strip(), columns -> columns[1].strip(), (one, same) -> one));
  }

  @Override
  public List<String> commands() {
    return List.of("openssl");
  }

  @Override
  Map<String, String> read(Target target) throws IOException, InterruptedException {
    Map<String, String> readings = new LinkedHashMap<>();
    Map<TlsVersion, String> outputs = new EnumMap<>(TlsVersion.class);
    for (TlsVersion version : TlsVersion.values()) {
      if (VERSIONS.containsKey(version)) {
        String output = connect(target, VERSIONS.get(version));
        outputs.put(version, output);
        readVersion(target, output, version, readings);
      }
    }
    CertificateText.addComparison(outputs, readings);
    first(PROTOCOL, connect(target, "-no_ssl3"))
        .ifPresent(label -> readings.put(FactNames.PREFERRED_VERSION, version(label)));
    readTwoCertificates(target, readings);
    readNamesWithoutSni(target, readings);
    readResumption(target, FactNames.RESUMPTION, List.of("-no_ticket"), readings);
    readResumption(target, FactNames.TICKET, List.of(), readings);
    readEnd(target, readings);
    return readings;
  }

  private static void readNamesWithoutSni(Target target, Map<String, String> readings)
      throws InterruptedException {
    // It refuses a downgrade that the server marks, so it then offers TLS 1.2 alone.
    for (String versions : List.of("-no_ssl3", "-tls1_2")) {
      String output =
          Command.of(
                  "openssl",
                  "s_client",
                  versions,
                  "-connect",
                  target.addressAndPort(),
                  "-noservername",
                  "-cipher",
                  EVERY_CIPHER,
                  "-ciphersuites",
                  EVERY_TLS13_SUITE,
                  "-groups",
                  EVERY_GROUP,
                  UNSAFE,
                  "-showcerts")
              .output();
      List<String> chain = CertificateText.pemIn(output);
      if (!chain.isEmpty()) {
        CertificateText leaf = CertificateText.allIn(chain.get(0)).get(0);
        readings.put(FactNames.NAMES_WITHOUT_SNI, leaf.names());
        return;
      }
    }
  }

  /**
   * Accepts only one kind of key and then only the other. A server with one certificate gives no
   * new readings.
   */
  private static void readTwoCertificates(Target target, Map<String, String> readings)
      throws InterruptedException {
    Map<String, String> ecdsa = new LinkedHashMap<>();
    readChain(
        target,
        connect(target, "-no_ssl3", "aECDSA:@SECLEVEL=0", "-sigalgs", ECDSA_SCHEMES),
        ecdsa);
    if (ecdsa.containsKey(FactNames.LEAF_KEY)) {
      Map<String, String> rsa = new LinkedHashMap<>();
      readChain(
          target, connect(target, "-no_ssl3", "aRSA:@SECLEVEL=0", "-sigalgs", RSA_SCHEMES), rsa);
      if (rsa.containsKey(FactNames.LEAF_KEY)) {
        ecdsa.forEach((name, seen) -> readings.put(FactNames.forKeysOf(false, name), seen));
        rsa.forEach((name, seen) -> readings.put(FactNames.forKeysOf(true, name), seen));
        readKeyOrder(target, readings);
      }
    }
  }

  private static void readKeyOrder(Target target, Map<String, String> readings)
      throws InterruptedException {
    String one = tls13Signature(target, ECDSA_SCHEMES + ":" + RSA_SCHEMES);
    String other = tls13Signature(target, RSA_SCHEMES + ":" + ECDSA_SCHEMES);
    if (!one.equals(FactNames.NONE)) {
      readings.put(FactNames.KEY_ORDER, one.equals(other) ? "server" : "client");
    }
  }

  private static String tls13Signature(Target target, String schemes) throws InterruptedException {
    return handshakeSignature(connect(target, "-tls1_3", EVERY_CIPHER, "-sigalgs", schemes));
  }

  /** Makes a TLS 1.2 session and tries to resume it, by its id or by a ticket. */
  private static void readResumption(
      Target target, String fact, List<String> options, Map<String, String> readings)
      throws IOException, InterruptedException {
    Path file = Files.createTempFile("session", ".pem");
    try {
      String first = resume(target, "-sess_out", file, options);
      boolean byTicket = options.isEmpty();
      if (Files.size(file) == 0 || (byTicket && !first.contains("TLS session ticket:"))) {
        if (first.contains(NEW)) { // there is nothing to resume
          readings.put(fact, FactNames.NO);
        }
        return;
      }
      String output = resume(target, "-sess_in", file, options);
      if (output.contains("inconsistent extms")) {
        readings.put(fact, FactNames.INCONSISTENT);
      } else if (output.contains("\nReused, ")) {
        readings.put(fact, FactNames.YES);
      } else if (output.contains(NEW)) {
        readings.put(fact, FactNames.NO);
      }
    } finally {
      Files.delete(file);
    }
  }

  private static String resume(Target target, String how, Path file, List<String> options)
      throws InterruptedException {
    List<String> command =
        List.of(
            "openssl",
            "s_client",
            "-tls1_2",
            "-cipher",
            EVERY_CIPHER,
            "-groups",
            EVERY_GROUP,
            UNSAFE,
            "-connect",
            target.addressAndPort(),
            "-servername",
            target.host(),
            how,
            file.toString());
    return Command.of(Stream.concat(command.stream(), options.stream()).toArray(String[]::new))
        .output();
  }

  /** Asks for a page and looks how the connection ends after it. */
  private static void readEnd(Target target, Map<String, String> readings)
      throws InterruptedException {
    String request = "GET / HTTP/1.1\r\nHost: " + target.host() + "\r\nConnection: close\r\n\r\n";
    String output =
        Command.of(
                "openssl",
                "s_client",
                "-connect",
                target.addressAndPort(),
                "-servername",
                target.host(),
                "-cipher",
                EVERY_CIPHER,
                "-groups",
                EVERY_GROUP,
                UNSAFE,
                "-showcerts",
                "-ign_eof")
            .output(request.getBytes(StandardCharsets.US_ASCII));
    readRevocation(target, CertificateText.pemIn(output), readings);
    if (output.contains("\nNew, TLSv1.3")) {
      boolean ticket = output.contains("Post-Handshake New Session Ticket arrived");
      readings.put(FactNames.TICKET_OF_TLS13, ticket ? FactNames.YES : FactNames.NO);
    }
    Optional<String> status = first(PAGE, output);
    if (status.isEmpty()) {
      first(ALERT, output)
          .map(code -> FactNames.alert(Alert.label(Integer.parseInt(code))))
          .ifPresent(alert -> readings.put(FactNames.RESPONSE, alert));
    }
    if (status.isPresent()) {
      readings.put(
          FactNames.RESPONSE,
          status.get()
              + first(LOCATION, output).map(scheme -> " to " + scheme).orElse("")
              + first(NAMED, output).map(scheme -> " naming " + scheme).orElse(""));
      Stream.of(LOCATION, NAMED)
          .map(where -> where.matcher(output))
          .filter(Matcher::find)
          .findFirst()
          .ifPresent(found -> readings.put(FactNames.NEXT_HOST, found.group(2)));
      readings.put(
          FactNames.END,
          TRUNCATED.matcher(output).find() ? FactNames.TRUNCATED : FactNames.CLOSE_NOTIFY);
    }
  }

  /** OpenSSL writes TLSv1 for TLS 1.0. */
  private static String version(String label) {
    return label.equals("TLSv1") ? TlsVersion.TLS_1_0.label() : label;
  }

  /** Looks up the leaf's revocation status at the URLs that it names. */
  private static void readRevocation(
      Target target, List<String> chain, Map<String, String> readings) throws InterruptedException {
    if (chain.isEmpty()) {
      return;
    }
    CertificateText leaf = CertificateText.allIn(chain.get(0)).get(0);
    readings.put(FactNames.MUST_STAPLE, leaf.demandsStaple() ? FactNames.YES : FactNames.NO);
    if (leaf.namesCrl()) {
      readings.put(FactNames.CRL, crlStatus(target));
    }
    Optional<String> responder = leaf.ocspUrl();
    if (responder.isPresent()) {
      readings.put(FactNames.OCSP, ocspStatus(target, chain, responder.get()));
    }
  }

  private static String crlStatus(Target target) throws InterruptedException {
    String output =
        Command.of(
                "openssl",
                "s_client",
                "-connect",
                target.addressAndPort(),
                "-servername",
                target.host(),
                "-CAfile",
                target.ca().toString(),
                "-crl_check",
                "-crl_download")
            .output();
    return switch (first(VERIFY_CODE, output).orElse("")) {
      case "0" -> FactNames.GOOD;
      case "23" -> FactNames.REVOKED; // X509_V_ERR_CERT_REVOKED
      default -> output;
    };
  }

  private static String ocspStatus(Target target, List<String> chain, String url)
      throws InterruptedException {
    try {
      Path leaf = Files.writeString(Files.createTempFile("leaf", ".pem"), chain.get(0));
      Path issuer = Files.writeString(Files.createTempFile("issuer", ".pem"), chain.get(1));
      try {
        String answer =
            Command.of(
                    "openssl",
                    "ocsp",
                    "-url",
                    url,
                    "-issuer",
                    issuer.toString(),
                    "-cert",
                    leaf.toString(),
                    "-CAfile",
                    target.ca().toString())
                .output();
        return answer.contains("Response verify OK")
            ? first(ANSWERED, answer).orElse(answer)
            : answer;
      } finally {
        Files.delete(leaf);
        Files.delete(issuer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String connect(Target target, String version) throws InterruptedException {
    return connect(target, version, EVERY_CIPHER);
  }

  private static String connect(Target target, String version, String ciphers, String... more)
      throws InterruptedException {
    List<String> command =
        List.of(
            "openssl",
            "s_client",
            version,
            "-connect",
            target.addressAndPort(),
            "-servername",
            target.host(),
            "-cipher",
            ciphers,
            "-ciphersuites",
            EVERY_TLS13_SUITE,
            "-groups",
            EVERY_GROUP,
            UNSAFE,
            "-alpn",
            "h2,http/1.1,acme-tls/1",
            "-showcerts",
            "-status",
            "-CAfile",
            target.ca().toString(),
            target.isAddress() ? "-verify_ip" : "-verify_hostname",
            target.host());
    return Command.of(Stream.concat(command.stream(), Stream.of(more)).toArray(String[]::new))
        .output();
  }

  private void readVersion(
      Target target, String output, TlsVersion version, Map<String, String> readings)
      throws InterruptedException {
    Optional<String> cipher = first(CIPHER, output).filter(name -> !name.equals("(NONE)"));
    boolean requested = REQUEST.matcher(output).find();
    if (cipher.isPresent() || requested) {
      readings.put(FactNames.CLIENT_CERTIFICATE, requested ? FactNames.YES : FactNames.NO);
    }
    if (cipher.isPresent()) {
      readings.put(FactNames.ANSWER, FactNames.ANSWER_TLS);
      readings.put(FactNames.accepts(version), FactNames.YES);
      readings.put(
          FactNames.firstSuite(version), ianaNames.getOrDefault(cipher.get(), cipher.get()));
      readings.put(FactNames.ALPN, first(ALPN, output).orElse(FactNames.NONE));
      if (version != TlsVersion.TLS_1_3) {
        first(EMS, output).ifPresent(yes -> readings.put(FactNames.EXTENDED_MASTER_SECRET, yes));
        readings.put(
            FactNames.SECURE_RENEGOTIATION,
            output.contains("\nSecure Renegotiation IS supported") ? FactNames.YES : FactNames.NO);
      }
      if (version == TlsVersion.TLS_1_2) {
        readings.put(FactNames.TEMPORARY_KEY, temporaryKey(output));
      }
      if (!version.isBefore(TlsVersion.TLS_1_2)) {
        readings.put(FactNames.handshakeSignature(version), handshakeSignature(output));
      }
      readChain(target, output, readings);
      readings.merge(
          FactNames.STAPLE,
          first(CERT_STATUS, output).orElse(FactNames.NONE),
          (one, other) -> one.equals(other) ? one : one + " and " + other);
    } else if (REFUSED.matcher(output).find()) {
      readings.put(FactNames.ANSWER, FactNames.ANSWER_TLS);
      readings.put(FactNames.accepts(version), FactNames.NO);
    } else if (NOT_TLS.matcher(output).find()) {
      readings.put(FactNames.ANSWER, FactNames.ANSWER_CLEAR);
      readings.put(FactNames.accepts(version), FactNames.NO);
    } else if (RESET.matcher(output).find()) {
      readings.put(FactNames.ANSWER, FactNames.ANSWER_RESET);
      readings.put(FactNames.accepts(version), FactNames.NO);
    }
  }

  private static String temporaryKey(String output) {
    Matcher key = TEMPORARY_KEY.matcher(output);
    if (!key.find()) {
      return FactNames.NONE;
    }
    return key.group(1) != null
        ? "DH " + key.group(2)
        : "ECDH " + key.group(3).replace("prime256v1", "secp256r1").replace("X25519", "x25519");
  }

  private static String handshakeSignature(String output) {
    return first(TYPE, output)
        .flatMap(
            type ->
                first(DIGEST, output)
                    .map(digest -> type + " " + digest)
                    .or(() -> Terms.eddsa(type)))
        .orElse(FactNames.NONE);
  }

  private static void readChain(Target target, String output, Map<String, String> readings)
      throws InterruptedException {
    List<CertificateText> chain = CertificateText.allIn(output);
    CertificateText.addChainReadings(chain, readings);
    if (chain.isEmpty()) {
      return;
    }
    Set<String> errors =
        VERIFY_ERROR.matcher(output).results().map(m -> m.group(1)).collect(Collectors.toSet());
    readings.put(FactNames.HOST_FOUND_IN, hostFoundIn(target, chain.get(0), errors));
    readings.put(FactNames.TRUST, trust(errors));
  }

  private static String hostFoundIn(Target target, CertificateText leaf, Set<String> errors) {
    if (errors.contains("62")
        || errors.contains("64")) { // X509_V_ERR_HOSTNAME_, IP_ADDRESS_MISMATCH
      return FactNames.NOWHERE;
    }
    return leaf.placeOfNames(target);
  }

  private static String trust(Set<String> errors) {
    TreeSet<String> problems = new TreeSet<>();
    for (String error : errors) {
      switch (error) {
        case "7" -> problems.add(FactNames.BAD_SIGNATURE);
        case "9" -> problems.add(FactNames.NOT_YET_VALID);
        case "10" -> problems.add(FactNames.EXPIRED);
        case "18", "19", "20", "21" -> problems.add(FactNames.NO_PATH);
        case "24", "32", "79" -> problems.add(FactNames.NOT_A_CA);
        case "25" -> problems.add(FactNames.PATH_TOO_LONG);
        case "26" -> problems.add(FactNames.WRONG_PURPOSE);
        case "34" -> problems.add(FactNames.UNKNOWN_CRITICAL);
        case "47" -> problems.add(FactNames.OUTSIDE_CONSTRAINTS);
        case "94" -> problems.add(FactNames.EXPLICIT_CURVE);
        case "62", "64" -> {} // the host name is a separate fact
        default -> problems.add("verify error " + error);
      }
    }
    return problems.isEmpty() ? FactNames.TRUSTED : String.join(", ", problems);
  }

  private static Optional<String> first(Pattern pattern, String output) {
    return pattern.matcher(output).results().map(match -> match.group(1)).findFirst();
  }
}
