package dev.atsharness.server.proof;

import dev.atsharness.tls.TlsVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.w3c.dom.Element;

/** {@code nmap} with its two TLS scripts, one run for all ports; it sends no server name. */
final class Nmap implements Tool {

  private static final Duration LIMIT = Duration.ofMinutes(3);

  @Override
  public List<String> commands() {
    return List.of("nmap");
  }

  @Override
  public List<Callable<Map<Target, Map<String, String>>>> work(List<Target> targets) {
    return targets.stream().collect(Collectors.groupingBy(Target::address)).values().stream()
        .<Callable<Map<Target, Map<String, String>>>>map(together -> () -> scan(together))
        .toList();
  }

  private static Map<Target, Map<String, String>> scan(List<Target> targets) throws Exception {
    Map<String, Target> byPort =
        targets.stream()
            .collect(Collectors.toMap(t -> String.valueOf(t.port()), Function.identity()));
    String output =
        Command.of(
                "nmap",
                "--script=ssl-enum-ciphers,ssl-cert",
                "-sT",
                "-Pn",
                "-n",
                "-p" + String.join(",", byPort.keySet()),
                "-oX",
                "-",
                targets.get(0).address())
            .within(LIMIT)
            .output();
    return Xml.all(Xml.parse(output), "port")
        .collect(Collectors.toMap(port -> byPort.get(port.getAttribute("portid")), Nmap::read));
  }

  private static Map<String, String> read(Element port) {
    Map<String, String> readings = new LinkedHashMap<>();
    Xml.with(port, "script", "id", "ssl-enum-ciphers").ifPresent(s -> readVersions(s, readings));
    Xml.with(port, "script", "id", "ssl-cert").ifPresent(s -> readCertificate(s, readings));
    return readings;
  }

  private static void readVersions(Element script, Map<String, String> readings) {
    readings.put(FactNames.ANSWER, FactNames.ANSWER_TLS);
    for (TlsVersion version : TlsVersion.values()) {
      Optional<Element> table = Xml.with(script, "table", "key", version.label());
      readings.put(FactNames.accepts(version), table.isPresent() ? FactNames.YES : FactNames.NO);
      table.ifPresent(element -> readVersion(element, version, readings));
    }
  }

  private static void readVersion(Element table, TlsVersion version, Map<String, String> readings) {
    List<String> suites =
        elements(table, "name").map(name -> name.replace("TLS_AKE_WITH_", "TLS_")).toList();
    readings.put(
        FactNames.suites(version), suites.stream().sorted().collect(Collectors.joining(" ")));
    String order = elements(table, "cipher preference").findFirst().orElse("indeterminate");
    if (!order.equals("indeterminate")) {
      readings.put(FactNames.CIPHER_ORDER, order);
    }
    if (order.equals("server") || suites.size() == 1) { // else the list is in nmap's own order
      readings.put(FactNames.firstSuite(version), suites.get(0));
    }
  }

  private static void readCertificate(Element script, Map<String, String> readings) {
    Optional<Element> key = Xml.with(script, "table", "key", "pubkey");
    // nmap's OpenSSL binding names RSA, DSA and EC keys only.
    key.filter(table -> !element(table, "type").equals("unknown"))
        .ifPresent(
            table ->
                readings.put(
                    FactNames.LEAF_KEY, Terms.key(element(table, "type"), element(table, "bits"))));
    Terms.signature(element(script, "sig_algo"))
        .ifPresent(signature -> readings.put(FactNames.LEAF_SIGNATURE, signature));
    Instant notBefore = Instant.parse(element(script, "notBefore") + "Z");
    readings.put(FactNames.VALID_FROM, Terms.minute(notBefore));
    readings.put(
        FactNames.VALIDITY,
        Terms.validity(notBefore, Instant.parse(element(script, "notAfter") + "Z")));
    boolean selfSigned = name(script, "subject").equals(name(script, "issuer"));
    readings.put(FactNames.SELF_SIGNED, selfSigned ? FactNames.YES : FactNames.NO);
    readings.put( // the targets are addresses, so it sends no server name
        FactNames.NAMES_WITHOUT_SNI,
        Terms.names(extension(script, "X509v3 Subject Alternative Name")));
    readings.put(
        FactNames.EXTENDED_KEY_USAGE,
        Terms.extendedKeyUsage(extension(script, "X509v3 Extended Key Usage")));
  }

  private static String extension(Element script, String name) {
    return Xml.all(script, "table")
        .filter(table -> elements(table, "name").toList().equals(List.of(name)))
        .flatMap(table -> elements(table, "value"))
        .findFirst()
        .orElse("");
  }

  private static String name(Element script, String which) {
    return Xml.with(script, "table", "key", which).orElseThrow().getTextContent().strip();
  }

  private static String element(Element parent, String key) {
    return elements(parent, key)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("nmap reports no " + key));
  }

  private static java.util.stream.Stream<String> elements(Element parent, String key) {
    return Xml.all(parent, "elem")
        .filter(elem -> elem.getAttribute("key").equals(key))
        .map(elem -> elem.getTextContent().strip());
  }
}
