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
 * One {@code GET} over HTTP/2 (RFC 9113), on a connection whose handshake selected it. Jetty reads
 * and writes the frames; the thread that asks does the rest, on the connection's own streams, so
 * that the connection's deadline and limit hold here too. One object makes one exchange.
 */
public final class Http2Exchange {

  /** The protocol's name in ALPN. */
  public static final String ALPN = "h2";

  /** More than is ever read of a response, so that no window has to be opened again. In bytes. */
  private static final int WINDOW = 4 * HttpReply.MAX_BODY;

  /** RFC 9113 section 6.9.2. */
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
    // It takes a URL as it is; Jetty's own class for URLs refuses some.
    generator.getHpackEncoder().setValidateEncoding(false);
    generator.getHpackEncoder().setMaxHeaderListSize(Http2Response.MAX_HEAD);
    parser.init(response);
  }

  /**
   * Sends the request and reads the response.
   *
   * @return {@link HttpReply#none()} if the server ends the stream or the connection (RST_STREAM,
   *     GOAWAY, close_notify) without a response, or if what comes is not HTTP/2
   * @throws IOException if the connection fails before the head of the response is complete; what
   *     fails later leaves a body that is {@link BodyEnd#TRUNCATED}
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
    // RFC 9113 section 8.2.2 has no Transfer-Encoding; where one is, it is undone all the same.
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

  /** The server is told why, where the fault is its own (RFC 9113 section 5.4.1). */
  private void sayGoodbye() {
    ErrorCode why = response.fault().orElse(ErrorCode.NO_ERROR);
    try {
      send(List.of(new GoAwayFrame(0, why.code, new byte[0])));
    } catch (IOException e) {
      // The response is known, and a server that is gone need not be told.
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
