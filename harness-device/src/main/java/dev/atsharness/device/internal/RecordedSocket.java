package dev.atsharness.device.internal;

import dev.atsharness.device.internal.http.HttpReply;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;

/**
 * A TCP connection with one deadline for everything and a limit on the bytes that it reads. It
 * records what the network did: when a connection is lost, the TLS library raises an alert itself,
 * which must not be taken for a refusal.
 */
final class RecordedSocket implements Closeable {

  /**
   * The limit on what is read, in bytes: enough for the largest body and many times the largest
   * certificate message.
   */
  private static final int MAX_READ = HttpReply.MAX_BODY + 2 * 1024 * 1024;

  private final Socket socket = new Socket();
  private final long deadline;
  private final Optional<InetSocketAddress> proxy;
  private Network network = Network.OK;
  private Optional<ProxyRefusal> proxyRefusal = Optional.empty();
  private int read;

  /**
   * @param deadline of {@link System#nanoTime}, until the end of the last read
   * @param proxy the HTTP proxy through which to connect
   */
  RecordedSocket(long deadline, Optional<InetSocketAddress> proxy) {
    this.deadline = deadline;
    this.proxy = proxy;
  }

  void connect(InetSocketAddress address) throws IOException {
    try {
      socket.setTcpNoDelay(true);
      if (proxy.isPresent()) {
        tunnel(proxy.get(), address);
      } else {
        socket.connect(address, remainingMillis());
      }
    } catch (IOException e) {
      throw note(e);
    }
  }

  private void tunnel(InetSocketAddress by, InetSocketAddress address) throws IOException {
    try {
      socket.connect(by, remainingMillis());
      ProxyTunnel.open(address, timed(), socket.getOutputStream());
    } catch (ProxyTunnel.RefusedException e) {
      throw e;
    } catch (SocketTimeoutException e) {
      throw new ProxyTunnel.RefusedException(ProxyRefusal.Kind.SILENT, "did not answer in time", e);
    } catch (IOException e) {
      throw new ProxyTunnel.RefusedException(
          ProxyRefusal.Kind.SILENT, "did not answer: " + e.getMessage(), e);
    }
  }

  /** Returns what the network did so far. */
  Network network() {
    return network;
  }

  /** Returns what the proxy did in place of leading to the server. */
  Optional<ProxyRefusal> proxyRefusal() {
    return proxyRefusal;
  }

  /**
   * Returns the input of a connection with TLS. If something else arrives through a proxy, it is
   * taken for the proxy's: nobody can tell whether it is the server's.
   */
  InputStream tlsInput() throws IOException {
    InputStream in = input();
    return proxy.isPresent() ? new TunnelledTls(in, this::note) : in;
  }

  /** Returns the input that records what the network did. */
  InputStream input() throws IOException {
    return new FilterInputStream(timed()) {
      @Override
      public int read() throws IOException {
        return one(this);
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        if (read >= MAX_READ) {
          throw new IOException("the server sent more than " + MAX_READ + " bytes");
        }
        try {
          int count = super.read(buffer, offset, Math.min(length, MAX_READ - read));
          if (count < 0) {
            note(new EOFException("the peer closed the connection"));
          } else {
            read += count;
          }
          return count;
        } catch (IOException e) {
          throw note(e);
        }
      }
    };
  }

  /** Returns the input that ends at the deadline, however the bytes are spread over the time. */
  private InputStream timed() throws IOException {
    return new FilterInputStream(socket.getInputStream()) {
      @Override
      public int read() throws IOException {
        return one(this);
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        socket.setSoTimeout(remainingMillis());
        return super.read(buffer, offset, length);
      }
    };
  }

  private static int one(InputStream in) throws IOException {
    byte[] one = new byte[1];
    return in.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /**
   * The output. Failed writes are not recorded: after our own alert the peer may already be gone.
   */
  OutputStream output() throws IOException {
    return socket.getOutputStream();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close a socket", e);
    }
  }

  private int remainingMillis() throws SocketTimeoutException {
    long millis = (deadline - System.nanoTime()) / 1_000_000;
    if (millis <= 0) {
      throw new SocketTimeoutException("the visit's time is up");
    }
    return (int) Math.min(millis, Integer.MAX_VALUE);
  }

  /** Records a failure. Only the first one counts; later ones are its consequences. */
  private IOException note(IOException failure) {
    if (network == Network.OK) {
      network = classify(failure);
      if (failure instanceof ProxyTunnel.RefusedException refused) {
        proxyRefusal = Optional.of(refused.refusal());
      }
    }
    return failure;
  }

  private static Network classify(IOException failure) {
    if (failure instanceof SocketTimeoutException) {
      return Network.TIMEOUT;
    }
    if (failure instanceof ProxyTunnel.RefusedException) {
      return Network.PROXY;
    }
    if (failure instanceof EOFException) {
      return Network.CLOSED;
    }
    if (failure instanceof UnknownHostException) {
      return Network.UNRESOLVED;
    }
    if (failure instanceof NoRouteToHostException || saysUnreachable(failure)) {
      return Network.UNREACHABLE;
    }
    return failure instanceof ConnectException ? Network.REFUSED : Network.RESET;
  }

  /**
   * True if the message says that there is no route. The JDK has one exception for many causes;
   * these are the texts of Linux, macOS and Windows.
   */
  private static boolean saysUnreachable(IOException failure) {
    String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    return failure instanceof SocketException
        && (message.contains("unreachable")
            || message.contains("no route to host")
            || message.contains("assign requested address")
            || message.contains("address family not supported")
            || message.contains("protocol family unavailable"));
  }
}
