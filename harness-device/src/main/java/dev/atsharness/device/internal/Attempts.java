package dev.atsharness.device.internal;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.device.internal.tls.DeviceTls;
import dev.atsharness.device.internal.tls.HandshakePolicy;
import dev.atsharness.device.internal.tls.NegotiatedSession;
import dev.atsharness.device.internal.tls.Refusal;
import dev.atsharness.device.internal.tls.Refusal.Side;
import dev.atsharness.device.internal.tls.Stage;
import dev.atsharness.device.internal.trust.ChainCertificate;
import dev.atsharness.device.internal.trust.HostName;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes handshakes with one server to see how far each gets. */
final class Attempts {

  /** The number of bytes of an answer that are kept; enough to recognize its protocol. */
  private static final int FIRST_BYTES = 64;

  private final HostName host;
  private final InetSocketAddress address;
  private final Connections connections;
  private final Map<ClientProfile, Attempt> made = new HashMap<>();

  /**
   * @param connections how to connect
   */
  Attempts(HostName host, InetSocketAddress address, Connections connections) {
    this.host = host;
    this.address = address;
    this.connections = connections;
  }

  /** Makes one handshake with this offer, or returns the one that was made before. */
  synchronized Attempt handshake(ClientProfile offer) {
    Attempt before = made.get(offer);
    if (before == null) {
      before = make(offer);
      made.put(offer, before);
    }
    return before;
  }

  private Attempt make(ClientProfile offer) {
    Optional<String> serverName = host.isAddress() ? Optional.empty() : Optional.of(host.name());
    Witness witness = new Witness();
    try (RecordedSocket wire = connections.open()) {
      Beginning input;
      DeviceTls tls;
      try {
        wire.connect(address);
        input = new Beginning(wire.tlsInput());
        tls =
            new DeviceTls(
                input,
                wire.output(),
                offer,
                serverName,
                Optional.empty(),
                witness,
                Optional.empty());
      } catch (IOException e) {
        return new Attempt(
            offer,
            Stage.CONNECT,
            wire.network(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            "");
      }
      Optional<Refusal> refusal = Optional.empty();
      try {
        tls.handshake();
        tls.close();
      } catch (IOException e) {
        refusal = tls.refusal(e).filter(r -> by(r, Side.SERVER) || wire.network() == Network.OK);
      }
      return new Attempt(
          offer,
          tls.stage(),
          refusal.isPresent() ? Network.OK : wire.network(),
          refusal,
          witness.negotiated,
          tls.keyExchangeGroup(),
          witness.chain,
          input.first.toString(StandardCharsets.ISO_8859_1));
    }
  }

  private static boolean by(Refusal refusal, Side side) {
    return refusal.by() == side;
  }

  /**
   * Sends an HTTP request without TLS. Returns the first bytes of the answer; empty if there is
   * none.
   */
  String plainHttp() {
    try (RecordedSocket wire = connections.open()) {
      wire.connect(address);
      String request = "GET / HTTP/1.1\r\nHost: " + host.name() + "\r\nConnection: close\r\n\r\n";
      wire.output().write(request.getBytes(StandardCharsets.US_ASCII));
      wire.output().flush();
      return new String(wire.input().readNBytes(FIRST_BYTES), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // after any failure: the port has not answered in plain HTTP
    }
  }

  /** A stream that keeps the first bytes that are read. */
  private static final class Beginning extends FilterInputStream {

    private final ByteArrayOutputStream first = new ByteArrayOutputStream();

    Beginning(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      if (b >= 0 && first.size() < FIRST_BYTES) {
        first.write(b);
      }
      return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = super.read(buffer, offset, length);
      if (count > 0) {
        first.write(buffer, offset, Math.min(count, Math.max(0, FIRST_BYTES - first.size())));
      }
      return count;
    }
  }

  /** A policy that records everything and objects to nothing. */
  private static final class Witness implements HandshakePolicy {

    private Optional<NegotiatedSession> negotiated = Optional.empty();
    private List<ChainCertificate> chain = List.of();

    @Override
    public Optional<Objection> atServerHello(NegotiatedSession seen) {
      negotiated = Optional.of(seen);
      return Optional.empty();
    }

    @Override
    public Optional<Objection> atCertificate(NegotiatedSession seen, List<byte[]> ders) {
      negotiated = Optional.of(seen);
      List<ChainCertificate> certificates = new ArrayList<>();
      try {
        for (byte[] der : ders) {
          certificates.add(ChainCertificate.parse(der));
        }
      } catch (CertificateException e) {
        chain = List.copyOf(certificates); // the certificates before the unreadable one
        return Optional.empty();
      }
      chain = List.copyOf(certificates);
      return Optional.empty();
    }

    @Override
    public Optional<Objection> atFinished(NegotiatedSession seen) {
      negotiated = Optional.of(seen);
      return Optional.empty();
    }
  }
}
