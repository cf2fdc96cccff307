package dev.atsharness.server.internal.tls;

import dev.atsharness.scenario.internal.Misbehaviour;
import dev.atsharness.scenario.internal.NetworkFault;
import dev.atsharness.scenario.internal.NetworkFault.Action;
import dev.atsharness.scenario.internal.NetworkFault.Point;
import dev.atsharness.server.handshake.ClientHello;
import dev.atsharness.server.internal.tls.ClientHelloReader.AlertFirst;
import dev.atsharness.server.internal.tls.ClientHelloReader.Complete;
import dev.atsharness.server.internal.tls.ClientHelloReader.NeedMore;
import dev.atsharness.server.internal.tls.ClientHelloReader.Progress;
import dev.atsharness.server.internal.tls.ClientHelloReader.Rejected;
import dev.atsharness.tls.Alert;
import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.TlsVersion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSession;
import org.bouncycastle.tls.RecordPreview;

/**
 * A server-side {@link SSLEngine} that reads the whole ClientHello before it decides anything, then
 * lets the chosen endpoint negotiate.
 *
 * <p>Not thread-safe: Jetty calls it under the lock of its connection. The identity of an endpoint
 * may be made on the calling thread, by the first handshake that needs it.
 *
 * <p>Differences from JSSE that the {@link SSLEngine} contract allows: {@link #unwrap} takes parts
 * of a record before the ClientHello is whole; {@link #wrap} may produce several records; closing
 * outbound closes inbound too.
 */
final class HarnessEngine extends FixedEngine {

  private static final int RECORD_HEADER = 5;
  private static final int CHANGE_CIPHER_SPEC = 20;

  /**
   * The maximum bytes in records without application data that a client may send, beyond the number
   * of bytes that it sends with data. Two handshakes with a long certificate need less.
   */
  static final int MAX_BYTES_WITHOUT_DATA = 128 * 1024;

  private final Router router;
  private final ConnectionEvents events;
  private final Transport transport;
  private final Duration stallTime;
  private final ClientHelloReader reader;

  private EndpointProtocol protocol;
  private EndpointServer server;
  private TlsEndpoint endpoint;
  private ClientHello hello;
  private EngineSession session = EngineSession.none();

  /** Output without TLS: an alert before a protocol exists, or an HTTP answer. */
  private ByteBuffer clearOutput = ByteBuffer.allocate(0);

  /** Bytes in records without application data, less those in records with data. */
  private long bytesWithoutData;

  private volatile long keyAskedAt;
  private volatile long keyGivenAt;

  private final EngineState state = new EngineState();

  /** The operations of an engine on the TCP connection below it. */
  interface Transport {

    /** Breaks the connection by a reset. */
    void reset();

    /** Keeps the connection open and silent for this time, then closes it. */
    void stall(Duration time);

    /** Closes this side of the connection; data written before still arrives. */
    void end();

    /** Makes the close wait for a client that is still sending, so that the answer arrives. */
    void lingerAtClose();
  }

  /**
   * @param router chooses the endpoint of the connection
   * @param events listener for the connection's events
   * @param limits limits, of which the ClientHello's length and the stall time are used
   * @param budget budget for long ClientHellos
   * @param transport the TCP connection, broken if the endpoint's fault specifies it
   */
  HarnessEngine(
      Router router,
      ConnectionEvents events,
      ConnectionLimits limits,
      ByteBudget budget,
      Transport transport) {
    this.router = router;
    this.events = events;
    this.transport = transport;
    this.stallTime = limits.stallTime();
    this.reader = new ClientHelloReader(limits.clientHelloBytes(), budget);
  }

  /** The endpoint, once the connection was routed to one. */
  Optional<TlsEndpoint> endpoint() {
    return Optional.ofNullable(endpoint);
  }

  Optional<String> serverName() {
    return hello == null ? Optional.empty() : hello.serverName();
  }

  ConnectionEvents events() {
    return events;
  }

  /** Notes that the peer's TCP half is closed or reset: nothing more will arrive. */
  void peerGone() {
    if (!state.isTransportGone() && !state.isClosed() && !isConnected()) {
      state.lose();
      events.abandoned();
    }
  }

  /** Notes that the connection is closed. */
  void closed() {
    reader.release();
  }

  /** Notes that the handshake has taken too long; may be called by any thread. */
  void expired(Duration limit) {
    state.lose();
    events.timedOut(limit);
  }

  @Override
  public void beginHandshake() {
    state.begin();
  }

  // Inbound

  @Override
  public SSLEngineResult unwrap(ByteBuffer source, ByteBuffer[] targets, int offset, int length)
      throws SSLException {
    state.begin();
    if (state.isClosed()) {
      return result(Status.CLOSED, 0, 0);
    }
    if (state.isCut() || state.isLingering()) {
      return ignore(source);
    }
    if (state.awaitsClientHello()) {
      return readHello(source);
    }
    int start = source.position();
    try {
      return readRecord(source, targets, offset, length);
    } catch (IOException e) {
      if (!server.missesClientCertificate()) {
        throw failed(e);
      }
      state.linger();
      return result(Status.OK, source.position() - start, 0);
    }
  }

  /** Reads and ignores what the client continues to send, so that TCP neither blocks nor resets. */
  private SSLEngineResult ignore(ByteBuffer source) {
    int consumed = source.remaining();
    source.position(source.limit());
    return result(consumed == 0 ? Status.BUFFER_UNDERFLOW : Status.OK, consumed, 0);
  }

  private SSLEngineResult readHello(ByteBuffer source) throws SSLException {
    int start = source.position();
    Progress progress = reader.read(source);
    if (progress instanceof Complete complete) {
      hello = complete.hello();
      events.clientHello(hello);
      start(complete.records().array());
    } else if (progress instanceof Rejected rejected) {
      throw reject(rejected, source);
    } else if (progress instanceof AlertFirst alert) {
      state.closeInbound();
      events.alertReceived(alert.level(), alert.description());
      throw new SSLHandshakeException("the client began with an alert");
    }
    int consumed = source.position() - start;
    return result(
        progress instanceof NeedMore && consumed == 0 ? Status.BUFFER_UNDERFLOW : Status.OK,
        consumed,
        0);
  }

  /**
   * @param rest the bytes after those that were read
   */
  private SSLException reject(Rejected rejected, ByteBuffer rest) {
    state.closeInbound();
    if (rejected.malformed()) {
      events.malformed(rejected.reason());
    }
    if (rejected.answerInClear() || rejected.answer().isPresent()) {
      transport.lingerAtClose();
    }
    if (rejected.answerInClear()) {
      clearOutput = ClearRequest.answer();
      ClearRequest.host(rest).ifPresent(this::noteHost);
    }
    rejected.answer().ifPresent(alert -> sendAlert(alert, TlsVersion.TLS_1_0, rejected.reason()));
    return new SSLHandshakeException(rejected.reason());
  }

  /** Notes the endpoint that a request without TLS names; only the journal uses it. */
  private void noteHost(String host) {
    if (router.route(Optional.of(host)) instanceof Route.To to) {
      events.named(to.endpoint().name());
    }
  }

  private void sendAlert(Alert alert, TlsVersion recordVersion, String reason) {
    byte code = (byte) alert.code();
    int version = recordVersion.code();
    clearOutput =
        ByteBuffer.wrap(
            new byte[] {21, (byte) (version >>> 8), (byte) version, 0, 2, 2 /* fatal */, code});
    events.alertSent(2, alert.code(), reason);
  }

  private void start(byte[] records) throws SSLException {
    Route route = router.route(hello.serverName());
    events.routed(route);
    if (route instanceof Route.To to) {
      endpoint = to.endpoint();
      NetworkFault fault = endpoint.networkFault();
      if (fault.alert().isPresent()) {
        state.closeInbound();
        sendAlert(fault.alert().get(), recordVersion(), "on purpose");
        throw new SSLHandshakeException("alert on purpose");
      } else if (fault.point().equals(Optional.of(Point.CLIENT_HELLO))) {
        state.cut();
        breakTransport(fault);
      } else if (new HelloIntolerance(endpoint.settings()).findsTooLong(hello)) {
        state.cut();
        breakTransport(NetworkFault.RESET_AFTER_CLIENT_HELLO);
      } else if (new HelloIntolerance(endpoint.settings()).findsGrease(hello)) {
        state.closeInbound();
        sendAlert(Alert.ILLEGAL_PARAMETER, recordVersion(), "a value of GREASE");
        throw new SSLHandshakeException("a value of GREASE");
      } else {
        accept(records);
      }
    } else {
      state.closeInbound();
      boolean tls13 = hello.offers(TlsVersion.TLS_1_3);
      Alert alert =
          route instanceof Route.UnknownName
              ? Alert.UNRECOGNIZED_NAME
              : tls13 ? Alert.MISSING_EXTENSION : Alert.HANDSHAKE_FAILURE;
      String reason =
          route instanceof Route.UnknownName
              ? "no endpoint has this name"
              : "no server name on a shared port";
      sendAlert(alert, recordVersion(), reason);
      throw new SSLHandshakeException(reason);
    }
  }

  /** Notes that all queued output has been sent to the client. */
  void flushed() throws SSLException {
    if (state.isBreaking() && pendingOutput() == 0) {
      breakTransport(endpoint.networkFault());
    }
  }

  private void breakTransport(NetworkFault fault) throws SSLException {
    state.lose();
    events.faultInjected(fault);
    if (fault.action().orElseThrow() == Action.STALL) {
      transport.stall(stallTime);
      return;
    }
    state.closeInbound();
    transport.reset();
    throw new SSLHandshakeException("reset on purpose");
  }

  /** Cuts the flight at the point that the endpoint's fault specifies. */
  private void cutFlight() {
    Optional<Point> point = endpoint.networkFault().point();
    if (point.isEmpty()) {
      return;
    }
    byte[] flight = takeFlight();
    OptionalInt cut = new ServerFlight(flight).endOf(point.get());
    if (cut.isPresent()) {
      state.cut();
    }
    clearOutput = ByteBuffer.wrap(flight, 0, cut.orElse(flight.length));
  }

  private byte[] takeFlight() {
    byte[] flight = new byte[protocol.getAvailableOutputBytes()];
    protocol.readOutput(flight, 0, flight.length);
    return flight;
  }

  /** The record version of an alert that answers this ClientHello. */
  private TlsVersion recordVersion() {
    return hello.raw().legacyVersion() >= TlsVersion.TLS_1_2.code()
        ? TlsVersion.TLS_1_2
        : hello.raw().legacyVersion() == TlsVersion.SSL_3_0.code()
            ? TlsVersion.SSL_3_0
            : TlsVersion.TLS_1_0;
  }

  private void accept(byte[] records) throws SSLException {
    List<Credentials> credentials = credentials();
    try {
      server =
          new EndpointServer(endpoint.settings(), credentials, endpoint.sessions(), hello, events);
      protocol = new EndpointProtocol(endpoint.settings(), hello, server);
      state.negotiate();
      protocol.accept(server);
      protocol.offerInput(records);
      cutFlight();
      if (endpoint.settings().misbehaves(Misbehaviour.SSL2_SERVER_HELLO)) {
        takeFlight();
        clearOutput = ByteBuffer.wrap(server.ssl2ServerHello());
      }
    } catch (IOException e) {
      throw failed(e);
    } finally {
      noteSession();
    }
  }

  /**
   * The time that the client has waited so far for the endpoint's key; may be called by any thread.
   */
  Duration waitedForKey() {
    long asked = keyAskedAt;
    long given = keyGivenAt;
    return asked == 0
        ? Duration.ZERO
        : Duration.ofNanos((given == 0 ? System.nanoTime() : given) - asked);
  }

  private List<Credentials> credentials() throws SSLException {
    keyAskedAt = System.nanoTime() | 1; // never 0
    try {
      return endpoint.credentials(hello.serverName());
    } catch (RuntimeException e) {
      state.closeInbound();
      String reason = "the endpoint has no usable certificate: " + e.getMessage();
      sendAlert(Alert.INTERNAL_ERROR, recordVersion(), reason);
      throw new SSLException(reason, e);
    } finally {
      keyGivenAt = System.nanoTime() | 1;
    }
  }

  private SSLEngineResult readRecord(
      ByteBuffer source, ByteBuffer[] targets, int offset, int length) throws IOException {
    if (source.remaining() < RECORD_HEADER) {
      return result(Status.BUFFER_UNDERFLOW, 0, 0);
    }
    byte[] header = new byte[RECORD_HEADER];
    source.get(source.position(), header);
    RecordPreview preview = protocol.previewInputRecord(header);
    if (source.remaining() < preview.getRecordSize()) {
      return result(Status.BUFFER_UNDERFLOW, 0, 0);
    }
    if (space(targets, offset, length) < preview.getContentLimit()) {
      return result(Status.BUFFER_OVERFLOW, 0, 0);
    }
    byte[] record = new byte[preview.getRecordSize()];
    source.get(record);
    if (record[0] == CHANGE_CIPHER_SPEC && protocol.isTakenForTls13()) {
      return result(Status.OK, record.length, 0);
    }
    protocol.offerInput(record);
    cutFlight();
    protocol.askForRenegotiation();
    int produced = 0;
    for (int i = offset; i < offset + length && isConnected(); i++) {
      produced += protocol.readInput(targets[i], targets[i].remaining());
    }
    if (produced > 0) {
      server.received("application-data");
    }
    count(record.length, produced > 0);
    noteSession();
    if (protocol.isClosed()) {
      state.closeInbound();
    }
    return result(protocol.isClosed() ? Status.CLOSED : Status.OK, record.length, produced);
  }

  /**
   * Refuses a client that keeps the server busy with messages that have no purpose: renegotiations
   * that are refused, updates of keys, warnings, empty records. Its time is limited by that for a
   * request.
   */
  private void count(int bytes, boolean data) throws IOException {
    bytesWithoutData += data ? -bytes : bytes;
    if (bytesWithoutData > MAX_BYTES_WITHOUT_DATA) {
      protocol.refuse("more than " + MAX_BYTES_WITHOUT_DATA + " bytes without application data");
    }
  }

  private static int space(ByteBuffer[] targets, int offset, int length) {
    int space = 0;
    for (int i = offset; i < offset + length; i++) {
      space += targets[i].remaining();
    }
    return space;
  }

  private void noteSession() {
    if (server != null && session.getProtocol().equals("NONE")) {
      Optional<CipherSuite> suite = server.suite();
      if (suite.isPresent()) {
        session =
            new EngineSession(
                server.version().orElseThrow().label(),
                suite.get().name(),
                session.getCreationTime());
      }
    }
  }

  private SSLException failed(IOException cause) {
    boolean handshaking = protocol == null || !isConnected();
    state.closeInbound();
    SSLException failure =
        handshaking
            ? new SSLHandshakeException(cause.getMessage())
            : new SSLException(cause.getMessage());
    failure.initCause(cause);
    return failure;
  }

  // Outbound

  @Override
  public SSLEngineResult wrap(ByteBuffer[] sources, int offset, int length, ByteBuffer target)
      throws SSLException {
    state.begin();
    if (clearOutput.hasRemaining()) {
      int produced = Math.min(clearOutput.remaining(), target.remaining());
      target.put(clearOutput.slice().limit(produced));
      clearOutput.position(clearOutput.position() + produced);
      return result(produced == 0 ? Status.BUFFER_OVERFLOW : outboundStatus(), 0, produced);
    }
    if (protocol == null
        || state.isCut()
        || (protocol.isClosed() && protocol.getAvailableOutputBytes() == 0)) {
      return result(outboundStatus(), 0, 0);
    }
    try {
      if (protocol.getAvailableOutputBytes() > 0) {
        return writeQueued(target);
      }
      return isConnected()
          ? writeData(sources, offset, length, target)
          : result(outboundStatus(), 0, 0);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Whole records only, as many as fit. */
  private SSLEngineResult writeQueued(ByteBuffer target) {
    int produced = 0;
    for (int size = protocol.previewOutputRecord();
        size > 0 && size <= target.remaining();
        size = protocol.previewOutputRecord()) {
      produced += protocol.readOutput(target, size);
    }
    return result(produced == 0 ? Status.BUFFER_OVERFLOW : outboundStatus(), 0, produced);
  }

  private SSLEngineResult writeData(ByteBuffer[] sources, int offset, int length, ByteBuffer target)
      throws IOException {
    int available = space(sources, offset, length);
    if (available == 0) {
      return result(Status.OK, 0, 0);
    }
    RecordPreview preview = protocol.previewOutputRecord(available);
    if (target.remaining() < preview.getRecordSize()) {
      return result(Status.BUFFER_OVERFLOW, 0, 0);
    }
    byte[] data = new byte[Math.min(available, preview.getContentLimit())];
    int copied = 0;
    for (int i = offset; i < offset + length && copied < data.length; i++) {
      int part = Math.min(sources[i].remaining(), data.length - copied);
      sources[i].get(data, copied, part);
      copied += part;
    }
    protocol.writeApplicationData(data, 0, data.length);
    int produced = protocol.readOutput(target, protocol.getAvailableOutputBytes());
    return result(Status.OK, data.length, produced);
  }

  private Status outboundStatus() {
    boolean nothingMore =
        state.isOutboundClosed()
            || (protocol == null
                ? state.isInboundClosed()
                : protocol.isClosed() && !state.isLingering());
    return nothingMore && pendingOutput() == 0 ? Status.CLOSED : Status.OK;
  }

  private int pendingOutput() {
    return clearOutput.remaining()
        + (protocol == null || state.isCut() ? 0 : protocol.getAvailableOutputBytes());
  }

  // State

  /**
   * Whether the last handshake is complete. If the server renegotiates after the request, the
   * request waits for it in the protocol, and the caller sees one long handshake.
   */
  private boolean isConnected() {
    return protocol != null && protocol.isConnected() && !protocol.willRenegotiate();
  }

  private SSLEngineResult result(Status status, int consumed, int produced) {
    HandshakeStatus handshake = getHandshakeStatus();
    if (handshake == HandshakeStatus.NOT_HANDSHAKING && isConnected() && state.finish()) {
      handshake = HandshakeStatus.FINISHED;
    }
    return new SSLEngineResult(status, handshake, consumed, produced);
  }

  @Override
  public String getApplicationProtocol() {
    return isConnected() ? server.applicationProtocol().orElse("") : null;
  }

  @Override
  public HandshakeStatus getHandshakeStatus() {
    if (!state.isBegun()) {
      return HandshakeStatus.NOT_HANDSHAKING;
    }
    if (pendingOutput() > 0) {
      return HandshakeStatus.NEED_WRAP;
    }
    return state.isClosed() || isConnected()
        ? HandshakeStatus.NOT_HANDSHAKING
        : HandshakeStatus.NEED_UNWRAP;
  }

  @Override
  public void closeInbound() throws SSLException {
    boolean truncated = !state.isInboundClosed() && isConnected();
    state.closeInbound();
    if (truncated) {
      throw new SSLException("the connection ended without close_notify");
    }
  }

  @Override
  public boolean isInboundDone() {
    return state.isClosed();
  }

  @Override
  public void closeOutbound() {
    boolean first = state.closeOutbound();
    if (!first || protocol == null || protocol.isClosed() || state.isTransportGone()) {
      return;
    }
    if (endpoint.networkFault() == NetworkFault.NO_CLOSE_NOTIFY) {
      events.faultInjected(NetworkFault.NO_CLOSE_NOTIFY);
      transport.end();
      return;
    }
    try {
      protocol.close();
    } catch (IOException e) {
      throw new IllegalStateException("queueing close_notify does no I/O", e);
    }
  }

  @Override
  public boolean isOutboundDone() {
    return outboundStatus() == Status.CLOSED;
  }

  @Override
  public SSLSession getSession() {
    return session;
  }
}
