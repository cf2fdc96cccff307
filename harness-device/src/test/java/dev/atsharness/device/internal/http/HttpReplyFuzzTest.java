package dev.atsharness.device.internal.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.atsharness.testing.FuzzTests;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any answer of a server is read as a reply of HTTP/1.1 and HTTP/2, within the limits. */
class HttpReplyFuzzTest extends FuzzTests {

  private static final URI URL = URI.create("https://mdm.example/a?b");

  static Stream<byte[]> http1() {
    return Stream.of(
        bytes("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Type: text/plain\r\n\r\nhello"),
        bytes("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 302 Found\r\nLocation: /x\r\n\r\n"),
        bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"),
        bytes("HTTP/1.0 200 OK\nA: b\n c\n\nhello"),
        gzipped("HTTP/1.1 200 OK\r\nContent-Encoding: gzip, identity\r\n\r\n", "hello"),
        gzipped("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, deflate\r\n\r\n", "hello"));
  }

  static Stream<byte[]> http2() {
    return Stream.of(
            "000000040000000000" + "00000401040000000188" + "5c0135",
            // SETTINGS, its acknowledgement, HEADERS with status 200, DATA with END_STREAM
            "000006040000000000000300000064"
                + "000000040100000000"
                + "00000101040000000188"
                + "00000500010000000168656c6c6f",
            "000000040000000000" + "0000080700000000000000000100000002",
            "000000040000000000" + "0000040300000000010000000b")
        .map(HexFormat.of()::parseHex);
  }

  @MethodSource("http1")
  @FuzzTest
  void readsRepliesOfHttp1(byte[] input) throws IOException {
    check(Http1Exchange.get(URL, new ByteArrayInputStream(input), OutputStream.nullOutputStream()));
  }

  @MethodSource("http2")
  @FuzzTest
  void readsRepliesOfHttp2(byte[] input) throws IOException {
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    check(Http2Exchange.get(URL, new ByteArrayInputStream(input), sent));
    assertThat(sent.size()).as("what it sends back").isLessThan(100 * input.length + 10_000);
  }

  private static void check(HttpReply reply) {
    assertThat(reply.body().length).isLessThanOrEqualTo(HttpReply.MAX_BODY);
    reply.status().ifPresent(status -> assertThat(status).isBetween(200, 999));
    reply.trouble().ifPresent(why -> assertThat(why).isNotBlank());
    assertThat(reply.toString()).isNotBlank();
    reply.contentType();
    reply.location();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static byte[] gzipped(String head, String body) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(bytes(head));
    try (GZIPOutputStream gzip = new GZIPOutputStream(all)) {
      gzip.write(bytes(body));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to memory", e);
    }
    return all.toByteArray();
  }
}
