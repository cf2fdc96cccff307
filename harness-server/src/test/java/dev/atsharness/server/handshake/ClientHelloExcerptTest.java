package dev.atsharness.server.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.server.handshake.ClientHello.Extension;
import dev.atsharness.server.handshake.internal.Excerpt;
import dev.atsharness.server.internal.tls.HelloBytes;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** An excerpt of a ClientHello is limited in size, and counts what it leaves out. */
class ClientHelloExcerptTest {

  private static ClientHello parse(HelloBytes hello) {
    return ClientHello.parse(hello.message());
  }

  private static int[] codes(int count) {
    return IntStream.range(0, count).map(i -> 0x4000 + i).toArray();
  }

  @Test
  void anOrdinaryHelloIsKeptWhole() {
    ClientHello hello =
        parse(new HelloBytes().suites(0x1301).serverName("a.test").alpn("h2").padding(2000));
    assertThat(hello.excerpt()).isSameAs(hello);
    assertThat(hello.omitted()).isEmpty();
  }

  @Test
  void listsAreCutAndCounted() {
    ClientHello hello =
        parse(
            new HelloBytes()
                .suites(codes(1000))
                .codes(10, codes(300))
                .codes(13, codes(400))
                .codes(50, codes(256)));
    ClientHello kept = hello.excerpt();
    assertThat(kept.offer().cipherSuites()).isEqualTo(hello.offer().cipherSuites().subList(0, 64));
    assertThat(kept.offer().groups()).hasSize(64);
    assertThat(kept.offer().signatureSchemes()).hasSize(64);
    assertThat(kept.offer().certificateSignatureSchemes()).as("just fits").hasSize(256);
    assertThat(kept.omitted("cipherSuites")).isEqualTo(936);
    assertThat(kept.omitted("groups")).isEqualTo(236);
    assertThat(kept.omitted("signatureSchemes")).isEqualTo(336);
    assertThat(kept.omitted("certificateSignatureSchemes")).isZero();
  }

  @Test
  void theFingerprintIsThatOfTheWhole() {
    ClientHello one = parse(new HelloBytes().suites(codes(1000)));
    ClientHello other = parse(new HelloBytes().suites(codes(1001)));
    assertThat(one.excerpt().offer().cipherSuites())
        .isEqualTo(other.excerpt().offer().cipherSuites());
    assertThat(one.excerpt().ja4()).isEqualTo(one.ja4()).isNotEqualTo(other.excerpt().ja4());
    assertThat(one.excerpt().excerpt()).isEqualTo(one.excerpt());
  }

  @Test
  void namesEndWithHowMuchMoreThereWas() {
    String[] protocols = IntStream.range(0, 40).mapToObj(i -> "p" + i).toArray(String[]::new);
    ClientHello kept =
        parse(new HelloBytes().suites(1).serverName("n".repeat(20_000)).alpn(protocols)).excerpt();
    assertThat(kept.serverName()).contains("n".repeat(255) + "... and 19,745 more characters");
    assertThat(kept.offer().alpn()).hasSize(8);
    assertThat(kept.omitted().orElseThrow().counts())
        .containsAllEntriesOf(Map.of("serverName", 19_745, "alpn", 32));
  }

  @Test
  void ofManyExtensionsAndLongOnesAPartIsKept() {
    HelloBytes many = new HelloBytes().suites(1);
    IntStream.range(0, 7000).forEach(i -> many.extension(1000 + i));
    ClientHello kept = parse(many).excerpt();
    assertThat(kept.raw().extensions()).hasSize(32).startsWith(new Extension(1000, ""));
    assertThat(kept.omitted("extensions")).isEqualTo(6968);

    ClientHello padded = parse(new HelloBytes().suites(1).padding(30_000));
    ClientHello cut = padded.excerpt();
    assertThat(cut.raw().extensions()).isEqualTo(List.of(new Extension(21, "00".repeat(1024))));
    assertThat(cut.omitted("extensionBytes")).isEqualTo(30_000 - 1024);
    assertThat(cut.raw().messageBytes())
        .isEqualTo(java.util.Arrays.copyOf(padded.raw().messageBytes(), 1024));
    assertThat(cut.omitted("messageBytes")).isEqualTo(padded.raw().messageBytes().length - 1024);
  }

  @Test
  void aTextIsNotCutInsideACharacter() {
    assertThat(Excerpt.of("ab\ud83d\ude00cd", 3)).isEqualTo("ab... and 4 more characters");
    assertThat(Excerpt.of("abcd", 3)).isEqualTo("abc... and 1 more character");
    assertThat(Excerpt.of("abc", 3)).isEqualTo("abc");
  }
}
