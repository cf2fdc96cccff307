package dev.atsharness.device.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atsharness.device.internal.RequestBlock;
import dev.atsharness.device.internal.http.HttpReply.BodyEnd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.frames.Frame;
import org.eclipse.jetty.http2.frames.GoAwayFrame;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.PingFrame;
import org.eclipse.jetty.http2.frames.PrefaceFrame;
import org.eclipse.jetty.http2.frames.PushPromiseFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.http2.frames.SettingsFrame;
import org.eclipse.jetty.http2.frames.WindowUpdateFrame;
import org.eclipse.jetty.http2.generator.Generator;
import org.eclipse.jetty.http2.hpack.HpackException;
import org.eclipse.jetty.http2.parser.Parser;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames of a server, valid and hostile, without a network. */
@Timeout(60)
class Http2ExchangeTest {

  private static final URI URL = URI.create("https://mdm.example/");
  private static final int STREAM = 1;
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int CONTINUATION = 9;
  private static final Frame SETTINGS = new SettingsFrame(Map.of(), false);

  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

  @Nested
  class Responses {

    @Test
    void aResponseIsRead() throws Exception {
      HttpReply reply = get(SETTINGS, head(200, "content-type", "text/plain"), data("hello", true));

      assertThat(reply.status()).hasValue(200);
      assertThat(reply.contentType()).contains("text/plain");
      assertThat(text(reply)).isEqualTo("hello");
      assertThat(reply.bodyEnd()).isEqualTo(BodyEnd.COMPLETE);
      assertThat(goodbye()).isEqualTo(ErrorCode.NO_ERROR);
    }

    @Test
    void aRedirectNeedsNoBody() throws Exception {
      HttpReply reply = get(SETTINGS, lastHead(302, "location", "http://other.example/x"));

      assertThat(reply.status()).hasValue(302);
      assertThat(reply.location()).contains("http://other.example/x");
      assertThat(reply.bodyEnd()).isEqualTo(BodyEnd.COMPLETE);
    }

    @Test
    void interimResponsesTrailersAndUnknownFramesArePassedOver() throws Exception {
      HttpReply reply =
          get(
              bytes(SETTINGS, head(103, "link", "</style.css>"), head(200)),
              frame(0xfe, 0xff, 0, new byte[20]),
              bytes(data("one, ", false), data("", false), data("two", false)),
              bytes(
                  new HeadersFrame(
                      STREAM,
                      new MetaData(HttpVersion.HTTP_2, HttpFields.build().add("checksum", "1")),
                      null,
                      true)));

      assertThat(reply.status()).hasValue(200);
      assertThat(reply.field("link")).isEmpty();
      assertThat(text(reply)).isEqualTo("one, two");
      assertThat(reply.bodyEnd()).isEqualTo(BodyEnd.COMPLETE);
    }

    @Test
    void paddingIsNotPartOfTheBody() throws Exception {
      byte[] padded = {4, 'h', 'i', 0, 0, 0, 0};

      HttpReply reply = get(bytes(SETTINGS, head(200)), frame(DATA, 0x8 | 0x1, STREAM, padded));

      assertThat(text(reply)).isEqualTo("hi");
      assertThat(reply.bodyEnd()).isEqualTo(BodyEnd.COMPLETE);
    }

    @Test
    void aBodyOfTheLargestSizeIsWholeAndALongerOneIsCut() throws Exception {
      HttpReply largest = get(bytes(SETTINGS, head(200)), body(HttpReply.MAX_BODY));
      assertThat(largest.body()).hasSize(HttpReply.MAX_BODY);
      assertThat(largest.bodyEnd()).isEqualTo(BodyEnd.COMPLETE);

      HttpReply longer = get(bytes(SETTINGS, head(200)), body(HttpReply.MAX_BODY + 1));
      assertThat(longer.body()).hasSize(HttpReply.MAX_BODY);
      assertThat(longer.bodyEnd()).isEqualTo(BodyEnd.CUT);
    }

    @Test
    void settingsAndPingsAreAnswered() throws Exception {
      PingFrame ping = new PingFrame(42, false);
      get(SETTINGS, ping, head(200), new SettingsFrame(Map.of(), true), data("x", true));
      // If the whole response has arrived already, no answer is needed.
      assertThat(sentFrames()).noneMatch(PingFrame.class::isInstance);

      sent.reset();
      Http2Exchange.get(URL, pieces(bytes(SETTINGS, ping), bytes(lastHead(200))), sent);
      assertThat(sentFrames())
          .anySatisfy(
              frame ->
                  assertThat(frame)
                      .isInstanceOfSatisfying(
                          PingFrame.class,
                          answer -> {
                            assertThat(answer.isReply()).isTrue();
                            assertThat(answer.getPayloadAsLong()).isEqualTo(42);
                          }))
          .anySatisfy(
              frame ->
                  assertThat(frame)
                      .isInstanceOfSatisfying(
                          SettingsFrame.class, answer -> assertThat(answer.isReply()).isTrue()));
    }

    @Test
    void bytesMayComeOneByOne() throws Exception {
      byte[] all = bytes(SETTINGS, head(200, "content-length", "5"), data("hello", true));
      byte[][] single = new byte[all.length][];
      Arrays.setAll(single, i -> new byte[] {all[i]});

      assertThat(text(Http2Exchange.get(URL, pieces(single), sent))).isEqualTo("hello");
    }
  }

  @Nested
  class Requests {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "https://mdm.example/",
          "https://mdm.example:8443/a/b?c=d&e",
          "https://[::1]:8443/x",
          "https://mdm.example/%ff/%00/..;/%2e%2e/a;b=c?q=%ff",
          "https://mdm.example/a/../../..",
          "https://mdm.example//a//b"
        })
    void theTargetIsSentAsItIs(String url) throws Exception {
      Http2Exchange.get(URI.create(url), new ByteArrayInputStream(bytes(lastHead(204))), sent);

      URI asked = URI.create(url);
      String query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
      assertThat(requestFields())
          .containsEntry(":method", "GET")
          .containsEntry(":scheme", "https")
          .containsEntry(":authority", asked.getRawAuthority())
          .containsEntry(":path", asked.getRawPath() + query)
          .containsEntry("user-agent", "ats-harness-device");
    }

    @Test
    void aTargetOutsideAsciiIsEscapedAndAnEmptyPathIsASlash() throws Exception {
      Http2Exchange.get(
          URI.create("https://mdm.example/\u00e9"), pieces(bytes(lastHead(204))), sent);
      assertThat(requestFields()).containsEntry(":path", "/%C3%A9");

      sent.reset();
      Http2Exchange.get(URI.create("https://mdm.example?q"), pieces(bytes(lastHead(204))), sent);
      assertThat(requestFields()).containsEntry(":path", "/?q");
    }

    @Test
    void aLongTargetIsSentInSeveralFrames() throws Exception {
      URI url = URI.create("https://mdm.example/" + "a+".repeat(20_000));

      Http2Exchange.get(url, pieces(bytes(lastHead(204))), sent);

      assertThat(requestFields()).containsEntry(":path", url.getPath());
    }

    @Test
    void aTargetThatIsTooLongIsNotSent() {
      URI url = URI.create("https://mdm.example/" + "a".repeat(1_000_000));

      assertThatThrownBy(() -> Http2Exchange.get(url, pieces(bytes(lastHead(204))), sent))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("the request cannot be written");
    }

    @Test
    void pushIsSwitchedOff() throws Exception {
      get(lastHead(204));

      assertThat(sentFrames().get(0))
          .isInstanceOfSatisfying(
              SettingsFrame.class,
              settings ->
                  assertThat(settings.getSettings()).containsEntry(SettingsFrame.ENABLE_PUSH, 0));
    }
  }

  @Nested
  class Endings {

    @Test
    void aStreamThatIsResetIsNoResponse() throws Exception {
      assertNone(get(SETTINGS, new ResetFrame(STREAM, ErrorCode.REFUSED_STREAM_ERROR.code)));
      assertThat(goodbye()).isEqualTo(ErrorCode.NO_ERROR);
    }

    @Test
    void aStreamThatIsResetInTheBodyLeavesTheHead() throws Exception {
      HttpReply reply =
          get(
              SETTINGS,
              head(200),
              data("hel", false),
              new ResetFrame(STREAM, ErrorCode.INTERNAL_ERROR.code));

      assertTruncated(reply, "hel");
    }

    @Test
    void aServerThatGoesAwayWithoutTheRequestGivesNoResponse() throws Exception {
      assertNone(get(SETTINGS, new GoAwayFrame(0, ErrorCode.INTERNAL_ERROR.code, new byte[0])));
    }

    @Test
    void aServerThatGoesAwayAfterTheRequestStillAnswers() throws Exception {
      HttpReply reply =
          get(
              SETTINGS,
              new GoAwayFrame(STREAM, ErrorCode.NO_ERROR.code, new byte[0]),
              head(200),
              data("late", true));

      assertThat(text(reply)).isEqualTo("late");
      assertThat(reply.bodyEnd()).isEqualTo(BodyEnd.COMPLETE);
    }

    @Test
    void aServerThatClosesGivesNoResponse() throws Exception {
      assertNone(get(SETTINGS));
      assertNone(get(new byte[0]));
      assertTruncated(get(SETTINGS, head(200), data("hel", false)), "hel");
    }

    @Test
    void aConnectionThatFailsBeforeTheHeadFailsTheExchange() {
      InputStream in = thenFails(bytes(SETTINGS));

      assertThatThrownBy(() -> Http2Exchange.get(URL, in, sent))
          .isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void aConnectionThatFailsInTheBodyLeavesTheHead() throws Exception {
      InputStream in = thenFails(bytes(SETTINGS, head(200), data("hel", false)));

      assertTruncated(Http2Exchange.get(URL, in, sent), "hel");
    }

    @Test
    void aServerThatIsGoneNeedsNoGoodbye() throws Exception {
      ByteArrayOutputStream closing =
          new ByteArrayOutputStream() {
            private int writes;

            @Override
            public void write(byte[] bytes) throws IOException {
              if (writes++ > 0) {
                throw new IOException("connection reset");
              }
            }
          };

      HttpReply reply = Http2Exchange.get(URL, pieces(bytes(lastHead(204))), closing);

      assertThat(reply.status()).hasValue(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "4", "6"})
    void aBodyOfAnotherLengthThanTheHeadSaysIsMalformed(String length) throws Exception {
      HttpReply reply = get(SETTINGS, head(200, "content-length", length), data("hello", true));

      assertThat(reply.bodyEnd()).isEqualTo(BodyEnd.TRUNCATED);
      assertThat(goodbye()).isEqualTo(ErrorCode.PROTOCOL_ERROR);
    }
  }

  @Nested
  class HostileServers {

    @Test
    void whatIsNotHttp2IsNoResponse() throws Exception {
      assertNone(
          get("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
      assertThat(goodbye()).isEqualTo(ErrorCode.FRAME_SIZE_ERROR);
    }

    @Test
    void aPushIsRefused() throws Exception {
      MetaData.Request pushed =
          new MetaData.Request(
              "GET",
              HttpURI.from("https://mdm.example/pushed"),
              HttpVersion.HTTP_2,
              HttpFields.EMPTY);

      assertNone(get(SETTINGS, new PushPromiseFrame(STREAM, 2, pushed), lastHead(200)));
      assertThat(goodbye()).isEqualTo(ErrorCode.PROTOCOL_ERROR);
    }

    @Test
    void aFloodOfSettingsOrPingsEnds() throws Exception {
      for (byte[] flood : List.of(bytes(SETTINGS), bytes(new PingFrame(1, false)))) {
        sent.reset();
        Endless in = new Endless(new byte[0], flood);

        assertNone(Http2Exchange.get(URL, in, sent));

        assertThat(in.bytes()).isLessThan(64 * 1024);
        assertThat(sent.size()).isLessThan(4 * 1024);
        assertThat(goodbye()).isEqualTo(ErrorCode.ENHANCE_YOUR_CALM_ERROR);
      }
    }

    @Test
    void aHeadThatDoesNotEndIsBounded() throws Exception {
      byte[] field = new byte[1 + 1 + 1 + 1 + 100]; // literal, not indexed, name "x", 100 octets
      field[1] = 1;
      field[2] = 'x';
      field[3] = 100;
      byte[] begin = concat(bytes(SETTINGS), frame(HEADERS, 0, STREAM, new byte[] {(byte) 0x88}));
      Endless in = new Endless(begin, frame(CONTINUATION, 0, STREAM, field));

      assertNone(Http2Exchange.get(URL, in, sent));

      assertThat(in.bytes()).isLessThan(256 * 1024);
    }

    @Test
    void emptyContinuationsEnd() throws Exception {
      byte[] begin = concat(bytes(SETTINGS), frame(HEADERS, 0, STREAM, new byte[] {(byte) 0x88}));
      Endless in = new Endless(begin, frame(CONTINUATION, 0, STREAM, new byte[0]));

      assertNone(Http2Exchange.get(URL, in, sent));

      assertThat(in.bytes()).isLessThan(512 * 1024);
    }

    /** 4 KB in the table, and then references of one octet each. */
    @Test
    void aHeadThatGrowsByDecompressionIsBounded() throws Exception {
      ByteArrayOutputStream block = new ByteArrayOutputStream();
      block.write(0x88); // :status 200
      block.writeBytes(new byte[] {0x40, 1, 'x', 0x7f, (byte) 0xa1, 0x1e}); // 127 + 3873 = 4000
      block.writeBytes(new byte[4000]);
      byte[] references = new byte[10_000];
      Arrays.fill(references, (byte) (0x80 | 62));
      block.writeBytes(references);

      assertNone(get(bytes(SETTINGS), frame(HEADERS, 0x4 | 0x1, STREAM, block.toByteArray())));
    }

    @Test
    void interimResponsesWithoutEndEnd() throws Exception {
      Endless in = new Endless(bytes(SETTINGS), bytes(head(103)));

      assertNone(Http2Exchange.get(URL, in, sent));

      assertThat(in.bytes()).isLessThan(64 * 1024);
      assertThat(goodbye()).isEqualTo(ErrorCode.PROTOCOL_ERROR);
    }

    @Test
    void aBodyWithoutEndIsCut() throws Exception {
      Endless in =
          new Endless(bytes(SETTINGS, head(200)), frame(DATA, 0, STREAM, new byte[16_000]));

      HttpReply reply = Http2Exchange.get(URL, in, sent);

      assertThat(reply.bodyEnd()).isEqualTo(BodyEnd.CUT);
      assertThat(reply.body()).hasSize(HttpReply.MAX_BODY);
    }

    @Test
    void framesOfOtherStreamsAreFaults() throws Exception {
      assertNone(get(SETTINGS, new HeadersFrame(3, response(200), null, true)));
      assertThat(goodbye()).isEqualTo(ErrorCode.PROTOCOL_ERROR);
      assertNone(get(SETTINGS, new DataFrame(3, ByteBuffer.allocate(1), true)));
      assertNone(get(SETTINGS, data("before the head", true)));
    }

    @Test
    void aHeadWithoutStatusIsAFault() throws Exception {
      assertNone(
          get(
              SETTINGS,
              new HeadersFrame(
                  STREAM,
                  new MetaData(HttpVersion.HTTP_2, HttpFields.build().add("x", "y")),
                  null,
                  true)));
    }

    @Test
    void aFrameOfAnImpossibleSizeIsAFault() throws Exception {
      assertNone(get(bytes(SETTINGS), new byte[] {(byte) 0xff, -1, -1, DATA, 0, 0, 0, 0, 1}));
      assertThat(goodbye()).isEqualTo(ErrorCode.FRAME_SIZE_ERROR);
    }
  }

  private HttpReply get(Frame... frames) throws IOException {
    return get(bytes(frames));
  }

  private HttpReply get(byte[]... bytes) throws IOException {
    sent.reset();
    return Http2Exchange.get(URL, new ByteArrayInputStream(concat(bytes)), sent);
  }

  private static void assertNone(HttpReply reply) {
    assertThat(reply.status()).isEmpty();
  }

  private static void assertTruncated(HttpReply reply, String body) {
    assertThat(reply.status()).hasValue(200);
    assertThat(text(reply)).isEqualTo(body);
    assertThat(reply.bodyEnd()).isEqualTo(BodyEnd.TRUNCATED);
  }

  private static String text(HttpReply reply) {
    return new String(reply.body(), StandardCharsets.UTF_8);
  }

  private static MetaData.Response response(int status, String... fields) {
    HttpFields.Mutable all = HttpFields.build();
    for (int i = 0; i < fields.length; i += 2) {
      all.add(new HttpField(fields[i], fields[i + 1]));
    }
    return new MetaData.Response(status, null, HttpVersion.HTTP_2, all);
  }

  private static Frame head(int status, String... fields) {
    return new HeadersFrame(STREAM, response(status, fields), null, false);
  }

  private static Frame lastHead(int status, String... fields) {
    return new HeadersFrame(STREAM, response(status, fields), null, true);
  }

  private static Frame data(String text, boolean last) {
    return new DataFrame(STREAM, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), last);
  }

  /** Returns DATA frames with this total number of bytes, and an empty one at the end. */
  private static byte[] body(int size) {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    for (int left = size; left > 0; left -= Math.min(left, 16_000)) {
      frames.writeBytes(frame(DATA, 0, STREAM, new byte[Math.min(left, 16_000)]));
    }
    frames.writeBytes(frame(DATA, 1, STREAM, new byte[0]));
    return frames.toByteArray();
  }

  /** Returns a frame as in RFC 9113 section 4.1. */
  private static byte[] frame(int type, int flags, int stream, byte[] payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .put((byte) (payload.length >> 16))
        .putShort((short) payload.length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  private static byte[] bytes(Frame... frames) {
    Generator generator = new Generator(new ByteBufferPool.NonPooling());
    RetainableByteBuffer.DynamicCapacity bytes = new RetainableByteBuffer.DynamicCapacity();
    try {
      for (Frame frame : frames) {
        if (frame instanceof DataFrame data) {
          generator.data(bytes, data, data.remaining());
        } else {
          generator.control(bytes, frame);
        }
      }
    } catch (HpackException e) {
      throw new AssertionError(e);
    }
    return bytes.takeByteArray();
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** Returns a stream in which each part is read separately. */
  private static InputStream pieces(byte[]... parts) {
    InputStream all = InputStream.nullInputStream();
    for (byte[] part : parts) {
      all = new SequenceInputStream(all, new ByteArrayInputStream(part));
    }
    return all;
  }

  private static InputStream thenFails(byte[] bytes) {
    return new SequenceInputStream(
        new ByteArrayInputStream(bytes),
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new SocketTimeoutException("the visit's time is up");
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            return read();
          }
        });
  }

  /** Returns the sent frames after the preface, as an HTTP/2 server reads them. */
  private List<Frame> sentFrames() {
    byte[] all = sent.toByteArray();
    assertThat(all).startsWith(PrefaceFrame.PREFACE_BYTES);
    List<Frame> frames = new ArrayList<>();
    Parser parser = new Parser(new ByteBufferPool.NonPooling(), 1 << 20);
    parser.init(
        new Parser.Listener() {
          @Override
          public void onSettings(SettingsFrame frame) {
            frames.add(frame);
          }

          @Override
          public void onPing(PingFrame frame) {
            frames.add(frame);
          }

          @Override
          public void onGoAway(GoAwayFrame frame) {
            frames.add(frame);
          }

          @Override
          public void onWindowUpdate(WindowUpdateFrame frame) {
            frames.add(frame);
          }
        });
    ByteBuffer bytes = ByteBuffer.wrap(all);
    bytes.position(PrefaceFrame.PREFACE_BYTES.length);
    parser.parse(bytes);
    return frames;
  }

  private ErrorCode goodbye() {
    List<Frame> frames = sentFrames();
    return ErrorCode.from(((GoAwayFrame) frames.get(frames.size() - 1)).getError());
  }

  /** Reads the request's fields without Jetty's class for URLs, which does not accept all URLs. */
  private Map<String, String> requestFields() {
    return RequestBlock.fields(sent.toByteArray());
  }

  /** A stream of bytes, followed by other bytes that are repeated up to a limit. */
  private static final class Endless extends InputStream {

    private static final long LIMIT = 32L << 20;

    private final byte[] begin;
    private final byte[] again;
    private final AtomicLong read = new AtomicLong();

    Endless(byte[] begin, byte[] again) {
      this.begin = begin;
      this.again = again;
    }

    long bytes() {
      return read.get();
    }

    @Override
    public int read() {
      return read.get() >= LIMIT ? -1 : next() & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      if (read.get() >= LIMIT) {
        return -1;
      }
      for (int i = 0; i < length; i++) {
        buffer[offset + i] = next();
      }
      return length;
    }

    private byte next() {
      long at = read.getAndIncrement();
      return at < begin.length
          ? begin[(int) at]
          : again[(int) ((at - begin.length) % again.length)];
    }
  }
}
