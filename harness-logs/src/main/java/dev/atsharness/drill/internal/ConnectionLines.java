package dev.atsharness.drill.internal;

import dev.atsharness.ats.DetectedViolation;
import dev.atsharness.ats.Violation;
import dev.atsharness.ats.internal.ConnectionFacts;
import dev.atsharness.drill.internal.Contact.Standing;
import dev.atsharness.drill.internal.ScriptLine.Kind;
import dev.atsharness.drill.internal.ScriptLine.Origin;
import dev.atsharness.log.LogEvent;
import dev.atsharness.scenario.internal.DrillMaterial;
import dev.atsharness.scenario.internal.DrillMaterial.Report;
import dev.atsharness.scenario.internal.DrillMaterial.Service;
import dev.atsharness.tls.SignatureScheme;
import dev.atsharness.tls.TlsVersion;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The lines that one connection of a process writes to the log. Those of Apple's TLS library have
 * the form, the functions and the line numbers of public logs of 26.5 and 27; the other lines are
 * invented. Not for use by several threads.
 */
final class ConnectionLines {

  private static final String NETWORK = "com.apple.network";

  private static final String TRUST = "Certificate verification result: OK";

  private final DrillMaterial material;
  private final SeededRandom dice;
  private final Server server;
  private final Contact contact;
  private final Course course;
  private final int pid;
  private final int number;
  private final String context;
  private final String task;
  private final List<ScriptLine> lines = new ArrayList<>();
  private OffsetDateTime now;

  /**
   * @param pid the id of the process
   * @param number the number of the connection in the process
   */
  ConnectionLines(
      DrillMaterial material,
      SeededRandom dice,
      Server server,
      Contact contact,
      int pid,
      int number,
      OffsetDateTime begin) {
    this.material = material;
    this.dice = dice;
    this.server = server;
    this.contact = contact;
    this.course = contact.course();
    this.pid = pid;
    this.number = number;
    this.now = begin;
    this.context = String.format(Locale.ROOT, "0x1%08x", dice.below(1 << 28) * 8L);
    this.task = "Task <" + NoiseSource.uuid(dice) + ">.<" + number + "> ";
  }

  /**
   * All lines, in order of time.
   *
   * @param strange a message in the words of an unknown release, if the connection has one
   */
  List<ScriptLine> lines(Optional<String> strange) {
    if (course.ending() != Ending.NOT_SEEN) {
      begin();
      if (course.clear()) {
        violations();
      } else if (course.ending() == Ending.NOT_REACHED) {
        socketError();
      } else {
        handshake(strange);
      }
      end();
    }
    contact.report().ifPresent(this::report);
    return List.copyOf(lines);
  }

  private void begin() {
    cfnetwork(
        task
            + "resumes, URL "
            + (course.clear() ? "http://" : "https://")
            + server.host()
            + contact.path());
    cfnetwork(task + "setting up Connection " + number);
    if (contact.standing() == Standing.EXEMPT) {
      Optional.ofNullable(material.services().get(server.role()))
          .flatMap(Service::note)
          .ifPresent(note -> cfnetwork(task + note));
    }
  }

  private void handshake(Optional<String> strange) {
    boolean enforced = contact.covered() && course.enforced();
    tls(
        "Default",
        "configured",
        "TLS configured [server(0) min_version(0x0303) max_version(0x0304) name("
            + server.host()
            + ") tickets(false) false_start(false) enforce_ev(false) enforce_ats("
            + enforced
            + ") ats_non_pfs_ciphersuite_allowed(false) cc_mode_enforced("
            + enforced
            + ") ech(false) pqtls(true), pake(false) skip_ats_trust(false)]");
    if (course.ending() != Ending.SERVER_REFUSED) {
      tls("Default", "state", "Client handshake state: TLS client read_server_hello");
      boolean judged =
          course.ending() != Ending.DEVICE_REFUSED
              || course.logs(Violation.CERTIFICATE_NOT_TRUSTED);
      if (judged) {
        tls("Default", "trust", "Performing external trust evaluation");
      }
      strange.ifPresent(this::strange);
      violations();
    }
    switch (course.ending()) {
      case WENT_ON -> {
        tls("Default", "verified", TRUST);
        course.facts().ifPresent(facts -> tls("Default", "connected", connected(facts)));
      }
      case SERVER_REFUSED, SERVER_ENDED -> {
        if (course.socketError()) {
          socketError();
        } else {
          tls("Error", "alert", "read alert, level: fatal, description: " + course.detail());
        }
        tls("Error", "incomplete", "SSL library error");
      }
      default -> tls("Error", "incomplete", "SSL library error");
    }
  }

  private void end() {
    if (course.ending() == Ending.WENT_ON) {
      int status = contact.report().isPresent() ? dice.pick(List.of(200, 403, 404, 500)) : 200;
      cfnetwork(task + "received response, status " + status);
    } else {
      cfnetwork(task + "finished with error [" + errorCode() + "]");
    }
  }

  /** The NSURLError of a connection that did not go on. */
  private int errorCode() {
    if (course.clear()) {
      return -1022;
    }
    if (course.ending() == Ending.NOT_REACHED) {
      return course.detail().startsWith("60") ? -1001 : -1004;
    }
    if (course.socketError()) {
      return -1005;
    }
    return course.ending() == Ending.DEVICE_REFUSED
            && course.logs(Violation.CERTIFICATE_NOT_TRUSTED)
        ? -1202
        : -1200;
  }

  private void report(Report report) {
    add(
        new ScriptLine(
            event("Error", "", "", "", report.message().replace(DrillMaterial.HOST, server.host())),
            Kind.REPORT,
            "a process reports a failure",
            Optional.of(new Origin(server, contact, Optional.empty()))));
  }

  private String connected(ConnectionFacts facts) {
    int signature = facts.handshakeSignature().map(SignatureScheme::code).orElse(0);
    boolean tls13 = facts.version() == TlsVersion.TLS_1_3;
    int group = tls13 ? 0x11ec : facts.handshakeSignature().isPresent() ? 0x1d : 0;
    return String.format(
        Locale.ROOT,
        "TLS connected [server(0) version(0x%04x) ciphersuite(%s) group(0x%04x)"
            + " signature_alg(0x%04x) alpn(http/1.1) resumed(0) offered_ticket(0) in_early_data(0)"
            + " early_data_accepted(0) false_started(0) ocsp_received(0) sct_received(0)"
            + " connect_time(%dms) flight_time(%dms) rtt(%dms) write_stalls(0) read_stalls(%d)"
            + " pake(0x0000)]",
        facts.version().code(),
        facts.cipherSuite().name(),
        group,
        signature,
        60 + dice.below(120),
        40 + dice.below(60),
        10 + dice.below(40),
        4 + dice.below(8));
  }

  private void violations() {
    for (DetectedViolation violation : course.logged()) {
      String text = course.profile().release().message(violation, server.host());
      // A plaintext connection has no context of the TLS library.
      LogEvent event =
          violation.violation() == Violation.TLS_NOT_USED
              ? event("Info", "", NETWORK, "connection", "[C" + number + "] " + text)
              : library(
                  "Info", material.functions().byViolation().get(violation.violation()), text);
      add(
          new ScriptLine(
              event,
              contact.covered() ? Kind.FINDING : Kind.NOT_COVERED,
              why(),
              Optional.of(new Origin(server, contact, Optional.of(violation.violation())))));
    }
  }

  private String why() {
    return switch (contact.standing()) {
      case COVERED ->
          "Apple's article lists " + contact.process() + ", and the line reports a violation";
      case EXEMPT -> "the connection goes to a " + server.title() + ", which Apple exempts";
      case OUTSIDE -> "the requirements do not apply to the process " + contact.process();
    };
  }

  private void strange(String message) {
    add(
        new ScriptLine(
            library(
                "Info",
                material.functions().of("unknown"),
                (course.enforced() ? "Error" : "Warning")
                    + " [ATS FCPv2.1 violation]: "
                    + message.replace(DrillMaterial.HOST, server.host())),
            Kind.UNKNOWN,
            "it reports an ATS violation, in words that Apple's article does not have",
            Optional.of(new Origin(server, contact, Optional.empty()))));
  }

  private void socketError() {
    add(
        ScriptLine.other(
            event(
                "Error",
                "Network",
                NETWORK,
                "connection",
                material.functions().of("socket")
                    + " [C"
                    + number
                    + ".1.1.1:2] Socket SO_ERROR ["
                    + course.detail()
                    + "]")));
  }

  private void tls(String level, String use, String text) {
    add(ScriptLine.other(library(level, material.functions().of(use), text)));
  }

  private LogEvent library(String level, String function, String text) {
    return event(
        level,
        "libboringssl.dylib",
        NETWORK,
        "boringssl",
        function + " [C" + number + ".1.1.1:2][" + context + "] " + text);
  }

  private void cfnetwork(String text) {
    add(ScriptLine.other(event("Default", "CFNetwork", "com.apple.CFNetwork", "Default", text)));
  }

  private LogEvent event(
      String level, String sender, String subsystem, String category, String text) {
    return new LogEvent(now, level, contact.process(), pid, sender, subsystem, category, text);
  }

  private void add(ScriptLine line) {
    lines.add(line);
    now = now.plus(Duration.ofNanos(1000L * (900 + dice.below(24_000))));
  }
}
