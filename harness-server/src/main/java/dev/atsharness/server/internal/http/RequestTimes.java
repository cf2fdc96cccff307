package dev.atsharness.server.internal.http;

import dev.atsharness.server.internal.tls.TimedEndPoint;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Notes when a request is served, and closes the connection of a client that reads its answer too
 * slowly.
 */
public final class RequestTimes extends HttpStream.Wrapper {

  private final TimedEndPoint connection;
  private final Scheduler scheduler;
  private final Duration answerTime;
  private Scheduler.Task deadline;
  private boolean over;

  private RequestTimes(HttpStream stream, Request request, Duration answerTime) {
    super(stream);
    this.connection = TimedEndPoint.of(request);
    this.scheduler = request.getComponents().getScheduler();
    this.answerTime = answerTime;
    connection.requestArrived();
  }

  /**
   * Starts watching a request that is about to be handled.
   *
   * @param answerTime maximum time for a client to read its answer, from the first byte to the last
   */
  public static void watch(Request request, Duration answerTime) {
    request.addHttpStreamWrapper(stream -> new RequestTimes(stream, request, answerTime));
  }

  @Override
  public void send(
      MetaData.Request request,
      MetaData.Response response,
      boolean last,
      ByteBuffer content,
      Callback callback) {
    begin();
    super.send(request, response, last, content, callback);
  }

  @Override
  public void succeeded() {
    end();
    super.succeeded();
  }

  @Override
  public void failed(Throwable failure) {
    end();
    super.failed(failure);
  }

  private synchronized void begin() {
    if (deadline == null && !over) {
      deadline =
          scheduler.schedule(
              () ->
                  connection.close(
                      new TimeoutException("the answer was not read in " + answerTime)),
              answerTime.toMillis(),
              TimeUnit.MILLISECONDS);
    }
  }

  private synchronized void end() {
    if (over) {
      return;
    }
    over = true;
    if (deadline != null) {
      deadline.cancel();
    }
    connection.served();
  }
}
