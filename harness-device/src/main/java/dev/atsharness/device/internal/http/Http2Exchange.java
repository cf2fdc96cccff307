package dev.atsharness.device.internal.http;

import dev.atsharness.device.internal.http.HttpReply.BodyEnd;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.frames.Frame;
import org.eclipse.jetty.http2.frames.GoAwayFrame;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.PrefaceFrame;
import org.eclipse.jetty.http2.frames.SettingsFrame;
import org.eclipse.jetty.http2.frames.WindowUpdateFrame;
import org.eclipse.jetty.http2.generator.Generator;
import org.eclipse.jetty.http2.hpack.HpackException;
import org.eclipse.jetty.http2.parser.Parser;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;

/**
 * One {@code GET} over HTTP/2 (RFC 9113), on a connection whose handshake selected it. Jetty's
 * classes parse and generate the frames. The calling thread does the rest, directly on the
 * connection's streams, so that the connection's deadline and limit also apply here. One object
 * makes one exchange.
 */
public final class Http2Exchange {

  /** The protocol's name in ALPN. */
  public static final String ALPN = "h2";

  /**
   * The window in bytes. It is larger than any response that is read, so no window has to be
   * enlarged later.
   */
  private static final int WINDOW = 4 * HttpReply.MAX_BODY;

  /** The initial window (RFC 9113 section 6.9.2), in bytes. */
  private static final int DEFAULT_WINDOW = 65_535;

  private static final int BUFFER = 16 * 1024;

  private final InputStream in;
  private final OutputStream out;
  private final ByteBufferPool pool = new ByteBufferPool.NonPooling();
  private final Generator generator = new Generator(pool);
  private final Parser parser = new Parser(pool, Http2Response.MAX_HEAD);
  private final Http2Response response = new Http2Response();

  private Http2Exchange(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
    // Passes the URL unchanged; Jetty's own class for URLs refuses some.
    generator.getHpackEncoder().setValidateEncoding(false);
    generator.getHpackEncoder().setMaxHeaderListSize(Http2Response.MAX_HEAD);
    parser.init(response);
  }

  /**
   * Sends the request and reads the response.
   *
   * @return {@link HttpReply#none()} if the server ends the stream or the connection (RST_STREAM,
   *     GOAWAY, close_notify) without a response, or if the answer is not HTTP/2
   * @throws IOException if the connection fails before the head of the response is complete; if it
   *     fails later, the body is {@link BodyEnd#TRUNCATED}
   */
  public static HttpReply get(URI url, InputStream in, OutputStream out) throws IOException {
    return new Http2Exchange(in, out).get(url);
  }

  private HttpReply get(URI url) throws IOException {
    try {
      send(
          List.of(
              new PrefaceFrame(),
              new SettingsFrame(
                  Map.of(
                      SettingsFrame.ENABLE_PUSH,
                      0,
                      SettingsFrame.INITIAL_WINDOW_SIZE,
                      WINDOW,
                      SettingsFrame.MAX_HEADER_LIST_SIZE,
                      Http2Response.MAX_HEAD),
                  false),
              new WindowUpdateFrame(0, WINDOW - DEFAULT_WINDOW),
              new HeadersFrame(Http2Response.STREAM, request(url), null, true)));
      read();
    } catch (IOException e) {
      if (!response.hasHead()) {
        throw e;
      }
    }
    sayGoodbye();
    HttpReply reply = response.reply();
    // RFC 9113 section 8.2.2 forbids Transfer-Encoding; if a server sends it anyway, it is decoded.
    return BodyCodings.undone(reply, BodyCodings.names(reply.fields("Transfer-Encoding")));
  }

  private void read() throws IOException {
    byte[] buffer = new byte[BUFFER];
    while (!response.over()) {
      int count = in.read(buffer);
      if (count < 0) {
        return;
      }
      response.arrived(count);
      ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
      while (bytes.hasRemaining() && !response.over()) {
        parser.parse(bytes);
      }
      if (!response.over()) {
        send(response.takeAnswers());
      }
    }
  }

  /**
   * Sends GOAWAY, with the error code if the server violated the protocol (RFC 9113 section 5.4.1).
   */
  private void sayGoodbye() {
    ErrorCode why = response.fault().orElse(ErrorCode.NO_ERROR);
    try {
      send(List.of(new GoAwayFrame(0, why.code, new byte[0])));
    } catch (IOException e) {
      // The response is complete; it does not matter if the server is already gone.
    }
  }

  private void send(List<Frame> frames) throws IOException {
    if (frames.isEmpty()) {
      return;
    }
    RetainableByteBuffer.DynamicCapacity bytes = new RetainableByteBuffer.DynamicCapacity();
    try {
      for (Frame frame : frames) {
        generator.control(bytes, frame);
      }
    } catch (HpackException e) {
      throw new IOException("the request cannot be written (" + e.getMessage() + ")", e);
    }
    out.write(bytes.takeByteArray());
    out.flush();
  }

  private static MetaData request(URI url) {
    HttpTarget target = HttpTarget.of(url);
    HttpFields.Mutable fields =
        HttpFields.build()
            .add(new HttpField(HttpHeader.C_METHOD, "GET"))
            .add(new HttpField(HttpHeader.C_SCHEME, "https"))
            .add(new HttpField(HttpHeader.C_AUTHORITY, target.authority()))
            .add(new HttpField(HttpHeader.C_PATH, target.target()))
            .add(HttpHeader.USER_AGENT, Http1Exchange.USER_AGENT)
            .add(HttpHeader.ACCEPT, "*/*")
            .add(HttpHeader.ACCEPT_ENCODING, BodyCodings.ACCEPTED);
    return new MetaData(HttpVersion.HTTP_2, fields);
  }
}
