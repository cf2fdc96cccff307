// check --exec 'java MyCheck.java'
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
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
      parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
      socket.setSSLParameters(parameters);
      socket.setSoTimeout(10_000);
      socket.startHandshake();
      System.out.println("OK");
    } catch (IOException e) {
      System.out.println(verdict(e) + " " + e.getMessage());
    }
  }

  /** A handshake that fails although the client offers what devices offer is a refusal. */
  private static String verdict(IOException e) {
    if (e.getCause() instanceof CertificateException) {
      return "certificate-not-trusted";
    }
    if (e instanceof SSLException && e.getMessage().contains("unrecognized SSL message")) {
      return "tls-not-used";
    }
    boolean broken = !(e instanceof SSLHandshakeException) || e.getCause() instanceof EOFException;
    return broken ? "UNSUPPORTED" : "REFUSED";
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
