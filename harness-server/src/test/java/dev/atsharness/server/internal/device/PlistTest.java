package dev.atsharness.server.internal.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dd.plist.NSDictionary;
import com.dd.plist.XMLPropertyListParser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlistTest {

  private static final String HEAD = "<?xml version='1.0'?>";

  @Test
  void anotherParserReadsWhatIsWritten() throws Exception {
    byte[] xml =
        Plist.write(
                Map.of(
                    "a<&>", List.of("x\"'&", 7, true, Map.of(), List.of()), "d", new byte[] {1, 2}))
            .getBytes(StandardCharsets.UTF_8);
    assertThat(Plist.read(xml)).containsEntry("d", new byte[] {1, 2});
    NSDictionary root = (NSDictionary) XMLPropertyListParser.parse(xml);
    assertThat((Object[]) root.get("a<&>").toJavaObject()).startsWith("x\"'&", 7, true);
    assertThat(root.get("d").toJavaObject()).isEqualTo(new byte[] {1, 2});
  }

  @Test
  void everyKindOfValueIsRead() {
    Map<String, Object> read =
        read(
            "<plist version='1.0'><dict><key>s</key><string>a &lt; b</string><key>i</key><integer>-7"
                + "</integer><key>r</key><real>1.5</real><key>t</key><true/><key>f</key><false/><key>"
                + "d</key><date>2026-11-22T12:00:00Z</date><key>b</key><data>\nAQI=\n</data><key>l"
                + "</key><array><dict/><array/></array></dict></plist>");
    assertThat(read)
        .containsEntry("s", "a < b")
        .containsEntry("i", -7L)
        .containsEntry("r", 1.5)
        .containsEntry("t", true)
        .containsEntry("f", false)
        .containsEntry("d", Instant.parse("2026-11-22T12:00:00Z"))
        .containsEntry("b", new byte[] {1, 2})
        .containsEntry("l", List.of(Map.of(), List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "<plist/>",
        "<plist><array/></plist>",
        "<plist><dict><key>a</key></dict></plist>",
        "<plist><dict><string>a</string></dict></plist>",
        "<plist><dict><key>a</key><integer>one</integer></dict></plist>",
        "<plist><dict><key>a</key><data>!</data></dict>",
        "<plist><dict><key>a</key><script/></dict></plist>",
        "<plist><dict><key>a</key><date>tomorrow</date></dict></plist>"
      })
  void whatIsNoneIsRefused(String xml) {
    assertThatThrownBy(() -> read(xml)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nestingHasAnEnd() {
    String deep = "<array>".repeat(5000) + "</array>".repeat(5000);
    assertThatThrownBy(() -> read("<plist><dict><key>a</key>" + deep + "</dict></plist>"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nested more than");
  }

  @Test
  void entitiesLeadNowhere(@TempDir Path directory) throws Exception {
    Path secret = Files.writeString(directory.resolve("secret"), "secret");
    String external =
        "<!DOCTYPE plist [<!ENTITY x SYSTEM '"
            + secret.toUri()
            + "'>]><plist><dict><key>a</key><string>&x;</string></dict></plist>";
    assertThat(attempt(external)).doesNotContain("secret");
    String bomb =
        "<!DOCTYPE plist [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]>"
            + "<plist><dict><key>a</key><string>&b;</string></dict></plist>";
    assertThat(attempt(bomb)).doesNotContain("aaaa");
  }

  private static String attempt(String xml) {
    try {
      return read(xml).toString();
    } catch (IllegalArgumentException refused) {
      return "refused";
    }
  }

  private static Map<String, Object> read(String xml) {
    return Plist.read((HEAD + xml).getBytes(StandardCharsets.UTF_8));
  }
}
