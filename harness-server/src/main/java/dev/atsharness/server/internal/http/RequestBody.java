package dev.atsharness.server.internal.http;

import dev.atsharness.server.internal.tls.ByteBudget;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/** The part of a request's body that has arrived. */
public final class RequestBody {

  /** An empty body, for a request whose body is not read. */
  static final RequestBody NONE = new RequestBody(new byte[0], End.WHOLE);

  /** The reason why reading ended. */
  public enum End {
    /** The body is whole. */
    WHOLE,
    /** It is longer than the limit; the rest is not read yet. */
    LONGER,
    /** It took too long. */
    TOO_SLOW,
    /** Other requests use the whole budget for bodies. */
    NO_ROOM
  }

  /** The continuation of a request once its body has arrived. */
  @FunctionalInterface
  public interface Then {

    /**
     * Called once, by any thread. It may wait for the rest of a {@link End#LONGER} body.
     *
     * @throws Exception to fail the request
     */
    void accept(RequestBody body) throws Exception;
  }

  /**
   * The limits for the bodies of a server.
   *
   * @param room budget for bodies that have not arrived in full, shared by all requests
   * @param time maximum time for a body to arrive, however many bytes the client sends
   */
  public record Limits(ByteBudget room, Duration time) {}

  /** The answer to a request whose body did not arrive; empty if it did, in full or as a part. */
  public Optional<HttpAnswer> failure() {
    return switch (end) {
      case TOO_SLOW -> Optional.of(last(408, "the body took too long to arrive"));
      case NO_ROOM -> Optional.of(last(503, "too many bodies are arriving; try again later"));
      case WHOLE, LONGER -> Optional.empty();
    };
  }

  private final byte[] bytes;
  private final End end;

  private RequestBody(byte[] bytes, End end) {
    this.bytes = bytes;
    this.end = end;
  }

  /** The whole body, or its beginning. */
  public byte[] bytes() {
    return bytes;
  }

  /** The reason why reading ended. */
  public End end() {
    return end;
  }

  /** An answer that closes the connection, without waiting for the rest of the body. */
  private static HttpAnswer last(int status, String line) {
    return HttpAnswer.text(status, line)
        .with(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
  }

  /**
   * Reads a body without blocking a thread: this returns at once. A body that is already there is
   * passed on before it returns.
   *
   * @param limit number of bytes after which reading ends with {@link End#LONGER}; the chunk that
   *     exceeds it is passed on whole
   * @param callback fails if the client closes the connection
   */
  public static void read(
      Request request, Response response, Callback callback, int limit, Limits limits, Then then) {
    new Gatherer(request, response, callback, limit, limits, then).run();
  }

  /**
   * Gathers the chunks of a body. It copies them, because a retained chunk would retain its whole
   * buffer.
   */
  private static final class Gatherer implements Runnable {

    private static final int FIRST = 512;

    private final Request request;
    private final Response response;
    private final int limit;
    private final Limits limits;
    private final Callback callback;
    private final Then then;

    // Guarded by this.
    private byte[] bytes = {};
    private int size;
    private boolean over;
    private Scheduler.Task timer;

    Gatherer(
        Request request,
        Response response,
        Callback callback,
        int limit,
        Limits limits,
        Then then) {
      this.request = request;
      this.response = response;
      this.limit = limit;
      this.limits = limits;
      this.callback = callback;
      this.then = then;
    }

    @Override
    public void run() {
      while (true) {
        Content.Chunk chunk = request.read();
        if (chunk == null) {
          startTimer();
          request.demand(this);
          return;
        }
        if (Content.Chunk.isFailure(chunk)) {
          if (end()) {
            callback.failed(chunk.getFailure());
          }
          return;
        }
        boolean last = chunk.isLast();
        Optional<End> end = add(chunk.getByteBuffer());
        chunk.release();
        if (end.isPresent() || last) {
          finish(end.orElse(End.WHOLE));
          return;
        }
      }
    }

    /** Adds a chunk. Returns the reason why reading ends, or empty if more is to be read. */
    private synchronized Optional<End> add(ByteBuffer chunk) {
      if (over) {
        return Optional.of(End.TOO_SLOW); // has been answered
      }
      int wanted = size + chunk.remaining();
      if (wanted > bytes.length) {
        int capacity = Math.max(wanted, Math.min(Math.max(FIRST, 2 * bytes.length), limit));
        if (!limits.room().take(capacity - bytes.length)) {
          return Optional.of(End.NO_ROOM);
        }
        bytes = Arrays.copyOf(bytes, capacity);
      }
      int length = chunk.remaining();
      chunk.get(bytes, size, length);
      size += length;
      return size > limit ? Optional.of(End.LONGER) : Optional.empty();
    }

    private synchronized void startTimer() {
      if (timer == null && !over) {
        timer =
            request
                .getComponents()
                .getScheduler()
                .schedule(this::expire, limits.time().toMillis(), TimeUnit.MILLISECONDS);
      }
    }

    /** Ends the reading by the timer. The timer is shared, so another thread handles the rest. */
    private void expire() {
      request.getComponents().getExecutor().execute(() -> finish(End.TOO_SLOW));
    }

    /** Ends the reading, and returns whether this was the first call. */
    private synchronized boolean end() {
      if (over) {
        return false;
      }
      over = true;
      if (timer != null) {
        timer.cancel();
      }
      limits.room().give(bytes.length);
      return true;
    }

    private void finish(End end) {
      if (!end()) {
        return;
      }
      RequestBody body = new RequestBody(Arrays.copyOf(bytes, size), end);
      if (end == End.LONGER) {
        // Jetty runs one demand for content at a time, so a thread that waits for the rest within
        // such a call would wait for ever.
        request.getComponents().getExecutor().execute(() -> pass(body));
      } else {
        pass(body);
      }
    }

    private void pass(RequestBody body) {
      try {
        then.accept(body);
      } catch (Throwable failure) {
        Response.writeError(request, response, callback, failure);
      }
    }
  }
}
