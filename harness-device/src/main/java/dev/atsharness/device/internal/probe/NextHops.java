package dev.atsharness.device.internal.probe;

import dev.atsharness.device.internal.document.DocumentReader;
import dev.atsharness.device.internal.document.Leads;
import dev.atsharness.device.internal.http.HttpReply;
import dev.atsharness.device.internal.http.HttpReply.BodyEnd;
import dev.atsharness.device.internal.probe.Trouble.Kind;
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
 * The URLs to which an answer leads a device.
 *
 * @param urls the next hops, in the order found
 * @param troubles why there may be more URLs
 * @param document the kind of document in the answer, if it is known
 * @param onward whether the answer is a redirect or a login challenge
 */
record NextHops(
    List<NextHop> urls, List<Trouble> troubles, Optional<String> document, Onward onward) {

  /** Kinds of answers, apart from the body. */
  enum Onward {
    /** An answer of any other kind. */
    NO,
    /** A redirect: the final answer is at another URL. */
    REDIRECT,
    /** A challenge that names the URL of a login; the final answer comes after the login. */
    LOGIN
  }

  /** The redirects that CFNetwork follows. */
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private static final int NOT_MODIFIED = 304;
  private static final int UNAUTHORIZED = 401;
  private static final int ERROR = 400;

  /** A link that makes a device install an app (Apple's device-management schema, manifesturl). */
  private static final Pattern INSTALL =
      Pattern.compile("(?i)itms-services:.*[?&]url=([^&#]+).*", Pattern.DOTALL);

  NextHops {
    urls = List.copyOf(urls);
    troubles = List.copyOf(troubles);
  }

  /**
   * Finds the next hops in one reply.
   *
   * @param from index of the hop whose answer this is
   */
  static NextHops of(URI asked, HttpReply reply, int from, DocumentReader documents) {
    int status = reply.status().orElse(0);
    if (status == 0) {
      return new NextHops(List.of(), List.of(), Optional.empty(), Onward.NO);
    }
    if (REDIRECTS.contains(status)) {
      return redirect(asked, reply, HopReason.redirect(from, status));
    }
    List<NextHop> urls = new ArrayList<>();
    List<Trouble> troubles = new ArrayList<>();
    optionalRedirect(status, reply).ifPresent(troubles::add);
    if (status == UNAUTHORIZED) {
      for (String challenge : reply.fields("WWW-Authenticate")) {
        Leads leads = documents.readChallenge(challenge);
        urls.addAll(hops(leads, from));
        leads.trouble().map(why -> new Trouble(Kind.DOCUMENT, why)).ifPresent(troubles::add);
      }
    }
    Onward onward = urls.isEmpty() ? Onward.NO : Onward.LOGIN;
    Leads leads = documents.read(reply.body(), type(status, reply), missing(reply.bodyEnd()));
    urls.addAll(hops(leads, from));
    trouble(reply, leads).ifPresent(troubles::add);
    return new NextHops(urls, troubles, leads.document(), onward);
  }

  /**
   * Returns the media type of the reply if it is to be relied on. An error's body is usually a page
   * for the user, so a general type of an error does not count.
   */
  private static Optional<String> type(int status, HttpReply reply) {
    return reply.contentType().filter(type -> status < ERROR || !DocumentReader.isGeneral(type));
  }

  /**
   * Returns the problem with the reply. A coding that is not supported comes first, because it is
   * the reason why no document was found.
   */
  private static Optional<Trouble> trouble(HttpReply reply, Leads leads) {
    if (reply.trouble().isPresent()) {
      return reply
          .trouble()
          .map(why -> new Trouble(Kind.BODY_CODING, "the answer cannot be read: " + why));
    }
    Optional<String> missing = missing(reply.bodyEnd());
    if (leads.trouble().isPresent()) {
      Kind kind =
          missing.filter(leads.trouble().get()::contains).isPresent()
              ? Kind.DOCUMENT_NOT_WHOLE
              : Kind.DOCUMENT;
      return leads.trouble().map(why -> new Trouble(kind, why));
    }
    return missing
        .filter(why -> reply.bodyEnd() == BodyEnd.TRUNCATED)
        .map(why -> new Trouble(Kind.BODY_NOT_WHOLE, "the answer is not whole: " + why));
  }

  /**
   * Returns the problem with a redirect that a client may or may not follow. RFC 9110 section 15.4
   * allows a client to follow the Location of 300, and of an unknown 3xx status, which it treats as
   * 300. 304 refers to what the client already has, and in other classes Location has another
   * meaning (201: the created resource).
   */
  private static Optional<Trouble> optionalRedirect(int status, HttpReply reply) {
    return reply
        .location()
        .filter(to -> status / 100 == 3 && status != NOT_MODIFIED)
        .map(
            to ->
                new Trouble(
                    Kind.OPTIONAL_REDIRECT,
                    "HTTP "
                        + status
                        + " names "
                        + to
                        + " as its Location, and whether a device goes there is not known"));
  }

  /**
   * Returns the next hop of a redirect. If there are several Location fields, it is unknown which
   * one a device uses.
   */
  private static NextHops redirect(URI asked, HttpReply reply, HopReason why) {
    List<String> locations = reply.fields("Location").stream().distinct().toList();
    List<Trouble> troubles = new ArrayList<>();
    if (locations.isEmpty()) {
      troubles.add(new Trouble(Kind.NO_LOCATION, "the redirect has no Location field"));
    } else if (locations.size() > 1) {
      troubles.add(
          new Trouble(
              Kind.SEVERAL_LOCATIONS,
              "the redirect has "
                  + locations.size()
                  + " Location fields, and which of them a device takes is not known"));
    }
    List<NextHop> urls =
        locations.stream()
            .map(
                to ->
                    new NextHop(
                        to,
                        manifest(to).map(WebUrl::of).orElseGet(() -> WebUrl.resolve(asked, to)),
                        why))
            .toList();
    return new NextHops(urls, troubles, Optional.empty(), Onward.REDIRECT);
  }

  /** Returns the manifest's URL in a link that makes a device install an app. */
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
              "the connection or the time ended before the body did; the server has to send all"
                  + " that Content-Length announces, or the last chunk");
      case UNCLOSED ->
          Optional.of(
              "the connection ended without close_notify; the server has to send it if neither"
                  + " Content-Length nor chunked coding announces the end");
    };
  }
}
