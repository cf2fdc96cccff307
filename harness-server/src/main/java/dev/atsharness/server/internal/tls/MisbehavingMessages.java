package dev.atsharness.server.internal.tls;

import dev.atsharness.scenario.internal.Misbehaviour;
import dev.atsharness.tls.TlsVersion;
import java.io.IOException;
import java.util.Hashtable;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateType;
import org.bouncycastle.tls.DigitallySigned;
import org.bouncycastle.tls.ExtensionType;
import org.bouncycastle.tls.HandshakeType;
import org.bouncycastle.tls.KeyShareEntry;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.ServerHello;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsECConfig;

/**
 * The one place where messages that the library made right become wrong, as the setting {@code
 * misbehaviour} says. All but Finished are changed before they enter the transcript, so a client
 * that does not notice the fault computes the same keys as the server and goes on.
 */
final class MisbehavingMessages {

  /** Groups that clients know, best known first; the last one is offered by hardly any. */
  private static final int[] GROUPS = {
    NamedGroup.secp384r1,
    NamedGroup.secp521r1,
    NamedGroup.brainpoolP256r1tls13,
    NamedGroup.brainpoolP384r1tls13
  };

  private static final int SESSION_ID_BYTES = 32;

  /** RFC 5246 section 7.4.9. */
  private static final int VERIFY_DATA_BYTES = 12;

  private final Optional<Misbehaviour> fault;
  private final EndpointServer server;

  MisbehavingMessages(Optional<Misbehaviour> fault, EndpointServer server) {
    this.fault = fault;
    this.server = server;
  }

  private boolean is(Misbehaviour one) {
    return fault.equals(Optional.of(one));
  }

  /** A HelloRetryRequest has the wrong suite too; it has no key share that could be wrong. */
  @SuppressWarnings({"rawtypes", "unchecked", "JdkObsolete"}) // the library's API is raw
  ServerHello serverHello(ServerHello right) throws IOException {
    if (fault.isEmpty()) {
      return right;
    }
    Hashtable extensions = right.getExtensions();
    if (is(Misbehaviour.SUPPORTED_VERSIONS_TLS12)) {
      extensions = extensions == null ? new Hashtable() : extensions;
      TlsExtensionsUtils.addSupportedVersionsExtensionServer(extensions, ProtocolVersion.TLSv12);
    }
    if (is(Misbehaviour.RENEGOTIATION_INFO_NOT_EMPTY)) {
      extensions = extensions == null ? new Hashtable() : extensions;
      extensions.put(
          ExtensionType.renegotiation_info,
          TlsUtils.encodeOpaque8(server.random(VERIFY_DATA_BYTES)));
    }
    boolean tls13 = server.version().equals(Optional.of(TlsVersion.TLS_1_3));
    boolean hasShare = tls13 && !right.isHelloRetryRequest();
    if (is(Misbehaviour.POINT_NOT_ON_CURVE) && hasShare) {
      flipLastBit(extensions, ExtensionType.key_share);
    }
    if (is(Misbehaviour.ZERO_KEY_SHARE) && hasShare) {
      KeyShareEntry share = TlsExtensionsUtils.getKeyShareServerHello(extensions);
      TlsExtensionsUtils.addKeyShareServerHello(
          extensions,
          new KeyShareEntry(share.getNamedGroup(), new byte[share.getKeyExchange().length]));
    }
    if (is(Misbehaviour.GROUP_NOT_OFFERED) && hasShare) {
      TlsExtensionsUtils.addKeyShareServerHello(extensions, shareOfOtherGroup());
    }
    return new ServerHello(
        is(Misbehaviour.LEGACY_VERSION_TLS13) ? ProtocolVersion.TLSv13 : right.getVersion(),
        right.getRandom(),
        is(Misbehaviour.OTHER_SESSION_ID) ? server.random(SESSION_ID_BYTES) : right.getSessionID(),
        server.deliberateSuite().map(s -> s.named().code()).orElse(right.getCipherSuite()),
        extensions);
  }

  /** The last byte of a key share is the last one of y (RFC 8446 section 4.2.8.2). */
  private static void flipLastBit(Hashtable<?, ?> extensions, int type) {
    byte[] body = (byte[]) extensions.get(type);
    body[body.length - 1] ^= 1;
  }

  private KeyShareEntry shareOfOtherGroup() throws IOException {
    int group =
        IntStream.of(GROUPS)
            .filter(one -> !server.offersGroup(one))
            .findFirst()
            .orElse(GROUPS[GROUPS.length - 1]);
    return new KeyShareEntry(
        group,
        server.getCrypto().createECDomain(new TlsECConfig(group)).createECDH().generateEphemeral());
  }

  @SuppressWarnings({"rawtypes", "unchecked"}) // the library's API is raw
  void encryptedExtensions(Hashtable extensions) {
    if (is(Misbehaviour.RAW_PUBLIC_KEY)) {
      extensions.put(
          ExtensionType.server_certificate_type, new byte[] {(byte) CertificateType.RawPublicKey});
    }
  }

  Certificate certificate(Certificate right) {
    return is(Misbehaviour.EMPTY_CERTIFICATE) ? Certificate.EMPTY_CHAIN : right;
  }

  Certificate tls13Certificate(Certificate right) throws IOException {
    if (is(Misbehaviour.RAW_PUBLIC_KEY)) {
      return new RawPublicKeyMessage(right, server.publicKey());
    }
    return is(Misbehaviour.EMPTY_CERTIFICATE) ? Certificate.EMPTY_CHAIN_TLS13 : right;
  }

  byte[] serverKeyExchange(byte[] right) throws IOException {
    if (is(Misbehaviour.CORRUPT_SIGNATURE)) {
      return flipped(right);
    }
    if (is(Misbehaviour.POINT_NOT_ON_CURVE)) {
      return new MisbehavingKeyExchange(right, server::signKeyExchange).withPointNotOnCurve();
    }
    return is(Misbehaviour.EXPLICIT_CURVE)
        ? new MisbehavingKeyExchange(right, server::signKeyExchange).withExplicitCurve()
        : right;
  }

  DigitallySigned certificateVerify(DigitallySigned right) {
    return is(Misbehaviour.CORRUPT_SIGNATURE)
        ? new DigitallySigned(right.getAlgorithm(), flipped(right.getSignature()))
        : right;
  }

  /** The message with its header. The one of random content is one that no server sends there. */
  byte[] finished(byte[] right) throws IOException {
    if (is(Misbehaviour.CORRUPT_FINISHED)) {
      return flipped(right);
    }
    if (is(Misbehaviour.MISSING_FINISHED)) {
      byte[] random = server.random(right.length);
      random[0] = HandshakeType.certificate_verify;
      System.arraycopy(right, 1, random, 1, 3); // the length
      return random;
    }
    return right;
  }

  private static byte[] flipped(byte[] right) {
    byte[] wrong = right.clone();
    wrong[wrong.length - 1] ^= 1;
    return wrong;
  }
}
