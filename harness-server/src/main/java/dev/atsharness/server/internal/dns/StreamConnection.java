package dev.atsharness.server.internal.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Answers queries over TCP, one after the other; each comes after its length in two bytes (RFC 1035
 * section 4.2.2). A message that is not a query ends the connection.
 */
final class StreamConnection extends AbstractConnection {

  /** The maximum length of a query in bytes, the same as over UDP. */
  static final int MAX_QUERY = 1024;

  private final NameServer server;
  private final ByteBuffer in = BufferUtil.allocate(Short.BYTES + MAX_QUERY);

  StreamConnection(Connector connector, EndPoint endPoint, NameServer server) {
    super(endPoint, connector.getExecutor());
    this.server = server;
  }

  @Override
  public void onOpen() {
    super.onOpen();
    fillInterested();
  }

  @Override
  public void onFillable() {
    try {
      boolean ended = getEndPoint().fill(in) < 0;
      if (in.remaining() >= Short.BYTES && length() > MAX_QUERY) {
        close();
      } else if (in.remaining() >= Short.BYTES && in.remaining() >= Short.BYTES + length()) {
        byte[] message = new byte[length()];
        in.position(in.position() + Short.BYTES);
        in.get(message);
        answer(message);
      } else if (ended) {
        close();
      } else {
        BufferUtil.compact(in);
        fillInterested();
      }
    } catch (IOException e) {
      close();
    }
  }

  private int length() {
    return in.getShort(in.position()) & 0xffff;
  }

  private void answer(byte[] message) {
    InetAddress client = ((InetSocketAddress) getEndPoint().getRemoteSocketAddress()).getAddress();
    Optional<byte[]> response = server.answer(message, client);
    if (response.isEmpty()) {
      close();
      return;
    }
    ByteBuffer out = ByteBuffer.allocate(Short.BYTES + response.get().length);
    out.putShort((short) response.get().length).put(response.get()).flip();
    getEndPoint().write(Callback.from(this::next, failure -> close()), out);
  }

  /**
   * Reads the next query on another thread, so that a thousand queries at once do not need a deep
   * stack.
   */
  private void next() {
    getExecutor().execute(this::onFillable);
  }
}
