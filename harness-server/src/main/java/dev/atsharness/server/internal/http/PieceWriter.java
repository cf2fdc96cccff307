package dev.atsharness.server.internal.http;

import java.nio.ByteBuffer;
import java.util.Iterator;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;

/** Writes a body piece by piece, without a thread that waits for a client that reads slowly. */
final class PieceWriter extends IteratingCallback {

  private final Content.Sink sink;
  private final Iterator<ByteBuffer> pieces;
  private final Callback whenDone;
  private boolean lastIsOnItsWay;

  PieceWriter(Content.Sink sink, Iterator<ByteBuffer> pieces, Callback whenDone) {
    this.sink = sink;
    this.pieces = pieces;
    this.whenDone = whenDone;
  }

  @Override
  protected Action process() {
    if (lastIsOnItsWay) {
      return Action.SUCCEEDED;
    }
    ByteBuffer piece = pieces.hasNext() ? pieces.next() : null;
    lastIsOnItsWay = !pieces.hasNext();
    sink.write(lastIsOnItsWay, piece, this);
    return Action.SCHEDULED;
  }

  @Override
  protected void onCompleteSuccess() {
    whenDone.succeeded();
  }

  @Override
  protected void onCompleteFailure(Throwable cause) {
    whenDone.failed(cause);
  }
}
