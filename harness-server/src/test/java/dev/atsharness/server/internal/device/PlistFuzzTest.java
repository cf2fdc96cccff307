package dev.atsharness.server.internal.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.atsharness.certs.HarnessCa;
import dev.atsharness.certs.HarnessKey;
import dev.atsharness.certs.KeyPool;
import dev.atsharness.certs.KeySpec;
import dev.atsharness.certs.internal.SignedContent;
import dev.atsharness.testing.FuzzTests;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** The property lists that devices send, plain and signed. */
class PlistFuzzTest extends FuzzTests {

  static Stream<byte[]> lists() {
    return Stream.of(
            Plist.write(
                Map.of(
                    "MessageType",
                    "TokenUpdate",
                    "Token",
                    new byte[] {1, 2, 3},
                    "AwaitingConfiguration",
                    true,
                    "Status",
                    Map.of("Codes", List.of(1L, 2L), "Rate", 0.5))),
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
            <plist version="1.0"><dict><key>a</key><date>2026-04-30T08:12:33Z</date>
            <key>b</key><data>AQID</data><key>c</key><real>1.5</real><!-- d -->
            <key>e &lt;&#65;</key><array><true/><false/><integer>7</integer></array></dict></plist>
            """,
            "<!DOCTYPE a [<!ENTITY b \"cc\">]><plist><dict><key>&b;</key><true/></dict></plist>")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  static Stream<byte[]> signed() {
    try (KeyPool keys = new KeyPool()) {
      HarnessCa ca = HarnessCa.create("ats-harness.test", Clock.systemUTC(), keys);
      byte[] list = lists().findFirst().orElseThrow();
      return Stream.of(
          SignedContent.sign(
              list,
              ca.leaf(HarnessKey.generate(KeySpec.ec("p-256"))).signedBy(ca.root()).identity()));
    }
  }

  @MethodSource("lists")
  @FuzzTest
  void readsOrRefuses(byte[] input) {
    try {
      Map<String, Object> list = Plist.read(input);
      assertThat(size(list)).as("nothing is expanded").isLessThanOrEqualTo(input.length);
      assertThat(Plist.read(Plist.write(list).getBytes(StandardCharsets.UTF_8)).keySet())
          .isNotNull();
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageMatching("(?s).+");
    }
  }

  @MethodSource("signed")
  @FuzzTest
  void unwrapsOrRefuses(byte[] input) {
    try {
      assertThat(SignedContent.unwrap(input)).hasSizeLessThanOrEqualTo(input.length);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageMatching("(?s).+");
    }
  }

  /** The number of characters and bytes in a value, which is checked to be of a known kind. */
  private static long size(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream().mapToLong(e -> size(e.getKey()) + size(e.getValue())).sum();
    }
    if (value instanceof List<?> list) {
      return list.stream().mapToLong(PlistFuzzTest::size).sum();
    }
    if (value instanceof byte[] data) {
      return data.length;
    }
    if (value instanceof String text) {
      return text.length();
    }
    assertThat(value).isInstanceOfAny(Long.class, Double.class, Boolean.class, Instant.class);
    return 1;
  }
}
