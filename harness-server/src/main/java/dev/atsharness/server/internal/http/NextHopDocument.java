package dev.atsharness.server.internal.http;

import dev.atsharness.scenario.Role;
import java.net.URI;

/**
 * The document that gives a client the URL of its next hop, by the endpoint's role. It has only
 * what a client needs to get there.
 */
final class NextHopDocument {

  private static final String PLIST =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
      <plist version="1.0">
      """;

  /** An enterprise app's manifest (device-management schema, other/manifesturl). */
  private static final String MANIFEST =
      PLIST
          + """
          <dict><key>items</key><array><dict>
            <key>assets</key><array><dict>
              <key>kind</key><string>software-package</string>
              <key>url</key><string>%sapp.ipa</string>
            </dict></array>
            <key>metadata</key><dict>
              <key>bundle-identifier</key><string>dev.atsharness.app</string>
              <key>bundle-version</key><string>1.0</string>
              <key>kind</key><string>software</string>
              <key>title</key><string>ATS harness</string>
            </dict>
          </dict></array></dict>
          </plist>
          """;

  /** A configuration profile with an MDM payload (device-management schema, mdm/profiles). */
  private static final String PROFILE =
      PLIST
          + """
          <dict>
            <key>PayloadType</key><string>Configuration</string>
            <key>PayloadVersion</key><integer>1</integer>
            <key>PayloadIdentifier</key><string>dev.atsharness.enrolment</string>
            <key>PayloadUUID</key><string>5E5D6B6E-62C4-4A0B-9C0B-3F2F7C6B1A01</string>
            <key>PayloadContent</key><array><dict>
              <key>PayloadType</key><string>com.apple.mdm</string>
              <key>PayloadVersion</key><integer>1</integer>
              <key>PayloadIdentifier</key><string>dev.atsharness.enrolment.mdm</string>
              <key>PayloadUUID</key><string>5E5D6B6E-62C4-4A0B-9C0B-3F2F7C6B1A02</string>
              <key>ServerURL</key><string>%smdm</string>
            </dict></array>
          </dict>
          </plist>
          """;

  /** The service discovery of account-driven enrolment. */
  private static final String DISCOVERY =
      """
      {"Servers":[{"Version":"mdm-byod","BaseURL":"%senrol"}]}
      """;

  private NextHopDocument() {}

  /**
   * The document of this role.
   *
   * @throws IllegalArgumentException if the role has no such document
   */
  static HttpAnswer of(Role role, URI nextHop) {
    return switch (role) {
      case APP -> new HttpAnswer(200, "application/xml", MANIFEST.formatted(nextHop));
      case PROFILE ->
          new HttpAnswer(200, "application/x-apple-aspen-config", PROFILE.formatted(nextHop));
      case ENROLLMENT -> HttpAnswer.json(DISCOVERY.formatted(nextHop));
      case MDM, SOFTWARE_UPDATE, SCEP, CONTENT_CACHING, CRL, OCSP ->
          throw new IllegalArgumentException(role.label() + " has no document with a URL");
    };
  }
}
