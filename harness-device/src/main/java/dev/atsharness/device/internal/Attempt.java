package dev.atsharness.device.internal;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.device.internal.tls.NegotiatedSession;
import dev.atsharness.device.internal.tls.Refusal;
import dev.atsharness.device.internal.tls.Stage;
import dev.atsharness.device.internal.trust.ChainCertificate;
import java.util.List;
import java.util.Optional;

/**
 * A handshake that was made only to see how far it gets; nothing in it is judged.
 *
 * @param offer what was offered
 * @param stage how far it got
 * @param network what the network did
 * @param refusal which side gave up; empty if neither did
 * @param negotiated what was negotiated; empty before ServerHello
 * @param group IANA name of the key exchange group, if there is one
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
   * True if the server and the client have negotiated all parameters. A later failure, for example
   * because the server requires a client certificate, has another reason.
   */
  boolean agreed() {
    return stage.compareTo(Stage.FINISHED) >= 0;
  }

  /**
   * True if the attempt shows nothing about the server: time ran out, or the port is closed or
   * unreachable.
   */
  boolean unreachable() {
    return ServerDiagnosis.isSilent(network);
  }

  Optional<ChainCertificate> leaf() {
    return chain.stream().findFirst();
  }
}
