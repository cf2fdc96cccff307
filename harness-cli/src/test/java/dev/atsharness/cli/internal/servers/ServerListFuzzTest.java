package dev.atsharness.cli.internal.servers;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.atsharness.testing.FuzzTests;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any list of servers: each of its lines is a server or a problem, or the list is refused. */
class ServerListFuzzTest extends FuzzTests {

  private static final String TABLE =
      """
      url,owner,role,resolve,product
      https://mdm.example/mdm,"Team ""A"", north",mdm,192.0.2.1,nginx
      vpn.example:8443;x,,app,,
      # a remark
      "https://a.example/
      b",,,,
      """;

  static Stream<byte[]> lists() {
    return Stream.of(
        TABLE.getBytes(UTF_8),
        TABLE.replace(',', ';').getBytes(UTF_16),
        TABLE.replace(',', '\t').replace("\n", "\r\n").getBytes(UTF_8),
        "https://a.example\nb.example:443 # c\n[2001:db8::1]:8443\n\"d.example\"\n".getBytes(UTF_8),
        "url,owner\nhttps://a.example,M\u00fcller\n".getBytes(Charset.forName("windows-1252")));
  }

  @MethodSource("lists")
  @FuzzTest
  void readsOrNamesEachProblem(byte[] input) {
    ServerList list;
    try {
      list = ServerListReader.read(new ByteArrayInputStream(input));
    } catch (IOException e) {
      assertThat(e).hasMessageMatching("(?s).+");
      return;
    }
    Set<String> urls = new TreeSet<>();
    for (ListedServer server : list.servers()) {
      assertThat(server.url().getHost()).as(server.url().toString()).isNotBlank();
      assertThat(urls.add(server.key())).as("each server once").isTrue();
    }
    assertThat(list.problems()).allSatisfy(problem -> assertThat(problem.text()).matches("(?s).+"));
    assertThat(list.servers().size() + list.problems().size())
        .isLessThanOrEqualTo(input.length + 1);
  }
}
