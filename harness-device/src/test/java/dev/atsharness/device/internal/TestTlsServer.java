package dev.atsharness.device.internal;

import dev.atsharness.certs.Identity;
import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.SignatureScheme;
import dev.atsharness.tls.TlsVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Hashtable;
import java.util.Optional;
import java.util.Vector;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.KeyExchangeAlgorithm;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsDHUtils;
import org.bouncycastle.tls.TlsServerProtocol;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.TlsDHConfig;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedDecryptor;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * A TLS server with one version, one suite and one signature scheme, which it uses for any offer.
 * It answers one request.
 */
@SuppressWarnings({"rawtypes", "unchecked", "JdkObsolete"})
final class TestTlsServer extends DefaultTlsServer {

  /** The negotiated values; {@code scheme} is not used before TLS 1.2 and for static RSA. */
  record Settings(
      TlsVersion version,
      String suite,
      SignatureScheme scheme,
      boolean extendedMasterSecret,
      Optional<Identity> identity,
      Optional<String> protocol,
      boolean markedAsDowngrade) {

    Settings(TlsVersion version, String suite, SignatureScheme scheme, Identity identity) {
      this(version, suite, scheme, true, Optional.of(identity), Optional.empty(), false);
    }

    Settings withoutExtendedMasterSecret() {
      return new Settings(version, suite, scheme, false, identity, protocol, markedAsDowngrade);
    }

    Settings withIdentity(Identity other) {
      return new Settings(
          version,
          suite,
          scheme,
          extendedMasterSecret,
          Optional.of(other),
          protocol,
          markedAsDowngrade);
    }

    Settings withProtocol(String name) {
      return new Settings(
          version,
          suite,
          scheme,
          extendedMasterSecret,
          identity,
          Optional.of(name),
          markedAsDowngrade);
    }

    /** The same settings of a server that also has TLS 1.3, and marks that it did not choose it. */
    Settings marked() {
      return new Settings(version, suite, scheme, extendedMasterSecret, identity, protocol, true);
    }
  }

  private final BcTlsCrypto crypto;
  private final Settings settings;

  private TestTlsServer(BcTlsCrypto crypto, Settings settings) {
    super(crypto);
    this.crypto = crypto;
    this.settings = settings;
  }

  /** Serves one connection. */
  static void serve(Socket socket, Settings settings) throws IOException {
    TlsServerProtocol tls =
        new TlsServerProtocol(socket.getInputStream(), socket.getOutputStream());
    tls.accept(new TestTlsServer(new BcTlsCrypto(new SecureRandom()), settings));
    if (settings.protocol.filter("h2"::equals).isEmpty()) {
      answer(tls.getInputStream(), tls.getOutputStream());
    } else {
      tls.getInputStream().readNBytes(1); // which reads the whole record with the request
    }
    tls.close();
  }

  /** Reads a request's head and answers it. */
  static String answer(InputStream in, OutputStream out) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("the request ended early");
      }
      head.write(b);
    }
    out.write(
        "HTTP/1.1 418 I'm a teapot\r\nContent-Length: 0\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII));
    out.flush();
    return head.toString(StandardCharsets.US_ASCII);
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    int code = settings.version.code();
    return new ProtocolVersion[] {ProtocolVersion.get(code >> 8, code & 0xff)};
  }

  @Override
  public ProtocolVersion getServerVersion() throws IOException {
    return settings.markedAsDowngrade ? getSupportedVersions()[0] : super.getServerVersion();
  }

  /** The library marks a version that is not the newest of these. */
  @Override
  public ProtocolVersion[] getProtocolVersions() {
    return settings.markedAsDowngrade
        ? new ProtocolVersion[] {ProtocolVersion.TLSv13, getSupportedVersions()[0]}
        : super.getProtocolVersions();
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    return new int[] {CipherSuite.named(settings.suite).code()};
  }

  @Override
  public boolean shouldUseExtendedMasterSecret() {
    return settings.extendedMasterSecret;
  }

  @Override
  protected Vector getProtocolNames() {
    return settings
        .protocol
        .map(ProtocolName::asUtf8Encoding)
        .map(TlsUtils::vectorOfOne)
        .orElse(null);
  }

  @Override
  public TlsDHConfig getDHConfig() {
    return TlsDHUtils.createNamedDHConfig(context, org.bouncycastle.tls.NamedGroup.ffdhe2048);
  }

  @Override
  public TlsCredentials getCredentials() throws IOException {
    int keyExchange = context.getSecurityParametersHandshake().getKeyExchangeAlgorithm();
    if (keyExchange == KeyExchangeAlgorithm.ECDH_anon) {
      return null;
    }
    AsymmetricKeyParameter key = settings.identity.orElseThrow().privateKey();
    Certificate chain = chain();
    if (keyExchange == KeyExchangeAlgorithm.RSA) {
      return new BcDefaultTlsCredentialedDecryptor(crypto, chain, key);
    }
    int code = settings.scheme.code();
    SignatureAndHashAlgorithm scheme =
        settings.version.isBefore(TlsVersion.TLS_1_2)
            ? null
            : SignatureAndHashAlgorithm.getInstance((short) (code >> 8), (short) (code & 0xff));
    return new BcDefaultTlsCredentialedSigner(
        new TlsCryptoParameters(context), crypto, key, chain, scheme);
  }

  private Certificate chain() throws IOException {
    java.util.List<byte[]> ders = settings.identity.orElseThrow().chainDer();
    TlsCertificate[] certificates = new TlsCertificate[ders.size()];
    CertificateEntry[] entries = new CertificateEntry[ders.size()];
    for (int i = 0; i < certificates.length; i++) {
      certificates[i] = new BcTlsCertificate(crypto, ders.get(i));
      entries[i] = new CertificateEntry(certificates[i], new Hashtable());
    }
    return settings.version == TlsVersion.TLS_1_3
        ? new Certificate(new byte[0], entries)
        : new Certificate(certificates);
  }
}
