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
 * @param unjudged why what was seen is not judged as the server's; empty if it is judged
 */
public record Inspection(Answer answer, String reason, Optional<String> unjudged) {

  private static final String MAY_BE_THE_PROXYS = "; the TLS may be an inspection proxy's";

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
        .map(sign -> new Inspection(sign.answer(), sign.reason(), Optional.empty()))
        .orElseGet(Inspection::notAsked);
  }

  /** Nobody asked, and nothing suggests a proxy. */
  public static Inspection notAsked() {
    return new Inspection(Answer.NOT_ASKED, "", Optional.empty());
  }

  /**
   * Compares what was seen through the proxy with what the server shows without it.
   *
   * @param through the visit through the proxy; empty if it showed no certificate
   * @param past the visit without the proxy that shows the server's certificate, and the one that
   *     is like that through the proxy; empty if there is no connection without the proxy
   * @param installed whether the anchors are those that the user named: one of them may be the
   *     proxy's
   */
  public static Inspection throughProxy(
      Optional<DeviceVisit> through,
      Optional<Past> past,
      boolean installed,
      List<String> products) {
    if (through.isEmpty()) {
      return new Inspection(
          Answer.CANNOT_TELL, "no certificate was seen through the proxy", Optional.empty());
    }
    return past.map(direct -> compared(through.get(), direct, installed, products))
        .orElseGet(() -> alone(through.get(), installed, products));
  }

  /**
   * What the server shows without the proxy.
   *
   * @param shown a visit that shows a certificate
   * @param like a visit as the client that was seen through the proxy
   */
  public record Past(DeviceVisit shown, DeviceVisit like) {}

  private static Inspection alone(DeviceVisit through, boolean installed, List<String> products) {
    return product(through, products)
        .map(Inspection::ofProduct)
        .orElseGet(
            () ->
                new Inspection(
                    Answer.CANNOT_TELL,
                    "the server does not answer without the proxy from here, so there is no other"
                        + " certificate to compare; this one is issued by "
                        + leaf(through).issuer(),
                    installed
                        ? Optional.of(
                            "the certificate leads to a root of --ca, which may be the proxy's, and"
                                + " there is none to compare that was seen without the proxy"
                                + MAY_BE_THE_PROXYS)
                        : Optional.empty()));
  }

  private static Inspection compared(
      DeviceVisit through, Past past, boolean installed, List<String> products) {
    SeenCertificate shown = leaf(through);
    SeenCertificate own = leaf(past.shown());
    if (own.sha256().equals(shown.sha256())) {
      return new Inspection(
          Answer.NOT_INSPECTED,
          "the server shows the same certificate without the proxy",
          Optional.empty());
    }
    if (own.issuer().equals(shown.issuer())) {
      String same =
          "the certificates with and without the proxy differ, but have the same issuer, "
              + own.issuer();
      return Handshakes.difference(through, past.like())
          .map(
              differ ->
                  new Inspection(
                      Answer.CANNOT_TELL,
                      same + "; the handshakes differ too: " + differ,
                      Optional.of(
                          "the handshakes with and without the proxy differ: "
                              + differ
                              + MAY_BE_THE_PROXYS)))
          .orElseGet(
              () ->
                  new Inspection(
                      Answer.CANNOT_TELL,
                      same + "; a server with several certificates does the same",
                      Optional.empty()));
    }
    String differ =
        "the certificate seen through the proxy is issued by "
            + shown.issuer()
            + ", and the one seen without it by "
            + own.issuer();
    boolean ofInstalled =
        installed && through.trustFailures().isEmpty() && !past.shown().trustFailures().isEmpty();
    return ofInstalled || product(through, products).isPresent()
        ? new Inspection(
            Answer.INSPECTED,
            differ,
            Optional.of("the TLS is an inspection proxy's and not the server's"))
        : likely(differ + "; that is usual for an inspection proxy and rare for one server");
  }

  private static Inspection likely(String reason) {
    return new Inspection(
        Answer.LIKELY,
        reason,
        Optional.of("the TLS is probably an inspection proxy's and not the server's"));
  }

  private static Inspection ofProduct(String issuer) {
    return likely(
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
