package dev.atsharness.device.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * The rest of a visit's result, besides how it ended and what was found.
 *
 * @param atsApplies whether Apple's requirements apply to the connection; they do not apply to
 *     local names, SCEP and content caching
 * @param chain the certificates that the server sent, leaf first
 * @param doubts the findings for which no source says how a device treats them
 * @param diagnosis what further handshakes found out about a refusal
 * @param hasIdentity whether the device has an identity for servers that ask for a client
 *     certificate
 */
public record Circumstances(
    boolean atsApplies,
    List<SeenCertificate> chain,
    List<Doubt> doubts,
    Diagnosis diagnosis,
    boolean hasIdentity) {

  public Circumstances {
    chain = List.copyOf(chain);
    doubts = List.copyOf(doubts);
  }

  Circumstances with(Doubt doubt) {
    List<Doubt> more = new ArrayList<>(doubts);
    more.add(doubt);
    return new Circumstances(atsApplies, chain, more, diagnosis, hasIdentity);
  }

  Circumstances with(Diagnosis found) {
    return new Circumstances(atsApplies, chain, doubts, found, hasIdentity);
  }
}
