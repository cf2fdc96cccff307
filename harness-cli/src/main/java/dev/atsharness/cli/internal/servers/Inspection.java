package dev.atsharness.cli.internal.servers;

import dev.atsharness.device.internal.DeviceVisit;
import dev.atsharness.device.internal.SeenCertificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whose certificate was seen: the server's, or that of a proxy which opens TLS connections to
 * inspect them.
 *
 * @param answer how certain that is
 * @param reason why; quotes names of certificates, which are hostile text
 */
public record Inspection(Answer answer, String reason) {

  /** How certain it is that a proxy inspects the connection. */
  public enum Answer {
    /** Nothing suggests it, and nobody asked. */
    NOT_ASKED,
    /** The server shows the same certificate without the proxy. */
    NOT_INSPECTED,
    /** The server shows another certificate without the proxy, and the proxy's is private. */
    INSPECTED,
    /** A sign and not a proof. */
    LIKELY,
    CANNOT_TELL;

    /** The name in JSON, for example {@code not-inspected}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Looks for signs in what a visit without {@code --proxy} has seen. */
  public static Inspection withoutProxy(Optional<DeviceVisit> seen, List<String> products) {
    return seen.flatMap(visit -> product(visit, products))
        .map(Inspection::ofProduct)
        .orElseGet(() -> new Inspection(Answer.NOT_ASKED, ""));
  }

  /**
   * Compares what was seen through the proxy with what the server shows without it.
   *
   * @param through the visit through the proxy; empty if it showed no certificate
   * @param past the visit without the proxy; empty if it was not possible
   * @param installed whether the anchors are those that the user named
   */
  public static Inspection throughProxy(
      Optional<DeviceVisit> through,
      Optional<DeviceVisit> past,
      boolean installed,
      List<String> products) {
    if (through.isEmpty()) {
      return new Inspection(Answer.CANNOT_TELL, "no certificate was seen through the proxy");
    }
    SeenCertificate shown = leaf(through.get());
    Optional<String> product = product(through.get(), products);
    if (past.isEmpty()) {
      return product
          .map(Inspection::ofProduct)
          .orElseGet(
              () ->
                  new Inspection(
                      Answer.CANNOT_TELL,
                      "the server does not answer without the proxy from here, so there is no other"
                          + " certificate to compare; this one is issued by "
                          + shown.issuer()));
    }
    SeenCertificate own = leaf(past.get());
    if (own.sha256().equals(shown.sha256())) {
      return new Inspection(
          Answer.NOT_INSPECTED, "the server shows the same certificate without the proxy");
    }
    String differ =
        "the certificate seen through the proxy is issued by "
            + shown.issuer()
            + ", and the one seen without it by "
            + own.issuer();
    if (own.issuer().equals(shown.issuer())) {
      return new Inspection(
          Answer.CANNOT_TELL,
          "the certificates with and without the proxy differ, but have the same issuer, "
              + own.issuer()
              + "; a server with several certificates does the same");
    }
    boolean ofInstalled =
        installed
            && through.get().trustFailures().isEmpty()
            && !past.get().trustFailures().isEmpty();
    return ofInstalled || product.isPresent()
        ? new Inspection(Answer.INSPECTED, differ)
        : new Inspection(
            Answer.LIKELY,
            differ + "; that is usual for an inspection proxy and rare for one server");
  }

  /** True if the certificate is, certainly or probably, not the server's. */
  public boolean suspected() {
    return answer == Answer.INSPECTED || answer == Answer.LIKELY;
  }

  private static Inspection ofProduct(String issuer) {
    return new Inspection(
        Answer.LIKELY,
        "the certificate's issuer, "
            + issuer
            + ", has the name of an inspection product; the name alone is no proof");
  }

  private static Optional<String> product(DeviceVisit visit, List<String> products) {
    return visit.circumstances().chain().stream()
        .map(SeenCertificate::issuer)
        .filter(
            issuer ->
                products.stream()
                    .anyMatch(
                        product ->
                            issuer
                                .toLowerCase(Locale.ROOT)
                                .contains(product.toLowerCase(Locale.ROOT))))
        .findFirst();
  }

  private static SeenCertificate leaf(DeviceVisit visit) {
    return visit.circumstances().chain().get(0);
  }
}
