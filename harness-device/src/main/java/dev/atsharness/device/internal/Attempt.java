package dev.atsharness.device.internal;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.device.internal.tls.NegotiatedSession;
import dev.atsharness.device.internal.tls.Refusal;
import dev.atsharness.device.internal.tls.Stage;
import dev.atsharness.device.internal.trust.ChainCertificate;
import java.util.List;
import java.util.Optional;

/**
 * A handshake that was made to see how far it comes, and which judges nothing.
 *
 * @param offer what was offered
 * @param stage how far it came
 * @param network what the network did
 * @param refusal who gave up, if somebody did
 * @param negotiated what was settled; empty before ServerHello
 * @param group IANA name of the group in which keys are agreed, if there is one
 * @param chain the certificates that the server sent and that can be read, leaf first
 * @param firstBytes the first bytes of the server's answer, each as one character
 */
record Attempt(
    ClientProfile offer,
    Stage stage,
    Network network,
    Optional<Refusal> refusal,
    Optional<NegotiatedSession> negotiated,
    Optional<String> group,
    List<ChainCertificate> chain,
    String firstBytes) {

  /**
   * Whether the server and the client have settled everything that they have to agree on. What
   * follows, a demand for a client certificate for example, has other reasons.
   */
  boolean agreed() {
    return stage.compareTo(Stage.FINISHED) >= 0;
  }

  /** Whether nothing can be learnt from it: time ran out, or nobody listens any more. */
  boolean unreachable() {
    return ServerDiagnosis.isSilent(network);
  }

  Optional<ChainCertificate> leaf() {
    return chain.stream().findFirst();
  }
}
