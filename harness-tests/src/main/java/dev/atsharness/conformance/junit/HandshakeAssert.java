package dev.atsharness.conformance.junit;

import dev.atsharness.conformance.internal.LocalJournal;
import dev.atsharness.server.handshake.Negotiated;
import dev.atsharness.server.journal.ConnectionOutcome;
import dev.atsharness.server.journal.JournalEntry;
import dev.atsharness.tls.Alert;
import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.TlsVersion;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import org.assertj.core.api.AbstractAssert;

/** Assertions about a connection, as the server saw it. */
public final class HandshakeAssert extends AbstractAssert<HandshakeAssert, JournalEntry> {

  HandshakeAssert(JournalEntry actual) {
    super(actual, HandshakeAssert.class);
  }

  /**
   * Asserts that the handshake finished and the client had no objection; without TLS, that a
   * request was read.
   */
  public HandshakeAssert completed() {
    return ended("be completed", EnumSet.of(ConnectionOutcome.COMPLETED));
  }

  /** Asserts that the client gave up before its first request, with or without an alert. */
  public HandshakeAssert abortedByClient() {
    return ended(
        "be aborted by the client",
        EnumSet.of(ConnectionOutcome.REFUSED_BY_CLIENT, ConnectionOutcome.CLOSED_EARLY));
  }

  /** Asserts that the server refused, with an alert. */
  public HandshakeAssert abortedByServer() {
    return ended("be aborted by the server", EnumSet.of(ConnectionOutcome.REFUSED_BY_SERVER));
  }

  /** Asserts that the first alert was this one, from either side. */
  public HandshakeAssert withAlert(Alert expected) {
    return must(
        "have the alert " + expected.label(),
        seen ->
            seen.handshake()
                .firstAlert()
                .filter(alert -> alert.code() == expected.code())
                .isPresent());
  }

  /** Asserts that there was no alert, except a close_notify after the handshake. */
  public HandshakeAssert withoutAlert() {
    return must("have no alert", seen -> seen.handshake().firstAlert().isEmpty());
  }

  /** Asserts that the server chose this version. */
  public HandshakeAssert negotiated(TlsVersion expected) {
    return mustNegotiate(expected.label(), chosen -> chosen.version() == expected);
  }

  /** Asserts that the server chose this suite, as {@link CipherSuite#named} gives it. */
  public HandshakeAssert negotiated(CipherSuite expected) {
    return mustNegotiate(expected.name(), chosen -> chosen.cipherSuite().equals(expected));
  }

  /** Asserts that the extended master secret (RFC 7627) is used, as it always is in TLS 1.3. */
  public HandshakeAssert negotiatedExtendedMasterSecret() {
    return mustNegotiate("extended_master_secret", Negotiated::extendedMasterSecret);
  }

  private HandshakeAssert ended(String how, Set<ConnectionOutcome> outcomes) {
    return must(how, seen -> outcomes.contains(seen.outcome()));
  }

  private HandshakeAssert mustNegotiate(String what, Predicate<Negotiated> wanted) {
    return must(
        "negotiate " + what, seen -> seen.handshake().negotiated().filter(wanted).isPresent());
  }

  private HandshakeAssert must(String what, Predicate<JournalEntry> wanted) {
    isNotNull();
    if (!wanted.test(actual)) {
      failWithMessage(
          "%s",
          "the connection to "
              + actual.scenario().orElse("port " + actual.connection().localPort())
              + " should "
              + what
              + ", but the journal has: "
              + LocalJournal.describe(actual));
    }
    return this;
  }
}
