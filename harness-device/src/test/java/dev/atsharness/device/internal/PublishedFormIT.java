package dev.atsharness.device.internal;

import static dev.atsharness.device.internal.trust.TestPki.CLOCK;
import static dev.atsharness.device.internal.trust.TestPki.HOST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.ats.ClientProfile.Fingerprint;
import dev.atsharness.ats.ClientProfile.Greased;
import dev.atsharness.ats.ClientProfile.HelloForm;
import dev.atsharness.device.internal.trust.TrustAnchors;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.tls.CipherSuite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.bouncycastle.tls.ExtensionType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The ClientHello of each shipped profile has the published form, and its fingerprints are the
 * published ones. All is read off the bytes that the device sends.
 */
class PublishedFormIT {

  private static final Catalogue CATALOGUE = Catalogue.builtIn();
  private static final int SECP384R1 = 24;
  private static final int COOKIE = 44;
  private static final int KEY_SHARE = 51;
  private static final int PADDING = 21;

  static List<ClientProfile> formed() {
    return CATALOGUE.profiles().stream().filter(one -> one.offer().form().isPresent()).toList();
  }

  static List<ClientProfile> greased() {
    return CATALOGUE.profiles().stream().filter(one -> one.offer().hasGrease()).toList();
  }

  static List<ClientProfile> published() {
    return formed().stream().filter(one -> form(one).fingerprint().isPresent()).toList();
  }

  @Test
  void thePublishedOnesAreKnown() {
    assertThat(published())
        .extracting(ClientProfile::id)
        .containsExactlyInAnyOrder(
            "ats-app", "ats-app-26.0", "app-no-pfs", "safari-26", "legacy-tls10", "apple-ats-9");
    assertThat(CATALOGUE.profiles())
        .filteredOn(one -> one.offer().form().isEmpty())
        .extracting(ClientProfile::id)
        .containsExactly("lab");
  }

  /** What differs from a published ClientHello says so. */
  @Test
  void aFormWithoutAPublishedHelloIsMarkedInferred() {
    assertThat(formed())
        .filteredOn(one -> form(one).fingerprint().isEmpty())
        .allMatch(one -> form(one).inferred().isPresent());
  }

  @ParameterizedTest
  @MethodSource("published")
  void theFingerprintsAreThePublishedOnes(ClientProfile profile) {
    SentHello hello = helloOf(profile, HOST);
    Fingerprint published = form(profile).fingerprint().orElseThrow();

    assertThat(hello.ja4()).isEqualTo(published.ja4());
    assertThat(published.ja3().map(ja3 -> hello.ja3())).isEqualTo(published.ja3());
  }

  /** Nobody published it; it is what Apple's documentation makes of an app's. */
  @ParameterizedTest
  @CsvSource({"fcp-app", "nscurl-fcp", "ios-27-system"})
  void theFingerprintOfFcpIsTheComputedOne(String profile) {
    assertThat(helloOf(CATALOGUE.profile(profile), HOST).ja4())
        .isEqualTo("t13d0713h2_04ca88ad2b9b_33490aa88ea4");
  }

  @ParameterizedTest
  @MethodSource("formed")
  void theExtensionsStandInTheOrderOfTheForm(ClientProfile profile) {
    SentHello hello = helloOf(profile, HOST);

    assertThat(hello.extensions().keySet().stream().map(PublishedFormIT::name).toList())
        .isEqualTo(form(profile).extensions());
    assertThat(hello.version()).isEqualTo(0x0303);
    assertThat(hello.extensions().get(18)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("formed")
  void theOfferIsThatOfTheProfile(ClientProfile profile) {
    SentHello hello = helloOf(profile, HOST);
    List<Integer> suites = profile.offer().cipherSuites().stream().map(CipherSuite::code).toList();
    boolean grease = profile.offer().hasGrease();

    assertThat(hello.suites().subList(1, hello.suites().size())).isEqualTo(suites);
    assertThat(SentHello.isGrease(hello.suites().get(0))).isEqualTo(grease);
    assertThat(hello.groups().subList(grease ? 1 : 0, hello.groups().size()))
        .isEqualTo(profile.offer().groups().stream().map(group -> group.code()).toList());
    assertThat(hello.sessionId()).hasSize(grease ? 64 : 0);
  }

  @ParameterizedTest
  @MethodSource("greased")
  void greaseBeginsTheListsAndStandsFirstAndLast(ClientProfile profile) {
    SentHello hello = helloOf(profile, HOST);

    assertThat(form(profile).greased()).containsExactlyInAnyOrder(Greased.values());
    assertThat(
            List.of(
                hello.suites(),
                hello.groups(),
                List.copyOf(hello.keyShares().keySet()),
                hello.versions()))
        .allSatisfy(
            list -> {
              assertThat(SentHello.isGrease(list.get(0))).isTrue();
              assertThat(list.subList(1, list.size())).noneMatch(SentHello::isGrease);
            });
    assertThat(hello.keyShares()).containsEntry(hello.groups().get(0), 1);
    List<byte[]> contents =
        hello.extensions().entrySet().stream()
            .filter(one -> SentHello.isGrease(one.getKey()))
            .map(Map.Entry::getValue)
            .toList();
    assertThat(contents).containsExactly(new byte[0], new byte[1]);
    assertThat(hello.extensions().get(27)).isEqualTo(new byte[] {2, 0, 1});
    assertThat(hello.extensions().get(45)).isEqualTo(new byte[] {1, 1});
    assertThat(hello.extensions().get(0xff01)).isEqualTo(new byte[1]);
  }

  @Test
  void theKeySharesStandInOrder() {
    SentHello hello = helloOf(CATALOGUE.profile("safari-26"), HOST);

    List<Integer> shares = List.copyOf(hello.keyShares().keySet());
    assertThat(shares.subList(1, shares.size())).containsExactly(0x11ec, 29);
    assertThat(hello.keyShares()).containsEntry(0x11ec, 1216).containsEntry(29, 32);
  }

  @Test
  void greaseDiffersFromConnectionToConnection() {
    Set<Integer> drawn = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      drawn.add(helloOf(CATALOGUE.profile("safari-26"), HOST).suites().get(0));
    }

    assertThat(drawn).hasSizeGreaterThan(1).allMatch(SentHello::isGrease);
  }

  /** RFC 7685 section 1: no ClientHello is from 256 to 511 bytes long. */
  @ParameterizedTest
  @CsvSource({"20, 512", "150, 512", "251, 0"})
  void aHelloOfMediumLengthIsPaddedTo512Bytes(int ofName, int length) {
    String name = "a" + ".b".repeat((ofName - 1) / 2 - 4) + ".example";
    SentHello hello = helloOf(CATALOGUE.profile("legacy-tls10"), name);

    if (length > 0) {
      assertThat(hello.length()).isEqualTo(length);
      assertThat(hello.extensions().keySet()).last().isEqualTo(PADDING);
    } else {
      assertThat(hello.extensions()).doesNotContainKey(PADDING);
      assertThat(hello.length()).isGreaterThan(511);
    }
  }

  /** RFC 8446 section 4.1.2: the second ClientHello is the first one but for what is asked for. */
  @ParameterizedTest
  @MethodSource("greased")
  void afterAHelloRetryRequestOnlyTheShareAndTheCookieChange(ClientProfile profile) {
    List<SentHello> hellos = new ArrayList<>();
    try (TestListener server =
        new TestListener(
            socket -> {
              SentHello first = SentHello.read(socket.getInputStream());
              hellos.add(first);
              socket.getOutputStream().write(helloRetryRequest(first));
              hellos.add(SentHello.read(socket.getInputStream()));
            })) {
      visit(profile, HOST, server.address());
      assertThat(server.connections()).isEqualTo(1);
    } catch (Exception e) {
      throw new AssertionError(e);
    }

    SentHello first = hellos.get(0);
    SentHello second = hellos.get(1);
    assertThat(second.random()).isEqualTo(first.random());
    assertThat(second.sessionId()).isEqualTo(first.sessionId());
    assertThat(second.suites()).isEqualTo(first.suites());
    assertThat(second.keyShares()).containsExactly(Map.entry(SECP384R1, 97));
    assertThat(second.extensions().get(COOKIE)).isEqualTo(new byte[] {0, 2, 7, 7});
    List<Integer> order = new ArrayList<>(second.extensions().keySet());
    order.remove((Integer) COOKIE);
    List<Integer> before = new ArrayList<>(first.extensions().keySet());
    order.remove((Integer) PADDING); // its length may change
    before.remove((Integer) PADDING);
    assertThat(order).isEqualTo(before);
    before.remove((Integer) KEY_SHARE);
    assertThat(before)
        .allSatisfy(
            type ->
                assertThat(second.extensions().get(type)).isEqualTo(first.extensions().get(type)));
    assertThat(SentHello.isGrease(order.get(order.size() - 1))).isTrue();
  }

  private static byte[] helloRetryRequest(SentHello hello) {
    String random = "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c";
    String extensions = "002b00020304" + "003300020018" + "002c000400020707";
    ByteBuffer message = ByteBuffer.allocate(256);
    message.putShort((short) 0x0303).put(HexFormat.of().parseHex(random));
    message.put((byte) (hello.sessionId().length() / 2));
    message.put(HexFormat.of().parseHex(hello.sessionId()));
    message.putShort((short) 0x1302).put((byte) 0);
    message.putShort((short) (extensions.length() / 2)).put(HexFormat.of().parseHex(extensions));
    int length = message.position();
    ByteBuffer record = ByteBuffer.allocate(5 + 4 + length);
    record.put((byte) 22).putShort((short) 0x0303).putShort((short) (4 + length));
    record.putInt(2 << 24 | length).put(message.array(), 0, length);
    return record.array();
  }

  private static HelloForm form(ClientProfile profile) {
    return profile.offer().form().orElseThrow();
  }

  private static String name(int type) {
    return SentHello.isGrease(type)
        ? HelloForm.GREASE
        : type == 13172
            ? "next_protocol_negotiation"
            : type == 18 ? "signed_certificate_timestamp" : ExtensionType.getName(type);
  }

  private static SentHello helloOf(ClientProfile profile, String host) {
    CompletableFuture<SentHello> hello = new CompletableFuture<>();
    try (TestListener server =
        new TestListener(socket -> hello.complete(SentHello.read(socket.getInputStream())))) {
      visit(profile, host, server.address());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return hello.join();
  }

  private static void visit(ClientProfile profile, String host, InetSocketAddress address) {
    new SimulatedDevice(profile, TrustAnchors.none(), CLOCK, Duration.ofSeconds(10))
        .visit(URI.create("https://" + host + "/"), address);
  }
}
