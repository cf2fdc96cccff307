package dev.atsharness.server.proof;

import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.NamedGroup;
import dev.atsharness.tls.TlsVersion;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.w3c.dom.Element;

/** {@code sslscan}. It tests the protocol versions with its own code, the rest with OpenSSL. */
final class SslScan extends PerTarget {

  private static final int ATTEMPTS = 3;

  @Override
  public List<String> commands() {
    return List.of("sslscan");
  }

  @Override
  Map<String, String> read(Target target) throws Exception {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      String output = ask(target);
      int document = output.indexOf("<?xml");
      if (document >= 0) {
        return read(Xml.parse(output.substring(document)));
      }
    }
    throw new IllegalStateException("no report of " + target.host() + " at all");
  }

  /** Runs the tool. A reset between two writes ends it without output. */
  private static String ask(Target target) throws InterruptedException {
    return Command.of(
            "sslscan",
            "--no-colour",
            "--show-certificate",
            "--sni-name=" + target.host(),
            "--xml=-",
            target.addressAndPort())
        .output();
  }

  private static Map<String, String> read(Element report) {
    Map<String, String> readings = new LinkedHashMap<>();
    Xml.all(report, "protocol").forEach(protocol -> readProtocol(protocol, readings));
    for (TlsVersion version : TlsVersion.values()) {
      readSuites(report, version, readings);
      List<NamedGroup> groups =
          Xml.all(report, "group")
              .filter(group -> group.getAttribute("sslversion").equals(version.label()))
              .flatMap(group -> NamedGroup.ofCode(code(group)).stream())
              .toList();
      if (!groups.isEmpty()) {
        readings.put(FactNames.groups(version), Terms.groups(groups));
      }
    }
    certificate(report, "full").ifPresent(c -> readFull(c, readings));
    certificate(report, "short").ifPresent(c -> readShort(c, readings));
    return readings;
  }

  /** The certificate in the report; for an anonymous suite the report has an empty element. */
  private static Optional<Element> certificate(Element report, String type) {
    return Xml.with(report, "certificate", "type", type)
        .filter(certificate -> Xml.text(certificate, "not-valid-before").isPresent());
  }

  private static void readProtocol(Element protocol, Map<String, String> readings) {
    boolean enabled = protocol.getAttribute("enabled").equals("1");
    String version = protocol.getAttribute("version");
    String name =
        switch (version) {
          case "2" -> FactNames.ACCEPTS_SSL2;
          case "3" -> FactNames.accepts(TlsVersion.SSL_3_0);
          default -> FactNames.accepts(TlsVersion.ofLabel("TLSv" + version));
        };
    readings.put(name, enabled ? FactNames.YES : FactNames.NO);
    if (enabled) {
      readings.put(FactNames.ANSWER, FactNames.ANSWER_TLS);
    }
  }

  private static void readSuites(Element report, TlsVersion version, Map<String, String> readings) {
    List<Element> ciphers =
        Xml.all(report, "cipher")
            .filter(cipher -> cipher.getAttribute("sslversion").equals(version.label()))
            .toList();
    if (!ciphers.isEmpty()) {
      List<CipherSuite> suites =
          ciphers.stream().map(cipher -> CipherSuite.ofCode(code(cipher))).toList();
      readings.put(FactNames.suites(version), Terms.suites(suites));
    }
    ciphers.stream()
        .filter(cipher -> cipher.getAttribute("status").equals("preferred"))
        .findFirst()
        .ifPresent(
            cipher ->
                readings.put(
                    FactNames.firstSuite(version), CipherSuite.ofCode(code(cipher)).name()));
  }

  private static int code(Element element) {
    return Integer.decode(element.getAttribute("id"));
  }

  private static void readFull(Element certificate, Map<String, String> readings) {
    Instant notBefore = Terms.opensslTime(Xml.text(certificate, "not-valid-before").orElseThrow());
    Instant notAfter = Terms.opensslTime(Xml.text(certificate, "not-valid-after").orElseThrow());
    readings.put(FactNames.VALID_FROM, Terms.minute(notBefore));
    readings.put(FactNames.VALIDITY, Terms.validity(notBefore, notAfter));
    readings.put(
        FactNames.NAMES, Terms.names(extension(certificate, "X509v3 Subject Alternative Name")));
    readings.put(
        FactNames.EXTENDED_KEY_USAGE,
        Terms.extendedKeyUsage(extension(certificate, "X509v3 Extended Key Usage")));
  }

  private static String extension(Element certificate, String name) {
    return Xml.with(certificate, "extension", "name", name).map(Element::getTextContent).orElse("");
  }

  private static void readShort(Element certificate, Map<String, String> readings) {
    Xml.text(certificate, "signature-algorithm")
        .flatMap(Terms::signature)
        .ifPresent(signature -> readings.put(FactNames.LEAF_SIGNATURE, signature));
    Xml.all(certificate, "pk")
        .filter(key -> !key.getAttribute("bits").isEmpty())
        .filter(key -> !key.getAttribute("type").equals("EC")) // its bits are the security strength
        .forEach(
            key ->
                readings.put(
                    FactNames.LEAF_KEY,
                    Terms.key(key.getAttribute("type"), key.getAttribute("bits"))));
    Xml.text(certificate, "self-signed")
        .ifPresent(
            is ->
                readings.put(
                    FactNames.SELF_SIGNED, is.equals("true") ? FactNames.YES : FactNames.NO));
  }
}
