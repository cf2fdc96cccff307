package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoleHintTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          https://ca.example/scep                         | scep
          https://scep.example/                           | scep
          https://ca.example/certsrv/mscep/mscep.dll      | scep
          https://ca.example/x?y=/cgi-bin/pkiclient.exe   | scep
          https://cache.example/                          | content-caching
          https://content-caching.example/                | content-caching
          http://pki.example/root.crl                     | crl
          http://ocsp.example/                            | ocsp
          """)
  void aUrlSuggestsARole(String url, String role) {
    assertThat(RoleHint.of(URI.create(url)))
        .hasSize(1)
        .allSatisfy(hint -> assertThat(hint).contains("--role " + role));
  }

  @ParameterizedTest
  @CsvSource({
    "https://mdm.example/",
    "https://mdm.example",
    "https://sceptic.example/",
    "https://mdm.example/microscept",
    "https://attaching.example/",
    "https://mdm.example/crls-and-more"
  })
  void anOrdinaryUrlSuggestsNone(String url) {
    assertThat(RoleHint.of(URI.create(url))).isEmpty();
  }
}
