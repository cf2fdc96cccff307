package dev.atsharness.server.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.atsharness.scenario.Role;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The documents are read in the same way as clients read them. */
class NextHopDocumentTest {

  private static final URI NEXT = URI.create("http://host.ats-harness.test:8080/");

  private static String body(Role role) {
    return StandardCharsets.UTF_8.decode(NextHopDocument.of(role, NEXT).body()).toString();
  }

  /** The string after this key of a property list. */
  private static String valueOf(String key, Role role) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    Document plist =
        factory.newDocumentBuilder().parse(new InputSource(new StringReader(body(role))));
    assertThat(plist.getDocumentElement().getTagName()).isEqualTo("plist");
    return XPathFactory.newInstance()
        .newXPath()
        .evaluate("//key[.='" + key + "']/following-sibling::*[1]", plist);
  }

  @Test
  void aManifestNamesThePackageThere() throws Exception {
    assertThat(valueOf("kind", Role.APP)).isEqualTo("software-package");
    assertThat(valueOf("url", Role.APP)).isEqualTo(NEXT + "app.ipa");
    assertThat(NextHopDocument.of(Role.APP, NEXT).contentType()).isEqualTo("application/xml");
  }

  @Test
  void aProfileNamesTheManagementServerThere() throws Exception {
    assertThat(valueOf("PayloadType", Role.PROFILE)).isEqualTo("Configuration");
    assertThat(valueOf("ServerURL", Role.PROFILE)).isEqualTo(NEXT + "mdm");
    assertThat(NextHopDocument.of(Role.PROFILE, NEXT).contentType())
        .isEqualTo("application/x-apple-aspen-config");
  }

  @Test
  void serviceDiscoveryNamesTheEnrolmentServerThere() {
    JsonNode server = JsonMapper.shared().readTree(body(Role.ENROLLMENT)).at("/Servers/0");

    assertThat(server.at("/Version").asString()).isEqualTo("mdm-byod");
    assertThat(server.at("/BaseURL").asString()).isEqualTo(NEXT + "enrol");
    assertThat(NextHopDocument.of(Role.ENROLLMENT, NEXT).contentType())
        .isEqualTo("application/json");
  }

  @ParameterizedTest
  @EnumSource(
      value = Role.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"APP", "PROFILE", "ENROLLMENT"})
  void otherRolesHaveNoSuchDocument(Role role) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NextHopDocument.of(role, NEXT))
        .withMessageContaining(role.label());
  }
}
