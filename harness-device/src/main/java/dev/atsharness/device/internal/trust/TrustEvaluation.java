package dev.atsharness.device.internal.trust;

import dev.atsharness.device.internal.trust.TrustFailure.Reason;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Default trust evaluation of a server's certificates under user-installed anchors, as Apple's
 * Security framework does it ({@code SecPolicy.c}, {@code SecPolicyServer.c}): no system roots, no
 * revocation, no fetching of missing issuers.
 */
public final class TrustEvaluation {

  /** If a server presents more certificates, they are refused unread. */
  private static final int MAX_PRESENTED = 32;

  /** The length of the longest chain that is built, leaf and anchor included. */
  private static final int MAX_CHAIN = 10;

  /**
   * The largest number of signatures that are checked: certificates with equal names can form very
   * many paths.
   */
  private static final int MAX_SIGNATURE_CHECKS = 64;

  private final TrustAnchors anchors;
  private final Clock clock;
  private final CertificateMemory memory;

  public TrustEvaluation(TrustAnchors anchors, Clock clock, CertificateMemory memory) {
    this.anchors = anchors;
    this.clock = clock;
    this.memory = memory;
  }

  public TrustAnchors anchors() {
    return anchors;
  }

  /**
   * Reads a certificate, or returns it from the cache.
   *
   * @throws CertificateException if the bytes are not a certificate (RFC 5280 section 4.1)
   */
  public ChainCertificate certificate(byte[] der) throws CertificateException {
    return memory.certificate(der);
  }

  /**
   * Evaluates the certificates that a server presented.
   *
   * @param presented DER certificates, leaf first, the others in any order
   * @param host the host of the URL: a DNS name or an address literal
   * @return why the chain is not trusted; empty if it is
   */
  public List<TrustFailure> evaluate(List<byte[]> presented, String host) {
    if (presented.size() > MAX_PRESENTED) {
      return tooMany(presented.size());
    }
    List<ChainCertificate> certificates = new ArrayList<>();
    for (byte[] der : presented) {
      try {
        certificates.add(memory.certificate(der));
      } catch (CertificateException e) {
        return List.of(
            new TrustFailure(
                Reason.MALFORMED, "certificate " + certificates.size() + ": " + e.getMessage()));
      }
    }
    return evaluate(certificates, HostName.of(host));
  }

  public List<TrustFailure> evaluate(List<ChainCertificate> presented, HostName host) {
    if (presented.isEmpty()) {
      return List.of(new TrustFailure(Reason.NO_CERTIFICATE, "the server sent no certificate"));
    }
    if (presented.size() > MAX_PRESENTED) {
      return tooMany(presented.size());
    }
    return new Search(presented).failures(new ChainRules(clock.instant(), host));
  }

  private static List<TrustFailure> tooMany(int count) {
    return List.of(
        new TrustFailure(
            Reason.TOO_MANY_CERTIFICATES,
            count + " certificates; at most " + MAX_PRESENTED + " are accepted"));
  }

  /**
   * The search for the first chain that meets the rules or, if there is none, for the first
   * complete chain.
   */
  private final class Search {

    private final List<ChainCertificate> path = new ArrayList<>();
    private final List<ChainCertificate> issuers = new ArrayList<>();
    private final List<TrustFailure> badSignatures = new ArrayList<>();
    private int signatureChecks;
    private List<TrustFailure> best;

    Search(List<ChainCertificate> presented) {
      path.add(presented.get(0));
      issuers.addAll(anchors.certificates());
      issuers.addAll(presented.subList(1, presented.size()));
    }

    List<TrustFailure> failures(ChainRules rules) {
      extend(rules);
      if (best != null) {
        return best;
      }
      if (!badSignatures.isEmpty()) {
        return List.copyOf(badSignatures);
      }
      return List.of(
          new TrustFailure(
              Reason.NO_PATH_TO_ANCHOR,
              "no chain from " + path.get(0) + " to an installed anchor"));
    }

    private void extend(ChainRules rules) {
      ChainCertificate last = path.get(path.size() - 1);
      if (anchors.certificates().contains(last)) {
        List<TrustFailure> failures = rules.failures(path);
        if (best == null || failures.isEmpty()) {
          best = failures;
        }
        return;
      }
      if (path.size() == MAX_CHAIN) {
        return;
      }
      for (ChainCertificate issuer : issuers) {
        boolean trusted = best != null && best.isEmpty();
        if (trusted || signatureChecks == MAX_SIGNATURE_CHECKS) {
          return;
        }
        if (!issuer.subject().equals(last.issuer()) || path.contains(issuer)) {
          continue;
        }
        signatureChecks++;
        if (last.isSignedBy(issuer)) {
          path.add(issuer);
          extend(rules);
          path.remove(path.size() - 1);
        } else {
          badSignatures.add(
              new TrustFailure(
                  Reason.SIGNATURE_INVALID, "the signature of " + last + " is not by " + issuer));
        }
      }
    }
  }
}
