package dev.atsharness.conformance.device;

import dev.atsharness.conformance.device.HttpReply.BodyEnd;
import dev.atsharness.conformance.device.document.DocumentReader;
import dev.atsharness.conformance.device.document.Leads;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an answer leads a device.
 *
 * @param urls the next hops, in the order found
 * @param trouble why there may be more
 */
record NextHops(List<NextHop> urls, Optional<String> trouble) {

  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final int UNAUTHORIZED = 401;

  /** A link that makes a device install an app (Apple's device-management schema, manifesturl). */
  private static final Pattern INSTALL =
      Pattern.compile("(?i)itms-services:.*[?&]url=([^&#]+).*", Pattern.DOTALL);

  /**
   * Those of one reply.
   *
   * @param from index of the hop whose answer this is
   */
  static NextHops of(URI asked, HttpReply reply, int from, DocumentReader documents) {
    int status = reply.status().orElse(0);
    if (REDIRECTS.contains(status)) {
      return redirect(asked, reply, HopReason.redirect(from, status));
    }
    List<NextHop> urls = new ArrayList<>();
    if (status == UNAUTHORIZED) {
      for (String challenge : reply.fields("WWW-Authenticate")) {
        urls.addAll(hops(documents.readChallenge(challenge), from));
      }
    }
    Leads leads = documents.read(reply.body(), reply.contentType(), missing(reply.bodyEnd()));
    urls.addAll(hops(leads, from));
    return new NextHops(urls, leads.trouble());
  }

  private static NextHops redirect(URI asked, HttpReply reply, HopReason why) {
    return reply
        .location()
        .map(
            to ->
                new NextHops(
                    List.of(
                        new NextHop(
                            to,
                            manifest(to).map(WebUrl::of).orElseGet(() -> WebUrl.resolve(asked, to)),
                            why)),
                    Optional.empty()))
        .orElseGet(
            () -> new NextHops(List.of(), Optional.of("the redirect has no Location field")));
  }

  /** The manifest's URL in a link that makes a device install an app. */
  static Optional<String> manifest(String link) {
    Matcher install = INSTALL.matcher(link.strip());
    if (!install.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          URLDecoder.decode(install.group(1).replace("+", "%2B"), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.of(install.group(1));
    }
  }

  private static List<NextHop> hops(Leads leads, int from) {
    return leads.urls().stream()
        .map(
            lead ->
                new NextHop(lead.text(), WebUrl.of(lead.text()), HopReason.document(from, lead)))
        .toList();
  }

  private static Optional<String> missing(BodyEnd end) {
    return switch (end) {
      case COMPLETE -> Optional.empty();
      case CUT -> Optional.of("it is longer than " + HttpReply.MAX_BODY + " bytes");
      case TRUNCATED ->
          Optional.of(
              "the connection ended before the body did; the server has to send all that"
                  + " Content-Length announces, or close_notify where nothing announces the end");
    };
  }
}
