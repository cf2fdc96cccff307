package dev.atsharness.cli.internal.bench;

import dev.atsharness.certs.Identity;
import dev.atsharness.io.internal.TemporaryFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** An nginx with one TLS server block that corresponds to an endpoint of the harness. */
final class Peer implements AutoCloseable {
  private static final long READY_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Process process;
  private final int port;
  private final Path directory;

  private Peer(Process process, int port, Path directory) {
    this.process = process;
    this.port = port;
    this.directory = directory;
  }

  /**
   * @param protocol nginx's name of the version, for example {@code TLSv1.2}
   * @param suite OpenSSL's name of the TLS 1.2 suite; not used by TLS 1.3
   */
  static Peer start(Identity identity, String protocol, String suite) throws IOException {
    Path directory = TemporaryFiles.directory("ats-harness-bench", "the benchmark");
    Files.writeString(directory.resolve("identity.pem"), identity.pem());
    int port = freePort();
    Files.writeString(
        directory.resolve("nginx.conf"),
        """
        daemon off;
        master_process on;
        worker_processes auto;
        pid nginx.pid;
        error_log stderr crit;
        events { worker_connections 512; }
        http {
          access_log off;
          client_body_temp_path body;
          proxy_temp_path proxy;
          fastcgi_temp_path fastcgi;
          uwsgi_temp_path uwsgi;
          scgi_temp_path scgi;
          server {
            listen 127.0.0.1:%d ssl;
            ssl_certificate identity.pem;
            ssl_certificate_key identity.pem;
            ssl_protocols %s;
            ssl_ciphers %s;
            ssl_ecdh_curve X25519;
            ssl_session_tickets off;
            ssl_session_cache off;
            return 200 ok;
          }
        }
        """
            .formatted(port, protocol, suite));
    Process process =
        new ProcessBuilder("nginx", "-p", directory.toString(), "-c", "nginx.conf")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output.log").toFile())
            .start();
    Peer peer = new Peer(process, port, directory);
    peer.awaitReady();
    return peer;
  }

  int port() {
    return port;
  }

  ProcessHandle process() {
    return process.toHandle();
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      process.waitFor(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private void awaitReady() throws IOException {
    long deadline = System.nanoTime() + READY_NANOS;
    while (true) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
        return;
      } catch (IOException e) {
        if (!process.isAlive() || System.nanoTime() > deadline) {
          String output = Files.readString(directory.resolve("output.log"));
          close();
          throw new IOException("nginx did not start: " + output, e);
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
