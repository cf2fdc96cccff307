import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A client with JSSE: sends a request, and ends with status 0 if it got an answer. */
final class Connect {

  private static final int PATIENCE = 20_000;

  private Connect() {}

  public static void main(String[] arguments) throws GeneralSecurityException {
    String host = arguments[0];
    try (Socket connection = new Socket()) {
      connection.connect(new InetSocketAddress(arguments[1], Integer.parseInt(arguments[2])), PATIENCE);
      connection.setSoTimeout(PATIENCE);
      SSLSocket tls =
          (SSLSocket)
              context(Path.of(arguments[3]))
                  .getSocketFactory()
                  .createSocket(connection, host, connection.getPort(), true);
      SSLParameters parameters = tls.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      tls.setSSLParameters(parameters);
      String request = "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      tls.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      if (tls.getInputStream().read() < 0) {
        throw new IOException("no answer");
      }
    } catch (IOException e) {
      System.err.println(e);
      System.exit(1);
    }
  }

  private static SSLContext context(Path ca) throws GeneralSecurityException, IOException {
    KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
    anchors.load(null, null);
    try (InputStream pem = Files.newInputStream(ca)) {
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        anchors.setCertificateEntry(String.valueOf(anchors.size()), one);
      }
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(anchors);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
