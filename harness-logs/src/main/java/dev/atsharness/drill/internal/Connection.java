package dev.atsharness.drill.internal;

import dev.atsharness.ats.ClientProfile.Mode;
import dev.atsharness.ats.DetectedViolation;
import dev.atsharness.ats.internal.ConnectionFacts;
import dev.atsharness.drill.internal.ScriptLine.Kind;
import dev.atsharness.drill.internal.Server.Part;
import dev.atsharness.log.LogEvent;
import dev.atsharness.log.LogWriter;
import dev.atsharness.scenario.ClientExpectation.Side;
import dev.atsharness.scenario.internal.ServerSettings.Transport;
import dev.atsharness.tls.SignatureScheme;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The lines that one connection of a process writes to the log: those of the simulated device,
 * between those that Apple's TLS library writes for any connection. Their form is that of 26.5 and
 * later.
 */
final class Connection {

  private static final int MILLIS_BETWEEN_LINES = 7;

  private final Server server;
  private final ExpectedVisit visit;
  private final String process;
  private final int pid;
  private final int number;
  private final ZoneId zone;
  private final List<ScriptLine> lines = new ArrayList<>();
  private Instant now;

  Connection(
      Server server,
      ExpectedVisit visit,
      String process,
      int pid,
      int number,
      Instant begin,
      ZoneId zone) {
    this.server = server;
    this.visit = visit;
    this.process = process;
    this.pid = pid;
    this.number = number;
    this.zone = zone;
    this.now = begin;
  }

  /** All lines, in order of time. */
  List<ScriptLine> lines() {
    if (server.scenario().settings().url().scheme() == Transport.HTTP) {
      plain();
    } else {
      tls();
    }
    return List.copyOf(lines);
  }

  /** A message in the words of an unknown release, for a connection like this. */
  ScriptLine unknown(String message) {
    return new ScriptLine(
        writer()
            .tls(
                "Info",
                "boringssl_context_log_simulated",
                "Warning [ATS FCPv2.1 violation]: " + message),
        Kind.UNKNOWN,
        "it calls itself a violation; unknown words do not make it noise");
  }

  private void plain() {
    violations();
    add(
        ScriptLine.other(
            new LogEvent(
                now.atZone(zone).toOffsetDateTime(),
                "Default",
                process,
                pid,
                "CFNetwork",
                "com.apple.CFNetwork",
                "Default",
                (visit.connects() ? "Loaded" : "Did not load")
                    + " http://"
                    + server.host()
                    + server.path())));
  }

  private void tls() {
    boolean applies = server.part() != Part.EXEMPT;
    boolean enforced = applies && visit.profile().enforcement().mode() == Mode.ENFORCE;
    add(
        "Default",
        "boringssl_session_apply_protocol_options_for_transport_block_invoke_2",
        "TLS configured [server(0) min_version(0x0303) max_version(0x0304) name("
            + server.host()
            + ") tickets(false) false_start(false) enforce_ev(false) enforce_ats("
            + applies
            + ") cc_mode_enforced("
            + enforced
            + ")]");
    if (refusedByServer()) {
      add(
          "Error",
          "boringssl_context_handle_fatal_alert",
          "read alert, level: fatal, description: "
              + visit.expected().alert().orElse("handshake_failure").replace('_', ' '));
      return;
    }
    add(
        "Default",
        "boringssl_context_info_handler",
        "Client handshake state: TLS client read_server_hello");
    violations();
    if (visit.connects() && visit.facts().isPresent()) {
      add("Default", "nw_protocol_boringssl_signal_connected", connected(visit.facts().get()));
    } else {
      add("Error", "boringssl_session_handshake_incomplete", "SSL library error");
    }
  }

  private boolean refusedByServer() {
    return visit.expected().refusedBy().filter(Side.SERVER::equals).isPresent();
  }

  private String connected(ConnectionFacts facts) {
    int signature = facts.handshakeSignature().map(SignatureScheme::code).orElse(0);
    return String.format(
        Locale.ROOT,
        "TLS connected [server(0) version(0x%04x) ciphersuite(%s) signature_alg(0x%04x) resumed(0)"
            + " offered_ticket(0) in_early_data(0) false_started(0) ocsp_received(0)"
            + " sct_received(0)]",
        facts.version().code(),
        facts.cipherSuite().name(),
        signature);
  }

  private void violations() {
    for (DetectedViolation violation : visit.logged()) {
      add(
          server.part() == Part.OUTSIDE
              ? new ScriptLine(
                  writer().event(violation, server.host()),
                  Kind.DECOY,
                  process + " is an app; the requirements do not cover its connections")
              : new ScriptLine(
                  writer().event(violation, server.host()),
                  Kind.FINDING,
                  process + " names " + server.host() + ": " + violation.violation()));
    }
  }

  private void add(String level, String function, String text) {
    add(ScriptLine.other(writer().tls(level, function, text)));
  }

  private void add(ScriptLine line) {
    lines.add(line);
    now = now.plusMillis(MILLIS_BETWEEN_LINES);
  }

  private LogWriter writer() {
    return new LogWriter(Clock.fixed(now, zone), visit.profile().release(), process, pid, number);
  }
}
