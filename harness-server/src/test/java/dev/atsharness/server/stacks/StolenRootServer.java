package dev.atsharness.server.stacks;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.atsharness.certs.CertifiedKey;
import dev.atsharness.certs.Identity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** An HTTPS server of the JDK with a given certificate. It answers each request with an error. */
record StolenRootServer(HttpsServer server) implements AutoCloseable {

  private static final char[] PASSWORD = "password".toCharArray();

  static StolenRootServer start(CertifiedKey certificate)
      throws GeneralSecurityException, IOException {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context(certificate.identity())));
    server.start();
    return new StolenRootServer(server);
  }

  private static SSLContext context(Identity identity)
      throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance(KeyStore.getDefaultType());
    keys.load(null, null);
    keys.setKeyEntry(
        "server",
        identity.privateKeyJca(),
        PASSWORD,
        identity.chainJca().toArray(Certificate[]::new));
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  String address() {
    return server.getAddress().getAddress().getHostAddress();
  }

  String port() {
    return String.valueOf(server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
