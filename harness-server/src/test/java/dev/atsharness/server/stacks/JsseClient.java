package dev.atsharness.server.stacks;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** JSSE, with the provider of the JDK that runs the tests. */
final class JsseClient implements Client {

  private static final int PATIENCE = (int) Duration.ofSeconds(20).toMillis();

  @Override
  public String output(String... arguments) throws GeneralSecurityException, IOException {
    return arguments[0].equals("--version")
        ? "version " + System.getProperty("java.version")
        : connect(
            arguments[0], arguments[1], Integer.parseInt(arguments[2]), Path.of(arguments[3]));
  }

  private static String connect(String host, String address, int port, Path ca)
      throws GeneralSecurityException, IOException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trusting(ca).getTrustManagers(), null);
    try (Socket connection = new Socket()) {
      connection.connect(new InetSocketAddress(address, port), PATIENCE);
      connection.setSoTimeout(PATIENCE);
      // A host that is an address is not sent.
      SSLSocket tls =
          (SSLSocket) context.getSocketFactory().createSocket(connection, host, port, true);
      SSLParameters parameters = tls.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
      tls.setSSLParameters(parameters);
      tls.startHandshake();
      return "verified " + tls.getSession().getProtocol();
    } catch (SSLHandshakeException e) {
      return e.getCause() instanceof CertificateException
          ? "refused " + e.getMessage()
          : "failed " + e;
    }
  }

  private static TrustManagerFactory trusting(Path ca)
      throws GeneralSecurityException, IOException {
    KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
    anchors.load(null, null);
    try (InputStream pem = Files.newInputStream(ca)) {
      anchors.setCertificateEntry(
          "root", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(anchors);
    return factory;
  }
}
