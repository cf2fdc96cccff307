package dev.atsharness.solver;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;

/** One connection of a process in a log, put together from its lines. */
final class SheetConnection {

  private static final String URL = " resumes, URL ";

  /** A violation on a connection. */
  record Violation(int line, String what, String host) {}

  final int export;
  final String process;
  final OffsetDateTime begin;
  private final List<String> messages = new ArrayList<>();
  private final Set<Integer> lines = new HashSet<>();
  private final List<Violation> violations = new ArrayList<>();
  private String url = "";

  SheetConnection(int export, String process, OffsetDateTime begin) {
    this.export = export;
    this.process = process;
    this.begin = begin;
  }

  void add(int line, String message) {
    lines.add(line);
    messages.add(message);
    if (message.contains(URL)) {
      url = message.substring(message.indexOf(URL) + URL.length());
    }
    Matcher violation = PublicRules.VIOLATION.matcher(message);
    if (violation.find()) {
      violations.add(new Violation(line, violation.group("what"), violation.group("host")));
    }
  }

  boolean has(int line) {
    return lines.contains(line);
  }

  List<Violation> violations() {
    return violations;
  }

  Set<String> codes() {
    Set<String> codes = new HashSet<>();
    violations.forEach(one -> PublicRules.code(one.what()).ifPresent(codes::add));
    return codes;
  }

  private boolean says(String words) {
    return messages.stream().anyMatch(message -> message.contains(words));
  }

  /** Whether its lines say where it goes; a task of background noise does not. */
  boolean complete() {
    return !url.isEmpty();
  }

  String host() {
    return url.split("/", 4)[2];
  }

  boolean exempt() {
    return PublicRules.scep(url) || says("goes through a content cache");
  }

  /** Whether Apple's requirements apply. */
  boolean subject() {
    return PublicRules.covers(process) && !exempt();
  }

  boolean handshakeBegan() {
    return says("TLS configured [");
  }

  boolean handshakeFinished() {
    return says("TLS connected [");
  }

  boolean wentOn() {
    return handshakeFinished() || (!handshakeBegan() && says("received response"));
  }

  boolean serverHello() {
    return says("read_server_hello");
  }

  boolean alertRead() {
    return says("read alert, level: fatal");
  }

  boolean socketError() {
    return says("Socket SO_ERROR [");
  }

  Optional<String> codeAt(int line) {
    return violations.stream()
        .filter(one -> one.line() == line)
        .findFirst()
        .flatMap(one -> PublicRules.code(one.what()));
  }
}
