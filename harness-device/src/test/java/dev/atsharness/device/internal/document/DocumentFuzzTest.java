package dev.atsharness.device.internal.document;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.dd.plist.BinaryPropertyListWriter;
import com.dd.plist.NSArray;
import com.dd.plist.NSData;
import com.dd.plist.NSDictionary;
import com.dd.plist.NSString;
import dev.atsharness.scenario.internal.LeadingDocuments;
import dev.atsharness.testing.FuzzTests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any body that a server sends is read as a document, or the answer says why not. */
class DocumentFuzzTest extends FuzzTests {

  private static final DocumentReader READER = new DocumentReader(LeadingDocuments.builtIn());

  private static final String PROFILE =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
      <plist version="1.0"><dict>
        <key>PayloadType</key><string>Configuration</string>
        <key>PayloadContent</key><array>
          <dict><key>PayloadType</key><string>com.apple.mdm</string>
            <key>ServerURL</key><string>http://mdm.example/mdm</string>
            <key>Age</key><integer>7</integer><key>At</key><date>2026-04-30T08:12:33Z</date></dict>
        </array>
      </dict></plist>
      """;

  static Stream<byte[]> xml() {
    return Stream.of(
        PROFILE.getBytes(UTF_8),
        PROFILE.replace("UTF-8", "UTF-16").getBytes(UTF_16),
        "<!DOCTYPE a [<!ENTITY b \"cc\">]><plist><dict><key>&b;</key><true/></dict></plist>"
            .getBytes(UTF_8));
  }

  static Stream<byte[]> binary() {
    NSDictionary mdm = new NSDictionary();
    mdm.put("PayloadType", "com.apple.mdm");
    mdm.put("ServerURL", "http://mdm.example/\u00fc");
    mdm.put("Key", new NSData(new byte[] {1, 2, 3}));
    mdm.put("Number", 7);
    NSDictionary profile = new NSDictionary();
    profile.put("PayloadType", "Configuration");
    profile.put("PayloadContent", new NSArray(mdm, new NSString("a".repeat(20))));
    try {
      return Stream.of(BinaryPropertyListWriter.writeToArray(profile));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to memory", e);
    }
  }

  static Stream<byte[]> other() {
    return Stream.of(
            "{\"Servers\": [{\"Version\": \"mdm-byod\", \"BaseURL\": \"https://a.example/b\"}]}",
            "-----BEGIN PKCS7-----\nMAsGCSqGSIb3DQEHAg==\n-----END PKCS7-----\n",
            "<html><body>not found</body></html>",
            "<?xml version=\"1.0\"?><a xmlns=\"urn:b\"><c>d</c></a>",
            "MIIByQYJKoZIhvcNAQcCoIIBujCCAbYCAQExADALBgkqhkiG9w0BBwE=")
        .map(text -> text.getBytes(UTF_8));
  }

  @MethodSource("xml")
  @FuzzTest
  void readsXml(byte[] input) {
    read(input);
  }

  @MethodSource("binary")
  @FuzzTest
  void readsBinaryPropertyLists(byte[] input) {
    read(input);
  }

  @MethodSource("other")
  @FuzzTest
  void readsOtherBodies(byte[] input) {
    read(input);
  }

  private static void read(byte[] input) {
    check(READER.read(input, Optional.empty(), Optional.empty()));
    check(READER.read(input, Optional.of("application/xml"), Optional.of("it was cut")));
    check(READER.read(input, Optional.of("application/json"), Optional.empty()));
  }

  private static void check(Leads leads) {
    leads.trouble().ifPresent(why -> assertThat(why).isNotBlank().hasSizeLessThan(10_000));
    assertThat(leads.urls()).hasSizeLessThan(200_000);
  }
}
