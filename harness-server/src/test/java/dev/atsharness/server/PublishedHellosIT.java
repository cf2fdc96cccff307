package dev.atsharness.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.server.internal.tls.HelloBytes;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The journal names the clients whose ClientHello was published. Each is sent to an endpoint as
 * bytes, with GREASE, as the client sends it.
 */
class PublishedHellosIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MAX_RECORD = 1 << 14;
  private static final String SCENARIO = "baseline/tls13";

  private static final String SAFARI =
      "1302 1303 1301 c02c c02b cca9 c030 c02f cca8 c00a c009 c014 c013 009d 009c 0035 002f"
          + " c008 c012 000a";
  private static final String SAFARI_18 =
      "1301 1302 1303 c02c c02b cca9 c030 c02f cca8 c00a c009 c014 c013 009d 009c 0035 002f"
          + " c008 c012 000a";
  private static final String APP =
      "1302 1301 1303 c02c c030 c02b cca9 c02f cca8 c00a c009 c014 c013";
  private static final String APP_26_1 =
      "1302 1303 1301 c02c c02b cca9 c030 c02f cca8 c00a c009 c014 c013";
  private static final String APP_WITHOUT_FORWARD_SECRECY =
      "1302 1301 1303 c02c c030 c02b cca9 c02f cca8 c00a c009 c014 c013 009d 009c 0035 002f";
  private static final String FCP = "1302 1301 1303 c02c c030 c02b c02f";
  private static final String GO =
      "c02b c02f c02c c030 cca9 cca8 c009 c013 c00a c014 1301 1302 1303";

  private static final String SCHEMES = "0403 0804 0401 0503 0805 0805 0501 0806 0601 0201";
  private static final String FCP_SCHEMES = "0403 0804 0401 0503 0805 0805 0501 0806 0601";
  private static final String GO_SCHEMES = "0804 0403 0807 0805 0806 0401 0501 0601 0503 0603";

  private static final String MODERN = "0304 0303";
  private static final List<String> HTTP_2 = List.of("h2", "http/1.1");
  private static final int NONE = -1;

  private static final List<String> LIKE_SAFARI =
      List.of("ios-26.4-system", "ios-26.5-system", "app-no-ats", "safari-26");

  /**
   * A ClientHello with the extensions of Apple's clients, in their order.
   *
   * @param extra a further extension, without content
   */
  private record Hello(
      String title, String suites, String schemes, String versions, List<String> alpn, int extra) {

    byte[] bytes(String host) {
      HelloBytes hello =
          new HelloBytes()
              .suites(greased(0x9a9a, codes(suites)))
              .extension(0xeaea)
              .serverName(host)
              .extension(23)
              .extension(0xff01, 0)
              .codes(10, 0xeaea, 0x11ec, 29, 23, 24, 25)
              .extension(11, 1, 0)
              .alpn(alpn.toArray(String[]::new))
              .extension(5, 1, 0, 0, 0, 0)
              .codes(13, codes(schemes))
              .extension(18)
              .extension(51, share())
              .extension(45, 1, 1)
              .extension(43, list(greased(0x0a0a, codes(versions))))
              .extension(27, 2, 0, 1)
              .extension(0x8a8a, 0);
      return (extra == NONE ? hello : hello.extension(extra)).records(MAX_RECORD);
    }

    @Override
    public String toString() {
      return title;
    }
  }

  private record Case(Hello hello, String ja4, List<String> looksLike) {
    @Override
    public String toString() {
      return hello.title();
    }
  }

  static Stream<Case> published() {
    return Stream.of(
        new Case(
            new Hello("Safari 26.0.1 to 26.5", SAFARI, SCHEMES, MODERN, HTTP_2, NONE),
            "t13d2013h2_a09f3c656075_7f0f34a4126d",
            LIKE_SAFARI),
        new Case(
            new Hello("Safari, HTTP/1.1 alone", SAFARI, SCHEMES, MODERN, List.of("http/1.1"), NONE),
            "t13d2013h1_a09f3c656075_7f0f34a4126d",
            LIKE_SAFARI),
        new Case(
            new Hello("Safari with a session ticket", SAFARI, SCHEMES, MODERN, HTTP_2, 35),
            "t13d2014h2_a09f3c656075_d0a99439f9b1",
            LIKE_SAFARI),
        new Case(
            new Hello("Safari 18", SAFARI_18, SCHEMES, "0304 0303 0302 0301", HTTP_2, 21),
            "t13d2014h2_a09f3c656075_e42f34c56612",
            List.of("legacy-tls10")),
        new Case(
            new Hello("an app on 26.0 and 26.1", APP_26_1, SCHEMES, MODERN, HTTP_2, NONE),
            "t13d1313h2_f57a46bbacb6_7f0f34a4126d",
            List.of("ats-app-26.0")),
        new Case(
            new Hello("an app on 26.5.2 and 27.0", APP, SCHEMES, MODERN, HTTP_2, NONE),
            "t13d1313h2_f57a46bbacb6_7f0f34a4126d",
            List.of("ats-app")),
        new Case(
            new Hello(
                "an app without forward secrecy",
                APP_WITHOUT_FORWARD_SECRECY,
                SCHEMES,
                MODERN,
                HTTP_2,
                NONE),
            "t13d1713h2_5b57614c22b0_7f0f34a4126d",
            List.of("app-no-pfs")));
  }

  /** Nobody published this one; it is what Apple's documentation makes of an app's. */
  static Stream<Case> computed() {
    return Stream.of(
        new Case(
            new Hello("FCP v2.1", FCP, FCP_SCHEMES, MODERN, HTTP_2, NONE),
            "t13d0713h2_04ca88ad2b9b_33490aa88ea4",
            List.of("ios-27-system", "fcp-app", "nscurl-fcp")));
  }

  /** The suites are those of an app under ATS, in Go's order and with Go's schemes. */
  static Stream<Case> others() {
    return Stream.of(
        new Case(
            new Hello("Go", GO, GO_SCHEMES, MODERN, HTTP_2, NONE),
            "t13d1313h2_f57a46bbacb6_",
            List.of()),
        new Case(
            new Hello("a suite less", "1302 1301 1303", SCHEMES, MODERN, HTTP_2, NONE),
            "t13d0313h2_",
            List.of()));
  }

  private static AtsHarness harness;
  private static URI console;

  @BeforeAll
  static void start() {
    harness = AtsHarness.builder().only(SCENARIO).start();
    console = harness.manifest().console();
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  @ParameterizedTest
  @MethodSource({"published", "computed", "others"})
  void theJournalNamesTheClientsThatMayHaveSentIt(Case one) throws Exception {
    Endpoint endpoint = harness.endpoint(SCENARIO);
    try (Socket socket = new Socket(endpoint.address(), endpoint.port())) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.getOutputStream().write(one.hello().bytes(endpoint.host()));
      assertThat(socket.getInputStream().read()).isIn(21, 22); // an alert or a ServerHello
    }
    long sequence = harness.journal().take(SCENARIO, PATIENCE).sequence();

    JsonNode entry = entry(sequence);
    assertThat(entry.at("/clientHello/ja4").asString()).startsWith(one.ja4());
    assertThat(entry.get("looksLike").valueStream().map(JsonNode::asString))
        .containsExactlyInAnyOrderElementsOf(one.looksLike());
  }

  private static JsonNode entry(long sequence) throws Exception {
    String journal = TestClient.get(console.resolve("/api/journal?scenario=" + SCENARIO)).body();
    return JsonMapper.shared()
        .readTree(journal)
        .get("entries")
        .valueStream()
        .filter(one -> one.get("sequence").asLong() == sequence)
        .findFirst()
        .orElseThrow();
  }

  private static int[] codes(String hexadecimal) {
    return Stream.of(hexadecimal.split(" ")).mapToInt(code -> Integer.parseInt(code, 16)).toArray();
  }

  private static int[] greased(int grease, int[] codes) {
    return IntStream.concat(IntStream.of(grease), IntStream.of(codes)).toArray();
  }

  /** A length of one byte, and two bytes for each. */
  private static int[] list(int[] codes) {
    return IntStream.concat(
            IntStream.of(2 * codes.length),
            IntStream.of(codes).flatMap(code -> IntStream.of(code >> 8, code & 0xff)))
        .toArray();
  }

  /** GREASE, and a share of x25519, for which any bytes but zeros will do. */
  private static int[] share() {
    int[] shares = new int[2 + 5 + 4 + 32];
    System.arraycopy(new int[] {0, 41, 0xea, 0xea, 0, 1, 0, 0, 29, 0, 32, 9}, 0, shares, 0, 12);
    return shares;
  }
}
