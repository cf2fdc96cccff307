package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.atsharness.cli.internal.servers.HostEntry;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeAddressesTest {

  private static final URI FIRST = URI.create("https://mdm.test/");

  private static List<String> where(String url, String... resolve) throws UnknownHostException {
    return new ProbeAddresses(FIRST, Optional.empty(), List.of(resolve))
        .addresses(URI.create(url)).stream().map(ProbeAddressesTest::text).toList();
  }

  private static String text(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + " " + address.getPort();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mdm.test:192.0.2.1                   | https://mdm.test/      | 192.0.2.1 443
          mdm.test:192.0.2.1                   | http://MDM.test:81/    | 192.0.2.1 81
          mdm.test:192.0.2.1:8443              | https://mdm.test/      | 192.0.2.1 8443
          mdm.test:443:192.0.2.1               | https://mdm.test/      | 192.0.2.1 443
          mdm.test:443:192.0.2.1:8443          | https://mdm.test/      | 192.0.2.1 8443
          mdm.test:[2001:db8::1]               | https://mdm.test/      | 2001:db8:0:0:0:0:0:1 443
          mdm.test:443:[2001:db8::1]:8443      | https://mdm.test/      | 2001:db8:0:0:0:0:0:1 8443
          mdm.test:443:192.0.2.1,192.0.2.2     | https://mdm.test/      | 192.0.2.1 443,192.0.2.2 443
          *:192.0.2.1                          | https://any.test:444/  | 192.0.2.1 444
          """)
  void resolveSaysWhereAHostIs(String resolve, String url, String expected) throws Exception {
    assertThat(String.join(",", where(url, resolve))).isEqualTo(expected);
  }

  @Test
  void allThatFitCount() throws Exception {
    String[] both = {"mdm.test:443:192.0.2.1", "mdm.test:192.0.2.2", "mdm.test:192.0.2.2"};

    assertThat(where("https://mdm.test:8443/", both)).containsExactly("192.0.2.2 8443");
    assertThat(where("https://mdm.test/", both)).containsExactly("192.0.2.1 443", "192.0.2.2 443");
  }

  @Test
  void whoIsNamedDoesNotNeedTheEntryForEveryHost() throws Exception {
    String[] resolve = {"*:192.0.2.1", "mdm.test:443:192.0.2.2", "*:192.0.2.3"};

    assertThat(where("https://mdm.test/", resolve)).containsExactly("192.0.2.2 443");
    assertThat(where("https://mdm.test:81/", resolve))
        .containsExactly("192.0.2.1 81", "192.0.2.3 81");
    assertThat(where("https://any.test/", resolve))
        .containsExactly("192.0.2.1 443", "192.0.2.3 443");
  }

  @Test
  void connectAndResolveOfOneHostBothCount() throws Exception {
    ProbeAddresses addresses =
        new ProbeAddresses(
            FIRST,
            Optional.of("192.0.2.1:8443"),
            List.of("mdm.test:443:192.0.2.2", "mdm.test:81:192.0.2.3", "*:192.0.2.4"));

    assertThat(addresses.addresses(FIRST))
        .map(ProbeAddressesTest::text)
        .containsExactly("192.0.2.1 8443", "192.0.2.2 443");
    assertThat(addresses.addresses(URI.create("http://mdm.test:81/")))
        .map(ProbeAddressesTest::text)
        .containsExactly("192.0.2.3 81");
    assertThat(addresses.addresses(URI.create("http://mdm.test:82/")))
        .map(ProbeAddressesTest::text)
        .containsExactly("192.0.2.1 82");
  }

  @Test
  void connectIsForTheHostOfTheUrl() throws Exception {
    ProbeAddresses addresses =
        new ProbeAddresses(FIRST, Optional.of("192.0.2.1:8443"), List.of("other.test:192.0.2.2"));

    assertThat(addresses.addresses(FIRST))
        .map(ProbeAddressesTest::text)
        .containsExactly("192.0.2.1 8443");
    assertThat(addresses.addresses(URI.create("http://mdm.test/")))
        .map(ProbeAddressesTest::text)
        .containsExactly("192.0.2.1 80");
    assertThat(addresses.addresses(URI.create("https://other.test/")))
        .map(ProbeAddressesTest::text)
        .containsExactly("192.0.2.2 443");
  }

  @Test
  void whatOtherRowsOfAListSayHoldsWhereNothingElseDoes() throws Exception {
    List<HostEntry> own = ProbeAddresses.entries(List.of("mdm.test:192.0.2.1", "*:192.0.2.9"));
    List<HostEntry> others =
        ProbeAddresses.entries(List.of("mdm.test:192.0.2.2", "cdn.test:192.0.2.3"));
    ProbeAddresses addresses = ProbeAddresses.of(FIRST, own, others);

    assertThat(addresses.addresses(FIRST))
        .map(ProbeAddressesTest::text)
        .containsExactly("192.0.2.1 443");
    assertThat(addresses.addresses(URI.create("https://cdn.test/")))
        .map(ProbeAddressesTest::text)
        .containsExactly("192.0.2.3 443");
    assertThat(addresses.addresses(URI.create("https://any.test/")))
        .map(ProbeAddressesTest::text)
        .containsExactly("192.0.2.9 443");
  }

  @Test
  void aHostThatIsNotKnownIsNamedWithTheRemedy() {
    String label = "a".repeat(64); // too long for DNS, so no name server is asked

    assertThatExceptionOfType(UnknownHostException.class)
        .isThrownBy(() -> where("https://" + label + ".test/"))
        .withMessageContaining("--resolve " + label + ".test:ADDRESS");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mdm.test",
        "mdm.test:",
        ":192.0.2.1",
        "mdm.test:other.test",
        "mdm.test:99999:192.0.2.1",
        "mdm.test:443:192.0.2.1:0",
        "mdm.test:2001:db8::1",
        "mdm.test:300.0.2.1"
      })
  void whatCannotBeUsedIsRefusedWithAnExample(String resolve) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> where("https://mdm.test/", resolve))
        .withMessageContaining("HOST[:PORT]:ADDRESS[:PORT]");
  }
}
