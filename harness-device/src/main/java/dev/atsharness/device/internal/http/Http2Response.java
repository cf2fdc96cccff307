package dev.atsharness.device.internal.http;

import dev.atsharness.device.internal.http.HttpReply.BodyEnd;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.frames.Frame;
import org.eclipse.jetty.http2.frames.GoAwayFrame;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.PingFrame;
import org.eclipse.jetty.http2.frames.PushPromiseFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.http2.frames.SettingsFrame;
import org.eclipse.jetty.http2.parser.Parser;

/**
 * The response to the only request of an HTTP/2 connection, assembled from the server's frames.
 * Everything that a server could send endlessly is limited. After the end of the response, further
 * frames have no effect.
 */
final class Http2Response implements Parser.Listener {

  /** The stream of a client's first request (RFC 9113 section 5.1.1). */
  static final int STREAM = 1;

  /** The limit on the header fields of one response, in bytes, before and after decompression. */
  static final int MAX_HEAD = 64 * 1024;

  /** The limit on all frames before the head of the final response is complete, in bytes. */
  private static final int MAX_BEFORE_BODY = 4 * MAX_HEAD;

  private static final int MAX_INTERIM_RESPONSES = 10;

  /**
   * The limit on frames that require an answer. So few answers fit into the socket's buffer even if
   * the server does not read them.
   */
  private static final int MAX_ANSWERS = 64;

  private final List<Frame> answers = new ArrayList<>();
  private final List<HttpReply.Field> fields = new ArrayList<>();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  /** The status code; 0 before the head of the final response. */
  private int status;

  private BodyEnd end = BodyEnd.TRUNCATED;
  private Optional<ErrorCode> fault = Optional.empty();
  private boolean over;
  private int interimResponses;
  private int answered;
  private int arrived;

  /** Counts bytes that arrived and that the parser has not seen yet. */
  void arrived(int bytes) {
    arrived += bytes;
    if (!hasHead() && arrived > MAX_BEFORE_BODY) {
      fault(ErrorCode.ENHANCE_YOUR_CALM_ERROR);
    }
  }

  /** True if there is nothing more to read. */
  boolean over() {
    return over;
  }

  /** True if the head of the final response is complete. */
  boolean hasHead() {
    return status > 0;
  }

  /** The error code if the server violated RFC 9113. */
  Optional<ErrorCode> fault() {
    return fault;
  }

  /** Returns what has been received of the response so far. */
  HttpReply reply() {
    return hasHead() ? HttpReply.of(status, fields, body.toByteArray(), end) : HttpReply.none();
  }

  /** Returns the frames to send in answer to the frames received since the last call. */
  List<Frame> takeAnswers() {
    List<Frame> taken = List.copyOf(answers);
    answers.clear();
    return taken;
  }

  @Override
  public void onHeaders(HeadersFrame frame) {
    if (over) {
      return;
    }
    if (frame.getStreamId() != STREAM) {
      fault(ErrorCode.PROTOCOL_ERROR);
    } else if (!hasHead()) {
      onHead(frame.getMetaData(), frame.isEndStream());
    } else if (frame.isEndStream()) {
      complete(); // trailers are not needed
    } else {
      fault(ErrorCode.PROTOCOL_ERROR);
    }
  }

  private void onHead(MetaData head, boolean last) {
    if (!(head instanceof MetaData.Response response)) {
      fault(ErrorCode.PROTOCOL_ERROR);
    } else if (response.getStatus() >= 200) {
      status = response.getStatus();
      head.getHttpFields()
          .forEach(
              field -> fields.add(new HttpReply.Field(field.getName(), value(field.getValue()))));
      if (last) {
        complete();
      }
    } else if (last || ++interimResponses > MAX_INTERIM_RESPONSES) {
      fault(ErrorCode.PROTOCOL_ERROR);
    }
  }

  private static String value(String text) {
    return text == null ? "" : text;
  }

  @Override
  public void onData(DataFrame frame) {
    if (over) {
      return;
    }
    if (frame.getStreamId() != STREAM || !hasHead()) {
      fault(ErrorCode.PROTOCOL_ERROR);
      return;
    }
    ByteBuffer data = frame.getByteBuffer();
    int room = HttpReply.MAX_BODY - body.size();
    byte[] kept = new byte[Math.min(data.remaining(), room)];
    data.slice().get(kept);
    body.writeBytes(kept);
    if (data.remaining() > room) {
      end = BodyEnd.CUT;
      over = true;
    } else if (frame.isEndStream()) {
      complete();
    }
  }

  /**
   * Completes the response. It is malformed if the body's length differs from Content-Length (RFC
   * 9113 section 8.1.1).
   */
  private void complete() {
    Optional<String> length = reply().field("Content-Length");
    boolean hasBody = status != 204 && status != 304;
    if (length.isPresent() && hasBody && !isLength(length.get(), body.size())) {
      fault(ErrorCode.PROTOCOL_ERROR);
    } else {
      end = BodyEnd.COMPLETE;
      over = true;
    }
  }

  private static boolean isLength(String text, int length) {
    return text.strip().equals(String.valueOf(length));
  }

  @Override
  public void onReset(ResetFrame frame) {
    over |= frame.getStreamId() == STREAM;
  }

  /**
   * After GOAWAY, a server that has received the request may still answer it (RFC 9113 section
   * 6.8).
   */
  @Override
  public void onGoAway(GoAwayFrame frame) {
    over |= frame.getLastStreamId() < STREAM;
  }

  @Override
  public void onSettings(SettingsFrame frame) {
    if (!frame.isReply()) {
      answer(new SettingsFrame(Map.of(), true));
    }
  }

  @Override
  public void onPing(PingFrame frame) {
    if (!frame.isReply()) {
      answer(new PingFrame(frame.getPayload(), true));
    }
  }

  private void answer(Frame frame) {
    if (over) {
      return;
    }
    if (++answered > MAX_ANSWERS) {
      fault(ErrorCode.ENHANCE_YOUR_CALM_ERROR);
    } else {
      answers.add(frame);
    }
  }

  /** An error, because the client's settings disabled push (RFC 9113 section 8.4). */
  @Override
  public void onPushPromise(PushPromiseFrame frame) {
    fault(ErrorCode.PROTOCOL_ERROR);
  }

  @Override
  public void onStreamFailure(int streamId, int error, String reason) {
    onConnectionFailure(error, reason);
  }

  @Override
  public void onConnectionFailure(int error, String reason) {
    ErrorCode code = ErrorCode.from(error);
    fault(code == null ? ErrorCode.PROTOCOL_ERROR : code);
  }

  private void fault(ErrorCode what) {
    if (!over) {
      fault = Optional.of(what);
      over = true;
    }
  }
}
