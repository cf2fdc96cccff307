package dev.atsharness.server.internal.console;

import dev.atsharness.server.internal.http.HttpAnswer;
import dev.atsharness.server.internal.tls.ByteBudget;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Sends answers, and limits the memory for those that clients have not read yet. Short answers do
 * not count, because the number of connections limits them; so a health check always gets its
 * answer. Nor do answers that are made piece by piece while the client reads.
 */
final class UnreadAnswers {

  /** The longest answer that does not count. */
  private static final int SHORT = 4 * 1024;

  private final long limit;
  private final ByteBudget room;

  /**
   * @param limit maximum bytes of long answers at one time; a single one may be longer
   */
  UnreadAnswers(long limit) {
    this.limit = limit;
    this.room = new ByteBudget(limit, "Long answers of the console that clients have not read");
  }

  void send(HttpAnswer answer, Request request, Response response, Callback callback) {
    long bytes = Math.min(limit, answer.body().remaining());
    if (bytes <= SHORT) {
      answer.send(request, response, callback);
    } else if (room.take(bytes)) {
      answer.send(
          request,
          response,
          Callback.from(
              () -> {
                room.give(bytes);
                callback.succeeded();
              },
              failure -> {
                room.give(bytes);
                callback.failed(failure);
              }));
    } else {
      HttpAnswer.text(503, "clients have not read other long answers yet; try again later")
          .with(HttpHeader.RETRY_AFTER, "5")
          .send(request, response, callback);
    }
  }
}
