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
    changes.entrySet().removeIf(entry -> entry.getValue().equals(right.get(entry.getKey())));
    return changes;
  }

  private static Map<String, Object> flatten(ServerSettings settings) {
    TlsSettings tls = settings.tls();
    CertificateSettings certificate = settings.certificate();
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
    flat.put("certificate.key", certificate.key());
    flat.put("certificate.signature", certificate.signature());
    flat.put("certificate.issuer", certificate.issuer());
    flat.put("certificate.validity", certificate.validity());
    flat.put("certificate.names", certificate.names());
    flat.put("certificate.extended-key-usage", certificate.extendedKeyUsage());
    flat.put("certificate.quirks", certificate.quirks());
    flat.put("certificate.chain", certificate.chain());
    flat.put("certificate.intermediate-path-length", certificate.intermediatePathLength());
    putAuthority(flat, "certificate.issuing-ca.", certificate.issuingCa());
    putAuthority(flat, "certificate.root.", certificate.root());
    Revocation revocation = certificate.revocation();
    flat.put("certificate.revocation.pointers", revocation.pointers());
    flat.put("certificate.revocation.revoked", revocation.revoked());
    flat.put("certificate.revocation.must-staple", revocation.mustStaple());
    return flat;
  }

  private static void putAuthority(Map<String, Object> flat, String path, Authority authority) {
    flat.put(path + "key", authority.key());
    flat.put(path + "signature", authority.signature());
    flat.put(path + "validity", authority.validity());
    flat.put(path + "quirks", authority.quirks());
  }
}
