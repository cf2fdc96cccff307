package dev.atsharness.server.internal.device;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The configuration profiles of a harness (Apple's device-management schema, mdm/profiles). They
 * contain certificates to trust and, if the harness resolves names, DNS settings for its domain.
 * They manage nothing, and the user can remove them.
 *
 * @param domain the parent of all host names
 * @param root the root certificate
 * @param resolver the name server; empty if the harness has none
 */
public record DeviceKit(String domain, Certificate root, Optional<Resolver> resolver) {

  /** The media type of a profile. */
  public static final String MEDIA_TYPE = "application/x-apple-aspen-config";

  /** The usual file names of the two profiles. */
  public static final String PROFILE = "ats-harness.mobileconfig";

  public static final String ANCHORS_PROFILE = "ats-harness-faulty-anchors.mobileconfig";

  private static final String IDENTIFIER = "dev.atsharness.device";
  private static final String ANCHORS_IDENTIFIER = "dev.atsharness.faulty-anchors";

  /** The text that the device shows before {@link #anchorsProfile} is installed. */
  static final String WARNING =
      "These certificates are weak on purpose. Install them on a test device only, and remove this"
          + " profile after the test.";

  /** What is said in place of a page or a profile for a root that no device may trust. */
  private static final String REFUSAL =
      "This harness's root has no name constraints. Do not install it on a device.";

  /**
   * Why a device must not get a profile, or a page that leads to one; empty if it may.
   *
   * @param root the root certificate
   */
  public static Optional<String> refusal(Certificate root) {
    return root.constrainsNames() ? Optional.empty() : Optional.of(REFUSAL);
  }

  /**
   * A name server over HTTPS.
   *
   * @param url its URL (RFC 8484)
   * @param address the IP address of its host, which the device cannot look up without this server
   */
  public record Resolver(URI url, String address) {}

  /**
   * The profile with the root and, if there is a resolver, with DNS settings for the harness's
   * domain.
   */
  public byte[] profile() {
    List<Map<String, Object>> payloads = new ArrayList<>();
    payloads.add(root("ATS harness root", root));
    resolver.ifPresent(one -> payloads.add(dns(one)));
    return profile(
        IDENTIFIER,
        "ATS harness",
        "Trusts the test CA of an ATS harness, whose root permits only servers under "
            + domain
            + " and at loopback addresses"
            + (resolver.isPresent() ? ", and resolves the names under " + domain + "." : ".")
            + " Remove it after the test.",
        payloads);
  }

  /**
   * The profile with anchors for single hosts; the anchors are the faulty leaves themselves.
   *
   * @param anchors the anchors by scenario id
   */
  public byte[] anchorsProfile(Map<String, Certificate> anchors) {
    return profile(
        ANCHORS_IDENTIFIER,
        "ATS harness: faulty anchors",
        WARNING,
        anchors.entrySet().stream()
            .map(anchor -> root("Faulty anchor " + anchor.getKey(), anchor.getValue()))
            .toList());
  }

  private byte[] profile(
      String identifier, String name, String description, List<Map<String, Object>> payloads) {
    Map<String, Object> top = payload("Configuration", identifier, name);
    top.put("PayloadDescription", description);
    top.put("PayloadOrganization", "ATS harness");
    top.put("PayloadRemovalDisallowed", false);
    top.put("PayloadContent", payloads);
    return Plist.write(top).getBytes(StandardCharsets.UTF_8);
  }

  private Map<String, Object> root(String name, Certificate certificate) {
    String id = UUID.nameUUIDFromBytes(certificate.der()).toString();
    Map<String, Object> payload =
        payload("com.apple.security.root", IDENTIFIER + ".root." + id, name);
    payload.put("PayloadCertificateFileName", id + ".cer");
    payload.put("PayloadContent", certificate.der());
    return payload;
  }

  private Map<String, Object> dns(Resolver resolver) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("DNSProtocol", "HTTPS");
    settings.put("ServerURL", resolver.url().toString());
    settings.put("ServerAddresses", List.of(resolver.address()));
    settings.put("SupplementalMatchDomains", List.of(domain));
    Map<String, Object> payload =
        payload("com.apple.dnsSettings.managed", IDENTIFIER + ".dns", "Names under " + domain);
    payload.put("DNSSettings", settings);
    return payload;
  }

  /**
   * A payload. The same harness always gets the same UUIDs, so that a profile replaces its
   * predecessor.
   */
  private Map<String, Object> payload(String type, String identifier, String name) {
    Map<String, Object> payload = new LinkedHashMap<>();
    payload.put("PayloadType", type);
    payload.put("PayloadVersion", 1);
    payload.put("PayloadIdentifier", identifier);
    payload.put(
        "PayloadUUID",
        UUID.nameUUIDFromBytes((root.sha256() + identifier).getBytes(StandardCharsets.UTF_8))
            .toString()
            .toUpperCase(Locale.ROOT));
    payload.put("PayloadDisplayName", name);
    return payload;
  }
}
