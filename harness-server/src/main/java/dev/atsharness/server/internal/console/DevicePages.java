package dev.atsharness.server.internal.console;

import dev.atsharness.server.internal.device.Certificate;
import dev.atsharness.server.internal.device.DeviceKit;
import dev.atsharness.server.internal.device.GuidedTour;
import dev.atsharness.server.internal.device.OnboardingPage;
import dev.atsharness.server.internal.device.PageFrame;
import dev.atsharness.server.internal.device.TourPage;
import dev.atsharness.server.internal.http.HttpAnswer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;

/**
 * The pages that prepare a device: a page that explains the steps, and the profiles. They are
 * public, like certificates. A harness whose root no device may trust has none of them, and says
 * why.
 *
 * @param domain the parent of all host names
 * @param root the root certificate, PEM
 * @param resolver the URL of the name server over HTTPS; empty if there is none
 * @param reachable the address at which the client with this address reaches the endpoints
 * @param anchors the anchors in addition to the root that devices may install, as PEM, by scenario;
 *     made on request
 * @param tour the tour, with the steps that the client with this address has visited
 * @param console the URL at which such a client reaches the console; empty if it is reachable only
 *     on this machine
 */
public record DevicePages(
    String domain,
    String root,
    Optional<URI> resolver,
    Function<InetAddress, InetAddress> reachable,
    Map<String, Supplier<String>> anchors,
    Function<InetAddress, GuidedTour> tour,
    Function<Asked, Optional<URI>> console) {

  /** The start of their paths. */
  static final String PATH = "/device/";

  /** The query of a request for a page that will be opened from disk. */
  public static final String COPY = "copy";

  private static final int FORBIDDEN = 403;
  private static final String TEXT = "text/plain;charset=utf-8";

  /** The page with this path; empty if there is none. */
  Optional<Supplier<HttpAnswer>> page(Request request) {
    Optional<Supplier<HttpAnswer>> page = anyPage(request);
    Optional<String> refusal = DeviceKit.refusal(new Certificate(root));
    return page.isPresent() && refusal.isPresent()
        ? Optional.of(() -> new HttpAnswer(FORBIDDEN, TEXT, refusal.get() + "\n"))
        : page;
  }

  private Optional<Supplier<HttpAnswer>> anyPage(Request request) {
    return switch (Request.getPathInContext(request)) {
      case PATH, PATH + OnboardingPage.FILE -> Optional.of(() -> onboarding(request));
      case PATH + DeviceKit.PROFILE ->
          Optional.of(() -> profile(DeviceKit.PROFILE, kit(request).profile()));
      case PATH + DeviceKit.ANCHORS_PROFILE ->
          anchors.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  () ->
                      profile(
                          DeviceKit.ANCHORS_PROFILE,
                          kit(request).anchorsProfile(anchorCertificates())));
      case PATH + TourPage.FILE ->
          Optional.of(
              () ->
                  html(
                      new TourPage(tour.apply(client(request)), live(request))
                          .html(frame(request))));
      default -> Optional.empty();
    };
  }

  private HttpAnswer onboarding(Request request) {
    return html(
        new OnboardingPage(
                kit(request),
                !anchors.isEmpty(),
                true,
                address(request),
                console.apply(Asked.by(request)).map(base -> base.resolve(PATH)))
            .html(frame(request)));
  }

  /** The frame: none in a copy that will be opened from disk. */
  private static PageFrame frame(Request request) {
    return COPY.equals(request.getHttpURI().getQuery()) ? PageFrame.NONE : PageFrame.CONSOLE;
  }

  private static URI live(Request request) {
    HttpURI asked = request.getHttpURI();
    return URI.create(asked.getScheme() + "://" + asked.getAuthority() + PATH + TourPage.FILE);
  }

  private static HttpAnswer html(String page) {
    return new HttpAnswer(200, "text/html;charset=utf-8", page);
  }

  private static HttpAnswer profile(String file, byte[] content) {
    return HttpAnswer.file(DeviceKit.MEDIA_TYPE, content)
        .with(HttpHeader.CONTENT_DISPOSITION, "attachment; filename=\"" + file + "\"");
  }

  private DeviceKit kit(Request request) {
    return new DeviceKit(
        domain,
        new Certificate(root),
        resolver.map(url -> new DeviceKit.Resolver(url, address(request))));
  }

  private Map<String, Certificate> anchorCertificates() {
    Map<String, Certificate> certificates = new TreeMap<>();
    anchors.forEach((id, pem) -> certificates.put(id, new Certificate(pem.get())));
    return certificates;
  }

  private String address(Request request) {
    return reachable.apply(client(request)).getHostAddress();
  }

  private static InetAddress client(Request request) {
    InetSocketAddress client =
        (InetSocketAddress) request.getConnectionMetaData().getRemoteSocketAddress();
    return client.getAddress();
  }
}
