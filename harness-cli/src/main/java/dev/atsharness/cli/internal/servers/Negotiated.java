package dev.atsharness.cli.internal.servers;

import dev.atsharness.ats.internal.ConnectionFacts;

/** What a handshake negotiated, in words. */
public final class Negotiated {

  private Negotiated() {}

  /** Returns the version, the cipher suite, and what else is judged. */
  public static String words(ConnectionFacts facts) {
    return facts.version()
        + ", "
        + facts.cipherSuite()
        + (facts.extendedMasterSecret() ? "" : ", no extended master secret")
        + facts.handshakeSignature().map(scheme -> ", signed with " + scheme).orElse("")
        + facts
            .leaf()
            .map(leaf -> ", " + leaf.keyType() + " key of " + leaf.keyBits() + " bits")
            .orElse("");
  }
}
