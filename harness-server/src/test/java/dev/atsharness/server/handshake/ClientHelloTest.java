package dev.atsharness.server.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atsharness.server.internal.tls.HelloBytes;
import dev.atsharness.tls.TlsVersion;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientHelloTest {

  /** Safari 26.0.1 on macOS, as captured by curl-impersonate (tests/signatures/safari_26.0.1). */
  private static HelloBytes safari26() {
    return new HelloBytes()
        .suites(
            0x2a2a, 0x1302, 0x1303, 0x1301, 0xc02c, 0xc02b, 0xcca9, 0xc030, 0xc02f, 0xcca8, 0xc00a,
            0xc009, 0xc014, 0xc013, 0x009d, 0x009c, 0x0035, 0x002f, 0xc008, 0xc012, 0x000a)
        .extension(0x4a4a)
        .serverName("no-ems.ats-harness.test")
        .extension(23)
        .extension(0xff01, 0)
        .codes(10, 0x8a8a, 0x11ec, 29, 23, 24, 25)
        .extension(11, 1, 0)
        .alpn("h2", "http/1.1")
        .extension(5, 1, 0, 0, 0, 0)
        .codes(13, 0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0805, 0x0501, 0x0806, 0x0601, 0x0201)
        .extension(18)
        .extension(51, 0, 10, 0x8a, 0x8a, 0, 1, 0, 0, 29, 0, 1, 9)
        .extension(45, 1, 1)
        .extension(43, 6, 0x3a, 0x3a, 3, 4, 3, 3)
        .extension(27, 2, 0, 1)
        .extension(0xfafa, 0);
  }

  @Test
  void decodesEveryField() {
    ClientHello hello = ClientHello.parse(safari26().message());
    assertThat(hello.raw().legacyVersion()).isEqualTo(0x0303);
    assertThat(hello.raw().random()).hasSize(64);
    assertThat(hello.raw().sessionIdLength()).isEqualTo(32);
    assertThat(hello.offer().cipherSuites()).hasSize(21).startsWith(0x2a2a, 0x1302);
    assertThat(hello.raw().extensions()).hasSize(15);
    assertThat(hello.serverName()).contains("no-ems.ats-harness.test");
    assertThat(hello.offer().supportedVersions()).containsExactly(0x3a3a, 0x0304, 0x0303);
    assertThat(hello.offer().signatureSchemes()).hasSize(10).endsWith(0x0601, 0x0201);
    assertThat(hello.offer().certificateSignatureSchemes()).isEmpty();
    assertThat(hello.offer().groups()).containsExactly(0x8a8a, 0x11ec, 29, 23, 24, 25);
    assertThat(hello.offer().keyShareGroups()).containsExactly(0x8a8a, 29);
    assertThat(hello.offer().alpn()).containsExactly("h2", "http/1.1");
    assertThat(hello.extendedMasterSecret()).isTrue();
    assertThat(hello.secureRenegotiation()).isTrue();
    assertThat(hello.offers(TlsVersion.TLS_1_3)).isTrue();
    assertThat(hello.offers(TlsVersion.TLS_1_1)).isFalse();
    assertThat(hello.raw().messageBytes()).isEqualTo(safari26().message());
  }

  @Test
  void hasThePublishedJa4OfSafari26() {
    assertThat(ClientHello.parse(safari26().message()).ja4())
        .isEqualTo("t13d2013h2_a09f3c656075_7f0f34a4126d");
  }

  /** The worked example of FoxIO's specification, technical_details/JA4.md. */
  @Test
  void hasTheJa4OfTheSpecificationsExample() {
    byte[] message =
        new HelloBytes()
            .suites(
                0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013,
                0xc014, 0x009c, 0x009d, 0x002f, 0x0035)
            .extension(0x001b, 2, 0, 2)
            .serverName("example.com")
            .extension(0x0033, 0, 0)
            .alpn("h2")
            .extension(0x4469)
            .extension(0x0017)
            .extension(0x002d, 1, 1)
            .codes(0x000d, 0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601)
            .extension(0x0005, 1, 0, 0, 0, 0)
            .extension(0x0023)
            .extension(0x0012)
            .extension(0x002b, 2, 3, 4)
            .extension(0xff01, 0)
            .extension(0x000b, 1, 0)
            .codes(0x000a, 29)
            .extension(0x0015)
            .message();
    assertThat(ClientHello.parse(message).ja4()).isEqualTo("t13d1516h2_8daaf6152771_e5627efa2ab1");
  }

  @Test
  void ja4OfAHelloWithoutExtensions() {
    String ja4 = ClientHello.parse(new HelloBytes().version(0x0300).suites(0x000a).message()).ja4();
    assertThat(ja4).startsWith("ts3i010000_").endsWith("_000000000000");
  }

  @Test
  void withoutExtensionsListsAreEmptyAndTheLegacyVersionCounts() {
    ClientHello hello =
        ClientHello.parse(new HelloBytes().version(0x0301).suites(0x000a, 0x00ff).message());
    assertThat(hello.raw().extensions()).isEmpty();
    assertThat(hello.serverName()).isEmpty();
    assertThat(hello.offer().signatureSchemes()).isEmpty();
    assertThat(hello.secureRenegotiation()).isTrue();
    assertThat(hello.extendedMasterSecret()).isFalse();
    assertThat(hello.offers(TlsVersion.TLS_1_0)).isTrue();
    assertThat(hello.offers(TlsVersion.SSL_3_0)).isTrue();
    assertThat(hello.offers(TlsVersion.TLS_1_2)).isFalse();
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] whole = safari26().message();
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> ClientHello.parse(part))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /**
   * A length field that is off by one does not make the parser read past it or leave bytes unread.
   */
  @Test
  void everyTruncationWithAFittingHeaderIsRefusedOrWellFormed() {
    byte[] whole = safari26().message();
    int extensionsStart = whole.length - safari26().extensionBytes() - 2;
    for (int length = 4; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      int body = length - 4;
      part[1] = (byte) (body >>> 16);
      part[2] = (byte) (body >>> 8);
      part[3] = (byte) body;
      if (length == extensionsStart) {
        assertThat(ClientHello.parse(part).raw().extensions()).isEmpty();
      } else {
        assertThatThrownBy(() -> ClientHello.parse(part))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Test
  void malformedFieldsAreNamed() {
    assertMalformed(new HelloBytes().suites(), "no cipher suites");
    assertMalformed(new HelloBytes().suites(1).sessionIdLength(33), "session id is longer");
    assertMalformed(
        new HelloBytes().suites(1).extension(43, 3, 3, 4, 3), "odd number of bytes in the list");
    assertMalformed(
        new HelloBytes().suites(1).extension(10, 0, 2, 0, 23, 0), "body of extension 10");
    assertMalformed(new HelloBytes().suites(1).extension(0, 0, 9, 0), "middle of a field");
  }

  private static void assertMalformed(HelloBytes hello, String reason) {
    assertThatThrownBy(() -> ClientHello.parse(hello.message()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void listsCannotBeChanged() {
    ClientHello hello = ClientHello.parse(safari26().message());
    for (List<?> list :
        List.of(hello.offer().cipherSuites(), hello.raw().extensions(), hello.offer().alpn())) {
      assertThatThrownBy(list::clear).isInstanceOf(UnsupportedOperationException.class);
    }
  }
}
