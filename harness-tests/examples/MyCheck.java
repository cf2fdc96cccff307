// check --exec 'java MyCheck.java'
import java.io.FileInputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

class MyCheck {
  public static void main(String[] url) throws Exception {
    String host = System.getenv("ATS_HARNESS_HOST");
    String address = System.getenv("ATS_HARNESS_ADDRESS");
    int port = Integer.parseInt(System.getenv("ATS_HARNESS_PORT"));
    try (Socket connection = new Socket(address, port);
        var socket =
            (SSLSocket) trustingTheHarness().getSocketFactory().createSocket(connection, host, port, true)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.setSoTimeout(10_000);
      socket.startHandshake();
      System.out.println("OK");
    } catch (SSLHandshakeException e) {
      boolean certificate = e.getCause() instanceof CertificateException;
      System.out.println((certificate ? "certificate-not-trusted " : "UNSUPPORTED ") + e.getMessage());
    } catch (IOException e) {
      System.out.println("UNSUPPORTED " + e.getMessage());
    }
  }

  private static SSLContext trustingTheHarness() throws Exception {
    KeyStore anchors = KeyStore.getInstance("PKCS12");
    anchors.load(null);
    try (var pem = new FileInputStream(System.getenv("ATS_HARNESS_CA"))) {
      anchors.setCertificateEntry("harness", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(anchors);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
