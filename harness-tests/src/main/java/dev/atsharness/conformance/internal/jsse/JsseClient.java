package dev.atsharness.conformance.internal.jsse;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A client with the JDK's TLS, run in a separate JVM by the adapter {@code jsse}. It makes one
 * handshake that offers everything that the JDK has, and prints a line for each fact that an
 * application can find out.
 *
 * <p>It uses only {@code java.base}, and shares only the jar with the harness.
 */
public final class JsseClient {

  private static final int TIMEOUT_MILLIS = 10_000;

  private JsseClient() {}

  /**
   * Makes the handshake and prints the facts. The exit status is 1 if it fails, 2 if the arguments
   * are wrong.
   *
   * @param arguments host name, address, port, and a PEM file with the certificates to trust
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 4) {
      System.err.println("usage: JsseClient HOST ADDRESS PORT CA.pem");
      System.exit(2);
    }
    PrintStream out = System.out;
    properties();
    Examiner examiner = new Examiner(trusting(arguments[3]), out);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {examiner}, null);
    int port = Integer.parseInt(arguments[2]);
    try (Socket connection = new Socket()) {
      connection.setSoTimeout(TIMEOUT_MILLIS);
      connection.connect(new InetSocketAddress(arguments[1], port), TIMEOUT_MILLIS);
      try (SSLSocket tls =
          (SSLSocket)
              context.getSocketFactory().createSocket(connection, arguments[0], port, true)) {
        SSLParameters everything = context.getSupportedSSLParameters();
        everything.setProtocols(
            Arrays.stream(everything.getProtocols())
                .filter(protocol -> !protocol.equals("SSLv2Hello"))
                .toArray(String[]::new));
        everything.setEndpointIdentificationAlgorithm("HTTPS");
        everything.setUseCipherSuitesOrder(true);
        tls.setSSLParameters(everything);
        tls.startHandshake();
        out.println("protocol: " + tls.getSession().getProtocol());
        out.println("suite: " + tls.getSession().getCipherSuite());
      }
    } catch (IOException e) {
      out.println("failed: " + e);
      System.exit(1);
    }
  }

  /**
   * Enables everything in TLS, and disables certificate algorithms that no verifier accepts any
   * more.
   */
  private static void properties() {
    Security.setProperty("jdk.tls.disabledAlgorithms", "");
    Security.setProperty("jdk.tls.legacyAlgorithms", "");
    Security.setProperty(
        "jdk.certpath.disabledAlgorithms", "MD2, MD5, SHA1, RSA keySize < 2041, EC keySize < 224");
  }

  private static X509ExtendedTrustManager trusting(String file)
      throws IOException, GeneralSecurityException {
    KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
    anchors.load(null, null);
    try (InputStream in = new FileInputStream(file)) {
      int count = 0;
      for (Certificate anchor : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        anchors.setCertificateEntry("anchor" + count++, anchor);
      }
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(anchors);
    return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
  }

  /** Prints the result of the platform's trust manager and continues the handshake. */
  private static final class Examiner extends X509ExtendedTrustManager {

    private final X509ExtendedTrustManager platform;
    private final PrintStream out;

    Examiner(X509ExtendedTrustManager platform, PrintStream out) {
      this.platform = platform;
      this.out = out;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyExchange, Socket socket) {
      PublicKey key = chain[0].getPublicKey();
      int bits =
          key instanceof RSAPublicKey rsa
              ? rsa.getModulus().bitLength()
              : key instanceof ECPublicKey ec ? ec.getParams().getOrder().bitLength() : 0;
      out.println("key: " + key.getAlgorithm() + " " + bits);
      out.println("signature: " + chain[0].getSigAlgName());
      try {
        platform.checkServerTrusted(chain, keyExchange, socket);
        out.println("trusted");
      } catch (CertificateException e) {
        out.println("not trusted: " + rootCause(e));
      }
    }

    private static String rootCause(Throwable e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyExchange, SSLEngine engine) {
      throw new UnsupportedOperationException("this client has sockets");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyExchange) {
      throw new UnsupportedOperationException("this client has sockets");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyExchange, Socket socket) {
      throw new UnsupportedOperationException("this is a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyExchange, SSLEngine engine) {
      throw new UnsupportedOperationException("this is a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyExchange) {
      throw new UnsupportedOperationException("this is a client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return platform.getAcceptedIssuers();
    }
  }
}
