package dev.atsharness.device.internal.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebUrlTest {

  private static final URI BASE = URI.create("https://mdm.example:8443/a/b?c=d");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          http://other.example           | http://other.example/
          HTTP://Other.Example/X         | http://other.example/X
          //other.example/x              | https://other.example/x
          /x                             | https://mdm.example:8443/x
          x                              | https://mdm.example:8443/a/x
          ../x                           | https://mdm.example:8443/x
          ../../../x                     | https://mdm.example:8443/x
          ./                             | https://mdm.example:8443/a/
          ?q=1                           | https://mdm.example:8443/a/b?q=1
          #part                          | https://mdm.example:8443/a/b?c=d
          ``                             | https://mdm.example:8443/a/b?c=d
          https://user:pw@other.example/ | https://other.example/
          https://other.example:/        | https://other.example/
          https://other.example/a b      | https://other.example/a%20b
          https://other.example/ä?ö"x    | https://other.example/%C3%A4?%C3%B6%22x
          https://other.example/%zz      | https://other.example/%25zz
          https://other.example/%C3%A4   | https://other.example/%C3%A4
          https://bücher.example/        | https://xn--bcher-kva.example/
          http://[2001:db8::1]:8080/x    | http://[2001:db8::1]:8080/x
          http://192.0.2.1/x             | http://192.0.2.1/x
          https://other.example?next=http://x/ | https://other.example/?next=http://x/
          """)
  void isResolvedAsBrowsersDo(String location, String expected) {
    assertThat(WebUrl.resolve(BASE, location)).contains(URI.create(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://other.example/",
        "itms-services://?action=x",
        "https:///path",
        "http:opaque",
        "https://a:0/",
        "https://a:99999/",
        "https://[::1/",
        "https://a b/",
        "javascript:alert(1)"
      })
  void whatIsNotFetchedOverHttpIsNone(String location) {
    assertThat(WebUrl.resolve(BASE, location)).isEmpty();
  }

  @Test
  void aLongUrlIsNone() {
    assertThat(WebUrl.of("https://a.example/" + "x".repeat(10_000))).isEmpty();
  }

  @Test
  void withoutABaseARelativeUrlIsNone() {
    assertThat(WebUrl.of("/x")).isEmpty();
    assertThat(WebUrl.of("mdm.example.com/x")).isEmpty();
  }
}
