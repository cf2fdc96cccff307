package dev.atsharness.server.internal.dns;

import static dev.atsharness.server.internal.dns.QueryBytes.additional;
import static dev.atsharness.server.internal.dns.QueryBytes.answers;
import static dev.atsharness.server.internal.dns.QueryBytes.authoritative;
import static dev.atsharness.server.internal.dns.QueryBytes.authorities;
import static dev.atsharness.server.internal.dns.QueryBytes.ednsQuery;
import static dev.atsharness.server.internal.dns.QueryBytes.message;
import static dev.atsharness.server.internal.dns.QueryBytes.query;
import static dev.atsharness.server.internal.dns.QueryBytes.rcode;
import static dev.atsharness.server.internal.dns.QueryBytes.truncated;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameServerTest {

  private static final String HOST = "no-ems.ats-harness.test";
  private static final Set<String> HOSTS =
      Set.of(HOST, "a.deep.ats-harness.test", "other.example", "host.local");

  private final InetAddress client = address("192.0.2.9");
  private final NameServer server = server("198.51.100.7");

  @Test
  void aResponseHasEveryBitInItsPlace() {
    assertThat(HexFormat.of().formatHex(whole(query("x.ats-harness.test", 1))))
        .as("a name that does not exist")
        .isEqualTo(
            "1234"
                + "8503"
                + "0001"
                + "0000"
                + "0001"
                + "0000"
                + "0178"
                + "0b6174732d6861726e657373"
                + "0474657374"
                + "00"
                + "0001"
                + "0001"
                + "c00e"
                + "0006"
                + "0001"
                + "0000003c"
                + "0017"
                + "c00e"
                + "00"
                + "00000001"
                + "00000e10"
                + "00000e10"
                + "00015180"
                + "0000003c");
    assertThat(HexFormat.of().formatHex(whole(query(HOST, 1))))
        .as("one that does")
        .startsWith("1234" + "8500" + "0001" + "0001" + "0000" + "0000")
        .endsWith("c00c" + "0001" + "0001" + "0000003c" + "0004" + "c6336407");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {HOST, "NO-EMS.Ats-Harness.TEST", "a.deep.ats-harness.test", "ats-harness.test"})
  void namesOfTheZoneHaveTheAddressWhateverTheirCase(String name) {
    byte[] response = whole(query(name, DnsQuestion.A));
    assertThat(rcode(response)).isZero();
    assertThat(answers(response)).isEqualTo(1);
    assertThat(authoritative(response)).isTrue();
    assertThat(response).endsWith(198, 51, 100, 7);
  }

  @ParameterizedTest
  @ValueSource(ints = {DnsQuestion.AAAA, 15, 16, 65})
  void aTypeThatANameHasNotIsAnsweredByTheStartOfAuthority(int type) {
    byte[] response = whole(query(HOST, type));
    assertThat(rcode(response)).isZero();
    assertThat(answers(response)).isZero();
    assertThat(authorities(response)).isEqualTo(1);
  }

  @Test
  void anAddressOfVersion6IsToldInAaaaRecordsOnly() {
    NameServer six = server("2001:db8::7");
    byte[] response = six.answer(query(HOST, DnsQuestion.AAAA), client).orElseThrow();
    assertThat(answers(response)).isEqualTo(1);
    assertThat(response).endsWith(address("2001:db8::7").getAddress());
    assertThat(answers(six.answer(query(HOST, DnsQuestion.A), client).orElseThrow())).isZero();
  }

  @Test
  void aNameAboveAnotherExistsWithoutAnAddressOfItsOwnBeingWrong() {
    assertThat(rcode(whole(query("deep.ats-harness.test", 16)))).isZero();
  }

  @Test
  void theApexHasItsOwnRecords() {
    assertThat(answers(whole(query("ats-harness.test", DnsQuestion.SOA)))).isEqualTo(1);
    assertThat(answers(whole(query("ats-harness.test", DnsQuestion.NS)))).isEqualTo(1);
    assertThat(answers(whole(query(HOST, DnsQuestion.NS)))).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.com",
        "test",
        ".",
        "xats-harness.test",
        "other.example",
        "host.local",
        "ats-harness.test.example",
        "x\0.ats-harness.tests"
      })
  void whatIsOutsideIsRefused(String name) {
    byte[] response = whole(query(name, DnsQuestion.A));
    assertThat(rcode(response)).isEqualTo(5);
    assertThat(authoritative(response)).isFalse();
    assertThat(answers(response) + authorities(response) + additional(response)).isZero();
  }

  /** A dot inside a label does not split it into two labels. */
  @Test
  void aDotWithinALabelIsNoSeparator() {
    byte[] inZone = query("no-emsxats-harness.test", 1);
    inZone[12 + 1 + 6] = '.';
    assertThat(rcode(whole(inZone))).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(ints = {41, 251, 252, 255})
  void transfersAndQuestionsForEverythingAreRefused(int type) {
    assertThat(rcode(whole(query("ats-harness.test", type)))).isEqualTo(5);
  }

  @Test
  void otherClassesAreRefused() {
    assertThat(rcode(whole(message(0, HOST, 1, 3)))).isEqualTo(5);
    assertThat(rcode(whole(message(0, "version.bind", 16, 3)))).isEqualTo(5);
  }

  @Test
  void otherOperationsAreNotImplemented() {
    for (int opcode = 1; opcode < 16; opcode++) {
      assertThat(rcode(whole(message(opcode << 11, HOST, 6, 1)))).isEqualTo(4);
    }
  }

  @Test
  void responsesAndScrapsAreNotAnswered() {
    assertThat(server.answer(message(0x8000, HOST, 1, 1), client)).isEmpty();
    for (int length = 0; length < 12; length++) {
      assertThat(server.answer(Arrays.copyOf(query(HOST, 1), length), client)).isEmpty();
    }
  }

  @Test
  void malformedQueriesAreToldSo() {
    byte[] query = query(HOST, 1);
    for (int length = 12; length < query.length; length++) {
      assertThat(rcode(whole(Arrays.copyOf(query, length)))).isEqualTo(1);
    }
    assertThat(rcode(whole(Arrays.copyOf(query, query.length + 1)))).as("trailing").isEqualTo(1);
    byte[] pointer = query.clone();
    pointer[12] = (byte) 0xc0;
    assertThat(rcode(whole(pointer))).as("a pointer in the question").isEqualTo(1);
    byte[] two = query.clone();
    two[5] = 2;
    assertThat(rcode(whole(two))).as("two questions").isEqualTo(1);
    String name = "a.".repeat(127);
    assertThat(rcode(whole(query(name + "b", 1)))).as("a name of 257 bytes").isEqualTo(1);
    assertThat(rcode(whole(query(name, 1)))).as("a name of 255 bytes").isEqualTo(5);
  }

  @Test
  void ednsIsAnsweredByEdns() {
    assertThat(additional(whole(ednsQuery(HOST, 1, 0, 0)))).isEqualTo(1);
    byte[] response = whole(ednsQuery(HOST, 1, 1, 0));
    assertThat(rcode(response) + (response[response.length - 6] << 4)).as("BADVERS").isEqualTo(16);
    byte[] twice = Arrays.copyOf(ednsQuery(HOST, 1, 0, 0), query(HOST, 1).length + 22);
    System.arraycopy(twice, twice.length - 22, twice, twice.length - 11, 11);
    twice[11] = 2;
    assertThat(rcode(whole(twice))).isEqualTo(1);
  }

  /** So that a client that only speaks UDP gets each answer. */
  @Test
  void answersFitADatagramAndAreNotTruncated() {
    for (int type : new int[] {DnsQuestion.A, DnsQuestion.AAAA, DnsQuestion.NS, 65}) {
      for (String name : List.of(HOST, "nowhere.ats-harness.test", "ats-harness.test")) {
        for (byte[] query : List.of(query(name, type), ednsQuery(name, type, 0, 0))) {
          byte[] response = whole(query);
          assertThat(truncated(response)).isFalse();
          assertThat(answers(response) + authorities(response)).isEqualTo(1);
          assertThat(response.length).isBetween(query.length, query.length + Response.MOST_LONGER);
        }
      }
    }
  }

  /** An attacker who forges the sender's address gains little by this server. */
  @Test
  void anAnswerIsLessThanThreeTimesAsLongAsTheShortestQuery() {
    NameServer shortest = new NameServer("a.b", Set.of(), asking -> address("2001:db8::7"));
    for (int type = 0; type < 300; type++) {
      byte[] query = query("a.b", type);
      byte[] response = shortest.answer(query, client).orElseThrow();
      assertThat(response.length).isLessThan(3 * query.length);
    }
  }

  @Test
  void noMessageGetsALongerOneBackNorAnythingUnlessItAsksForTheZone() {
    Random random = new Random(20261122);
    for (int i = 0; i < 10_000; i++) {
      byte[] message = new byte[random.nextInt(600)];
      random.nextBytes(message);
      server.answer(message, client).ifPresent(response -> refusal(message, response));
    }
  }

  @Test
  void oneThatIsNearlyRightGetsAtMostOneRecord() {
    Random random = new Random(20261123);
    byte[] right = ednsQuery(HOST, 1, 0, 8);
    for (int i = 0; i < 10_000; i++) {
      byte[] message = Arrays.copyOf(right, random.nextInt(right.length + 8));
      for (int changes = random.nextInt(4); changes > 0 && message.length > 0; changes--) {
        message[random.nextInt(message.length)] = (byte) random.nextInt();
      }
      server
          .answer(message, client)
          .ifPresent(
              response ->
                  assertThat(response.length)
                      .isLessThanOrEqualTo(message.length + Response.MOST_LONGER));
    }
  }

  private static void refusal(byte[] message, byte[] response) {
    assertThat(response.length).isLessThanOrEqualTo(message.length);
    assertThat(rcode(response)).isIn(1, 4, 5);
    assertThat(answers(response) + authorities(response)).isZero();
  }

  private byte[] whole(byte[] query) {
    return server.answer(query, client).orElseThrow();
  }

  private NameServer server(String reachable) {
    return new NameServer(
        "ats-harness.test",
        HOSTS,
        asking -> {
          assertThat(asking).isEqualTo(client);
          return address(reachable);
        });
  }

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
