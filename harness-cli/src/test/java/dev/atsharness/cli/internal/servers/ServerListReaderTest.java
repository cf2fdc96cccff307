package dev.atsharness.cli.internal.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.atsharness.scenario.Role;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerListReaderTest {

  private static ServerList read(String text) throws IOException {
    return read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static ServerList read(byte[] bytes) throws IOException {
    return ServerListReader.read(new ByteArrayInputStream(bytes));
  }

  private static List<String> urls(ServerList list) {
    return list.servers().stream().map(server -> server.line() + " " + server.url()).toList();
  }

  private static List<Integer> badLines(ServerList list) {
    return list.problems().stream().map(ServerList.Problem::line).toList();
  }

  @Test
  void aListHasOneUrlOrHostALine() throws Exception {
    ServerList list =
        read(
            """
            # our servers
            https://mdm.example.com/checkin

            mdm2.example.com
              mdm3.example.com:8443   # old
            "mdm4.example.com"
            HTTP://plain.example.com/
            [2001:db8::1]:8443
            münchen.example/pfad
            """);

    assertThat(urls(list))
        .containsExactly(
            "2 https://mdm.example.com/checkin",
            "4 https://mdm2.example.com",
            "5 https://mdm3.example.com:8443",
            "6 https://mdm4.example.com",
            "7 http://plain.example.com/",
            "8 https://[2001:db8::1]:8443",
            "9 https://xn--mnchen-3ya.example/pfad");
    assertThat(list.problems()).isEmpty();
    assertThat(list.notes()).isEmpty();
  }

  @Test
  void aTableSaysMoreAboutAServer() throws Exception {
    ServerList list =
        read(
            """
            Owner,URL,Role,Resolve,Product
            "Mail, Calendar",mdm.example.com,MDM,192.0.2.1,nginx
            # a remark
            Anna,https://ca.example.com/scep,scep,ca.example.com:192.0.2.2 192.0.2.3:8443,
            ,only-a-url.example.com
            ,,,,
            """);

    assertThat(list.problems()).isEmpty();
    assertThat(list.servers())
        .containsExactly(
            new ListedServer(
                URI.create("https://mdm.example.com"),
                Optional.of("Mail, Calendar"),
                Optional.of(Role.MDM),
                List.of(HostEntry.of("mdm.example.com:443:192.0.2.1")),
                Optional.of("nginx"),
                2),
            new ListedServer(
                URI.create("https://ca.example.com/scep"),
                Optional.of("Anna"),
                Optional.of(Role.SCEP),
                List.of(
                    HostEntry.of("ca.example.com:192.0.2.2"),
                    HostEntry.of("ca.example.com:443:192.0.2.3:8443")),
                Optional.empty(),
                4),
            ListedServer.of(URI.create("https://only-a-url.example.com"), 5));
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t"})
  void theSeparatorsOfSpreadsheetsAreKnown(String separator) throws Exception {
    String text = "url,owner\r\nmdm.example.com,\"A, B; \"\"C\"\"\tD\"\r\n";

    ServerList list =
        read(text.replaceFirst(",", separator).replaceFirst("com,", "com" + separator));

    assertThat(list.problems()).isEmpty();
    assertThat(list.servers().get(0).owner()).contains("A, B; \"C\" D");
  }

  @ParameterizedTest
  @CsvSource({"UTF-8,EF BB BF", "UTF-16LE,FF FE", "UTF-16BE,FE FF"})
  void theByteOrderMarksOfWindowsAreKnown(String charset, String mark) throws Exception {
    byte[] text = "url;owner\r\nmdm.example.com;Jörg\r\n".getBytes(Charset.forName(charset));
    String[] first = mark.split(" ", -1);
    byte[] bytes = new byte[first.length + text.length];
    for (int i = 0; i < first.length; i++) {
      bytes[i] = (byte) Integer.parseInt(first[i], 16);
    }
    System.arraycopy(text, 0, bytes, first.length, text.length);

    ServerList list = read(bytes);

    assertThat(list.servers().get(0).owner()).contains("Jörg");
    assertThat(list.notes()).isEmpty();
  }

  @Test
  void aListInTheEncodingOfOldSpreadsheetsIsReadAndNamed() throws Exception {
    ServerList list =
        read("url;owner\nmdm.example.com;Jörg €\n".getBytes(Charset.forName("windows-1252")));

    assertThat(list.servers().get(0).owner()).contains("Jörg €");
    assertThat(list.notes()).singleElement().asString().contains("windows-1252");
  }

  @Test
  void aBadLineCostsNoOtherLine() throws Exception {
    ServerList list =
        read(
            """
            one.example.com
            ftp://two.example.com/
            three.example.com Anna
            https://four.example.com:70000/
            *.five.example.com
            anna@six.example.com
            https:///
            seven.example.com
            """);

    assertThat(urls(list))
        .containsExactly("1 https://one.example.com", "8 https://seven.example.com");
    assertThat(badLines(list)).containsExactly(2, 3, 4, 5, 6, 7);
    assertThat(list.problems().get(1).text()).contains("url,owner");
    assertThat(list.problems().get(2).text()).contains("1 to 65535");
  }

  @Test
  void aBadLineOfATableCostsNoOtherLine() throws Exception {
    ServerList list =
        read(
            """
            url,owner,role,resolve
            one.example.com,Anna,mdm,192.0.2.1
            two.example.com,"Anna
            three.example.com,Bob
            four.example.com,A, B, C, D
            five.example.com,Anna,king
            six.example.com,Anna,mdm,somewhere
            ,Anna
            seven.example.com,"Anna" too
            eight.example.com,Bob"
            nine.example.com,"Mail
            and Calendar"
            ten.example.com,Anna,,
            """);

    assertThat(urls(list))
        .containsExactly(
            "2 https://one.example.com",
            "4 https://three.example.com",
            "11 https://nine.example.com",
            "13 https://ten.example.com");
    assertThat(list.servers().get(2).owner()).contains("Mail and Calendar");
    assertThat(badLines(list)).containsExactly(3, 5, 6, 7, 8, 9, 10);
    assertThat(list.problems())
        .extracting(ServerList.Problem::text)
        .element(0)
        .asString()
        .contains("quotes");
    assertThat(list.problems().get(1).text()).contains("5 cells").contains("4 columns");
    assertThat(list.problems().get(2).text()).contains("king").contains("scep");
  }

  @Test
  void aRepeatedServerIsVisitedOnceAndNamed() throws Exception {
    ServerList list =
        read(
            """
            url,owner
            mdm.example.com,Anna
            https://MDM.example.com:443/,Bob
            https://mdm.example.com/,Anna
            https://mdm.example.com/other,Anna
            """);

    assertThat(urls(list))
        .containsExactly("2 https://mdm.example.com", "5 https://mdm.example.com/other");
    assertThat(list.notes())
        .containsExactly(
            "line 3 repeats line 2, https://MDM.example.com:443/; what it says about owner differs,"
                + " and both are shown",
            "line 4 repeats line 2, https://mdm.example.com/");
    assertThat(list.servers().get(0).owner()).contains("Anna, Bob");
    assertThat(list.servers().get(0).notes()).isEqualTo(list.notes());
  }

  @Test
  void rowsThatDifferInWhatIsJudgedAreJudgedEach() throws Exception {
    ServerList list =
        read(
            """
            url,owner,role,resolve
            mdm.example.com,Anna,scep,
            mdm.example.com,Bob,mdm,
            mdm.example.com,Bob,mdm,192.0.2.1
            other.example.com,Anna,,
            MDM.example.com,Carl,mdm,
            """);

    assertThat(list.servers())
        .extracting(server -> server.line() + " " + server.owner().orElse(""))
        .containsExactly("2 Anna", "3 Bob, Carl", "4 Bob", "5 Anna");
    assertThat(list.notes())
        .contains(
            "line 3 has the server of line 2, https://mdm.example.com, but what it says about role"
                + " differs; each is visited and judged for itself",
            "line 4 has the server of line 2, https://mdm.example.com, but what it says about role,"
                + " resolve differs; each is visited and judged for itself");
    assertThat(list.servers().get(0).notes()).hasSize(2);
    assertThat(list.servers().get(3).notes()).isEmpty();
  }

  @Test
  void anEmptyQueryCapitalsAndADotAtTheEndMakeNoOtherServer() throws Exception {
    assertThat(
            urls(
                read(
                    """
                    mdm.example.com
                    https://mdm.example.com/?
                    MDM.Example.COM
                    mdm.example.com.
                    https://mdm.example.com.:443/?a
                    """)))
        .containsExactly("1 https://mdm.example.com", "5 https://mdm.example.com.:443/?a");
  }

  @Test
  void columnsThatAreNotUsedAreNamed() throws Exception {
    assertThat(read("URL,Remark\nmdm.example.com,x\n").notes())
        .singleElement()
        .asString()
        .contains("remark");
  }

  @Test
  void aTableWithoutHeaderSaysWhatToWrite() throws Exception {
    ServerList list = read("mdm.example.com,Anna\n");

    assertThat(list.servers()).isEmpty();
    assertThat(list.problems().get(0).text()).contains("first line").contains("url,owner");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          owner,server | none is called url
          url,url      | url twice; remove one
          PK           | save the list as CSV
          """)
  void whatIsNoListIsRefusedWithTheRemedy(String text, String message) {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> read(text))
        .withMessageContaining(message);
  }

  @Test
  void bytesThatAreNoTextAreRefused() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> read(new byte[] {'a', 0, 'b'}))
        .withMessageContaining("not text");
  }

  @Test
  void aDamagedOrEndlessLineCostsNoOtherLine() throws Exception {
    String endless = "a".repeat(10 * 1024 * 1024);
    for (String first : List.of("", "url,owner\n")) {
      ServerList list =
          read(first + "one.example\n" + endless + "\ntwo.example\nthree\0.example\nfour.example");

      assertThat(list.servers()).hasSize(3);
      assertThat(list.problems())
          .extracting(problem -> problem.text().replaceFirst(";.*", ""))
          .containsExactly(
              "it is longer than 10000 characters", "it has NUL bytes, so the file may be damaged");
      assertThat(list.problems()).allMatch(problem -> problem.toString().length() < 200);
    }
    assertThat(urls(read(endless + "\none.example\n"))).containsExactly("2 https://one.example");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
  void textOfTwoBytesACharacterIsKnownWithoutAMark(String charset) throws Exception {
    ServerList list =
        read("url;owner\r\nmdm.example.com;J\u00f6rg\r\n".getBytes(Charset.forName(charset)));

    assertThat(list.servers().get(0).owner()).contains("J\u00f6rg");
    assertThat(list.notes()).singleElement().asString().contains(charset);
  }

  @Test
  void textThatIsNotWhatItsMarkSaysIsRefusedWithTheRemedy() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> read(new byte[] {(byte) 0xff, (byte) 0xfe, 'a', 0, 'b'}))
        .withMessageContaining("save the list as CSV (UTF-8)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          https://anna:secret@mdm.example/x | '...mdm.example/x' has a user before the host
          anna:secret@mdm.example           | '...mdm.example' has a user before the host
          https://anna:secret@m\u00fcnchen.example/ | has a user before the host
          2001:db8::1                       | put it into brackets
          https://2001:db8::1/x             | put it into brackets
          ::1                               | put it into brackets
          mdm.example:0                     | has the port 0; a port is a number from 1 to 65535
          mdm.example:65536                 | has the port 65536
          mdm.example:99999999999           | write https://NAME[:PORT]/
          m\u00fcnchen.example:65536       | write https://NAME[:PORT]/
          xn--\u00fc.example\u0001        | write https://NAME[:PORT]/
          """)
  void whatIsNoServerIsNamedWithTheRemedyAndWithoutItsPassword(String text, String message)
      throws Exception {
    ServerList list = read("one.example\n" + text + "\ntwo.example\n");

    assertThat(list.problems())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.toString())
                    .startsWith("line 2: ")
                    .contains(message)
                    .doesNotContain("secret"));
    assertThat(list.servers()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mdm.example.com/a@b", "https://mdm.example.com/?to=a@b", "[::1]:8443"})
  void otherSignsAreNoUserAndNoAddress(String text) throws Exception {
    assertThat(read(text + "\n").servers()).hasSize(1);
  }

  @Test
  void anEmptyListHasNoServers() throws Exception {
    assertThat(read("# nothing\n\n").servers()).isEmpty();
  }
}
