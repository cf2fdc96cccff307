package dev.atsharness.device.internal.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.atsharness.device.internal.http.HttpReply.BodyEnd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses as servers frame them (RFC 9112 section 6). */
class Http1ExchangeTest {

  private static final URI URL = URI.create("https://mdm.example:8443/a%20b?c=d");

  /**
   * A connection that ends without close_notify, which Bouncy Castle reports as an EOFException.
   */
  private static final class Broken extends InputStream {

    @Override
    public int read() throws IOException {
      throw new EOFException("no close_notify");
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return read();
    }
  }

  private static HttpReply reply(String response) throws IOException {
    return Http1Exchange.get(URL, bytes(response), new ByteArrayOutputStream());
  }

  private static HttpReply brokenReply(String response) throws IOException {
    InputStream in = new SequenceInputStream(bytes(response), new Broken());
    return Http1Exchange.get(URL, in, new ByteArrayOutputStream());
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.replace("\n", "\r\n").getBytes(ISO_8859_1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0085", "\u000b", "\u000c"})
  void onlyALineFeedEndsAField(String other) throws IOException {
    HttpReply reply =
        reply("HTTP/1.1 302 Found\nX: a" + other + "Location: https://b/\nLocation: http://a/\n\n");

    assertThat(reply.fields("Location")).containsExactly("http://a/");
    assertThat(reply.field("X")).contains("a" + other + "Location: https://b/");
  }

  @Test
  void theRequestNamesHostPortAndTarget() throws IOException {
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    Http1Exchange.get(URL, bytes("HTTP/1.1 204 No Content\n\n"), sent);

    assertThat(sent.toString(ISO_8859_1))
        .startsWith("GET /a%20b?c=d HTTP/1.1\r\nHost: mdm.example:8443\r\n")
        .endsWith("\r\n\r\n");
  }

  /**
   * If the length is known, it does not matter whether the connection is closed with close_notify.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          HTTP/1.1 200 OK~Content-Length: 4~~body                                       | COMPLETE
          HTTP/1.1 200 OK~content-length:  4 ~~body and more                            | COMPLETE
          HTTP/1.1 200 OK~Content-Length: 4, 4~~body                                    | COMPLETE
          HTTP/1.1 200 OK~Transfer-Encoding: chunked~~2~bo~2;x=y~dy~0~~                 | COMPLETE
          HTTP/1.1 200 OK~Transfer-Encoding: Chunked~Content-Length: 9~~4~body~0~~      | COMPLETE
          HTTP/1.1 103 Early Hints~Link: x~~HTTP/1.1 200 OK~Content-Length: 4~~body     | COMPLETE
          HTTP/1.1 200~Content-Length: 4~~body                                          | COMPLETE
          HTTP/1.1 200 OK~Content-Length: 5~~body                                       | TRUNCATED
          HTTP/1.1 200 OK~Transfer-Encoding: chunked~~4~body~                           | TRUNCATED
          HTTP/1.1 200 OK~Transfer-Encoding: chunked~~4~body~zz~                        | TRUNCATED
          """)
  void aBodyEndsWhereTheServerSays(String response, BodyEnd end) throws IOException {
    String text = response.replace('~', '\n');
    for (HttpReply reply : new HttpReply[] {reply(text), brokenReply(text)}) {
      assertThat(reply.status()).hasValue(200);
      assertThat(reply.bodyEnd()).isEqualTo(end);
      assertThat(new String(reply.body(), ISO_8859_1)).isEqualTo("body");
    }
  }

  @Test
  void aBodyThatTheConnectionEndsNeedsAProperEnd() throws IOException {
    String response = "HTTP/1.0 200 OK\nContent-Type: text/plain\n\nbody";

    assertThat(reply(response).bodyEnd()).isEqualTo(BodyEnd.COMPLETE);
    assertThat(brokenReply(response).bodyEnd()).isEqualTo(BodyEnd.UNCLOSED);
    assertThat(new String(brokenReply(response).body(), ISO_8859_1)).isEqualTo("body");
  }

  @ParameterizedTest
  @CsvSource({"204", "304"})
  void someStatusCodesHaveNoBody(int status) throws IOException {
    HttpReply reply = brokenReply("HTTP/1.1 " + status + " x\nContent-Length: 9\n\n");

    assertThat(reply.bodyEnd()).isEqualTo(BodyEnd.COMPLETE);
    assertThat(reply.body()).isEmpty();
  }

  @Test
  void aLongBodyIsCutAndThatIsNotAFault() throws IOException {
    String long1 = "x".repeat(HttpReply.MAX_BODY + 1);

    assertThat(reply("HTTP/1.1 200 OK\nContent-Length: " + long1.length() + "\n\n" + long1))
        .returns(BodyEnd.CUT, HttpReply::bodyEnd)
        .returns(HttpReply.MAX_BODY, reply -> reply.body().length);
    assertThat(reply("HTTP/1.1 200 OK\n\n" + long1).bodyEnd()).isEqualTo(BodyEnd.CUT);
    assertThat(
            reply(
                    "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n"
                        + Integer.toHexString(long1.length())
                        + "\n"
                        + long1)
                .bodyEnd())
        .isEqualTo(BodyEnd.CUT);
  }

  @Test
  void fieldsAreReadWithoutRegardToCaseAndFoldedOnesAreJoined() throws IOException {
    HttpReply reply = reply("HTTP/1.1 302 Found\nlocation:https://x.example/\n  y\nX: a\nx: b\n\n");

    assertThat(reply.location()).contains("https://x.example/ y");
    assertThat(reply.fields("X")).containsExactly("a", "b");
  }

  @Test
  void theMediaTypeHasNoParameters() throws IOException {
    assertThat(reply("HTTP/1.1 200 OK\nContent-Type: Text/XML; charset=utf-8\n\n").contentType())
        .contains("text/xml");
  }

  @Test
  void whatIsNotHttpIsNoReply() throws IOException {
    assertThat(reply("SSH-2.0-OpenSSH_9\n").status()).isEmpty();
    assertThat(reply("HTTP/1.1 103 x\n\n".repeat(20)).status()).isEmpty();
    assertThatIOException().isThrownBy(() -> brokenReply("HTTP/1.1 200 OK\nContent-"));
  }

  @Test
  void aHeadThatEndsInTheMiddleOrNeverIsNoReply() throws IOException {
    for (String cut :
        List.of(
            "HTTP/1.1 302 Found\nLocation: https://mdm.exam",
            "HTTP/1.1 200 OK\nServer: x\n",
            "HTTP/1.1 200 OK\nX: " + "x".repeat(64 * 1024) + "\nLocation: x\n\n<plist>")) {
      HttpReply reply = reply(cut);

      assertThat(reply.status()).isEmpty();
      assertThat(reply.trouble()).isPresent();
    }
  }

  @Test
  void whatADeviceCanUnpackIsAskedFor() throws IOException {
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    Http1Exchange.get(URL, bytes("HTTP/1.1 204 No Content\n\n"), sent);

    assertThat(sent.toString(ISO_8859_1)).contains("\r\nAccept-Encoding: gzip, deflate\r\n");
  }

  private static HttpReply coded(String fields, byte[] body) throws IOException {
    ByteArrayOutputStream response = new ByteArrayOutputStream();
    response.writeBytes(("HTTP/1.1 200 OK\r\n" + fields + "\r\n\r\n").getBytes(ISO_8859_1));
    response.writeBytes(body);
    return Http1Exchange.get(
        URL, new ByteArrayInputStream(response.toByteArray()), new ByteArrayOutputStream());
  }

  private static byte[] packed(String text, UnaryOperator<OutputStream> packer) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = packer.apply(bytes)) {
      out.write(text.getBytes(ISO_8859_1));
    }
    return bytes.toByteArray();
  }

  private static OutputStream gzip(OutputStream out) {
    try {
      return new GZIPOutputStream(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static OutputStream zlib(OutputStream out) {
    return new DeflaterOutputStream(out);
  }

  private static OutputStream rawDeflate(OutputStream out) {
    return new DeflaterOutputStream(out, new Deflater(Deflater.DEFAULT_COMPRESSION, true));
  }

  @Test
  void codingsAreUndone() throws IOException {
    byte[] gzip = packed("body", Http1ExchangeTest::gzip);
    byte[] chunked = chunked(gzip);
    for (HttpReply reply :
        List.of(
            coded("Content-Encoding: gzip", gzip),
            coded("Content-Encoding: identity, X-GZIP", gzip),
            coded("Content-Encoding: deflate", packed("body", Http1ExchangeTest::zlib)),
            coded("Content-Encoding: deflate", packed("body", Http1ExchangeTest::rawDeflate)),
            coded("Transfer-Encoding: gzip", gzip),
            coded("Transfer-Encoding: gzip, chunked", chunked),
            coded("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked", chunked),
            coded(
                "Content-Encoding: deflate, gzip",
                packed(
                    new String(packed("body", Http1ExchangeTest::zlib), ISO_8859_1),
                    Http1ExchangeTest::gzip)))) {
      assertThat(reply.trouble()).isEmpty();
      assertThat(reply.bodyEnd()).isEqualTo(BodyEnd.COMPLETE);
      assertThat(new String(reply.body(), ISO_8859_1)).isEqualTo("body");
    }
  }

  private static byte[] chunked(byte[] body) {
    ByteArrayOutputStream chunks = new ByteArrayOutputStream();
    chunks.writeBytes((Integer.toHexString(body.length) + "\r\n").getBytes(ISO_8859_1));
    chunks.writeBytes(body);
    chunks.writeBytes("\r\n0\r\n\r\n".getBytes(ISO_8859_1));
    return chunks.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Encoding: br",
        "Content-Encoding: zstd",
        "Content-Encoding: gzip",
        "Transfer-Encoding: wonderful",
        "Transfer-Encoding: chunked, wonderful",
        "Content-Encoding: gzip, gzip, gzip, gzip, gzip"
      })
  void aCodingThatCannotBeUndoneIsSaid(String field) throws IOException {
    assertThat(coded(field, "body".getBytes(ISO_8859_1)).trouble()).isPresent();
  }

  @Test
  void anEmptyBodyIsInNoCoding() throws IOException {
    assertThat(coded("Content-Encoding: br\r\nContent-Length: 0", new byte[0]).trouble()).isEmpty();
  }

  @Test
  void theLimitOfABodyIsThatOfTheUnpackedOne() throws IOException {
    byte[] bomb = packed("x".repeat(HttpReply.MAX_BODY + 1), Http1ExchangeTest::gzip);
    byte[] half = Arrays.copyOf(packed("body".repeat(99), Http1ExchangeTest::gzip), 12);

    assertThat(coded("Content-Encoding: gzip", bomb))
        .returns(BodyEnd.CUT, HttpReply::bodyEnd)
        .returns(HttpReply.MAX_BODY, reply -> reply.body().length);
    assertThat(coded("Content-Encoding: gzip", half).bodyEnd()).isEqualTo(BodyEnd.TRUNCATED);
  }
}
