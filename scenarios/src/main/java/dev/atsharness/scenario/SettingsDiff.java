package dev.atsharness.scenario;

import dev.atsharness.scenario.CertificateSettings.Authority;
import dev.atsharness.scenario.CertificateSettings.Revocation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Names the settings in which two endpoints differ, by their path in a scenario file. */
final class SettingsDiff {
  private SettingsDiff() {}

  static List<String> between(ServerSettings one, ServerSettings other) {
    return List.copyOf(changes(one, other).keySet());
  }

  /** The settings of the one that the other has not, by their path. */
  static Map<String, Object> changes(ServerSettings one, ServerSettings other) {
    Map<String, Object> changes = flatten(one);
    Map<String, Object> right = flatten(other);
    changes.keySet().retainAll(right.keySet()); // what only one of two servers has is one setting
    changes.entrySet().removeIf(entry -> entry.getValue().equals(right.get(entry.getKey())));
    return changes;
  }

  private static Map<String, Object> flatten(ServerSettings settings) {
    TlsSettings tls = settings.tls();
    Map<String, Object> flat = new LinkedHashMap<>();
    flat.put("transport", settings.transport());
    flat.put("host", settings.host());
    flat.put("subdomain", settings.subdomain());
    flat.put("network-fault", settings.networkFault());
    flat.put("http", settings.http());
    flat.put("url-scheme", settings.urlScheme() != settings.transport());
    flat.put("tls.versions", tls.versions());
    flat.put("tls.cipher-suites", tls.cipherSuites());
    flat.put("tls.cipher-suites-for", tls.cipherSuitesFor());
    flat.put("tls.cipher-order", tls.cipherOrder());
    flat.put("tls.extended-master-secret", tls.extendedMasterSecret());
    flat.put("tls.handshake-signature", tls.handshakeSignature());
    flat.put("tls.handshake-signature-preference", tls.handshakeSignaturePreference());
    flat.put("tls.groups", tls.groups());
    flat.put("tls.key-exchange-group", tls.keyExchangeGroup());
    flat.put("tls.dh-group", tls.dhGroup());
    flat.put("tls.alpn", tls.alpn());
    flat.put("tls.secure-renegotiation", tls.secureRenegotiation());
    flat.put("tls.resumption", tls.resumption());
    flat.put("tls.client-certificate", tls.clientCertificate());
    flat.put("tls.ocsp-stapling", tls.ocspStapling());
    putCertificate(flat, "certificate", settings.certificate());
    flat.put("second-certificate", settings.secondCertificate().isPresent());
    settings
        .secondCertificate()
        .ifPresent(second -> putCertificate(flat, "second-certificate", second));
    return flat;
  }

  private static void putCertificate(
      Map<String, Object> flat, String path, CertificateSettings certificate) {
    flat.put(path + ".key", certificate.key());
    flat.put(path + ".signature", certificate.signature());
    flat.put(path + ".issuer", certificate.issuer());
    flat.put(path + ".validity", certificate.validity());
    flat.put(path + ".names", certificate.names());
    flat.put(path + ".extended-key-usage", certificate.extendedKeyUsage());
    flat.put(path + ".quirks", certificate.quirks());
    flat.put(path + ".chain", certificate.chain());
    flat.put(path + ".intermediate-path-length", certificate.intermediatePathLength());
    putAuthority(flat, path + ".issuing-ca.", certificate.issuingCa());
    putAuthority(flat, path + ".root.", certificate.root());
    Revocation revocation = certificate.revocation();
    flat.put(path + ".revocation.pointers", revocation.pointers());
    flat.put(path + ".revocation.revoked", revocation.revoked());
    flat.put(path + ".revocation.must-staple", revocation.mustStaple());
  }

  private static void putAuthority(Map<String, Object> flat, String path, Authority authority) {
    flat.put(path + "key", authority.key());
    flat.put(path + "signature", authority.signature());
    flat.put(path + "validity", authority.validity());
    flat.put(path + "quirks", authority.quirks());
  }
}
