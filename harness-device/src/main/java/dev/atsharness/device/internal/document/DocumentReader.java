package dev.atsharness.device.internal.document;

import dev.atsharness.ats.internal.DocumentKind;
import dev.atsharness.ats.internal.DocumentKind.Format;
import dev.atsharness.ats.internal.DocumentKind.Signs;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Finds the URLs in the documents of device management. Immutable. */
public final class DocumentReader {

  private static final Set<String> JSON = Set.of("application/json", "text/json");
  private static final Set<String> XML = Set.of("application/xml", "text/xml");

  private final List<DocumentKind> kinds;

  /**
   * @param kinds the known kinds of documents and their keys
   */
  public DocumentReader(List<DocumentKind> kinds) {
    this.kinds = List.copyOf(kinds);
  }

  /**
   * Returns the document that a device requests at a URL, if the URL's path shows it.
   *
   * @param url absolute, with a path or without
   */
  public Optional<Awaited> awaited(URI url) {
    String path = url.getPath() == null ? "" : url.getPath().toLowerCase(Locale.ROOT);
    String end = path.replaceFirst("/+$", "");
    return awaited(end, Signs::servedAt, true).or(() -> awaited(end, Signs::askedAt, false));
  }

  private Optional<Awaited> awaited(
      String path, Function<Signs, List<String>> ends, boolean certain) {
    return kinds.stream()
        .filter(kind -> ends.apply(kind.signs()).stream().anyMatch(path::endsWith))
        .map(kind -> new Awaited(kind.name(), certain))
        .findFirst();
  }

  /** True if servers use this media type for any kind of JSON or XML. */
  public static boolean isGeneral(String type) {
    return JSON.contains(type) || XML.contains(type);
  }

  /**
   * Reads the body of a response.
   *
   * @param body the complete body, or the beginning of an incomplete one
   * @param contentType its media type in lower case; empty if it has none or if the type is not to
   *     be relied on
   * @param missing why the body is incomplete, human-readable; empty if it is complete
   */
  public Leads read(byte[] body, Optional<String> contentType, Optional<String> missing) {
    Optional<DocumentTree> tree;
    try {
      tree = DocumentTree.read(body, missing.isEmpty());
    } catch (UnreadableDocumentException e) {
      return Leads.unread("the document cannot be read: " + missing.orElse(e.getMessage()));
    }
    if (tree.isPresent()) {
      Leads leads = new Walk(kinds).document(tree.get());
      return missing.isEmpty() || leads.trouble().isPresent()
          ? leads
          : new Leads(
              leads.urls(),
              missing.map(why -> "the document is not whole: " + why),
              leads.document());
    }
    return contentType
        .flatMap(type -> whyNot(type, body, missing).map(why -> calledOtherwise(type, why)))
        .orElse(Leads.NOWHERE);
  }

  private static Leads calledOtherwise(String type, String why) {
    return Leads.unread("the server calls its answer " + type + ", and " + why);
  }

  /**
   * Returns why a body of unrecognized content does not match its media type; empty if it matches.
   */
  private Optional<String> whyNot(String type, byte[] body, Optional<String> missing) {
    if (kinds.stream().anyMatch(kind -> kind.signs().types().contains(type))) {
      return Optional.of(missing.orElse("it is neither a property list nor a signed one"));
    }
    if (missing.isPresent() || body.length == 0) {
      return Optional.empty(); // its beginning shows that it has no URLs for a device
    }
    try {
      if (JSON.contains(type)) {
        DocumentTree.requireJson(body);
      } else if (XML.contains(type)) {
        DocumentTree.requireXml(body);
      }
      return Optional.empty();
    } catch (UnreadableDocumentException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** Reads a {@code WWW-Authenticate} field (RFC 9110 section 11.6.1) with all its challenges. */
  public Leads readChallenge(String field) {
    List<Leads> all =
        Challenge.of(field).stream()
            .flatMap(
                challenge ->
                    kind(challenge.scheme())
                        .map(kind -> new Walk(kinds).challenge(kind, challenge.parameters())))
            .toList();
    List<LeadingUrl> urls = new ArrayList<>();
    all.forEach(leads -> urls.addAll(leads.urls()));
    return new Leads(
        urls,
        all.stream().flatMap(leads -> leads.trouble().stream()).findFirst(),
        Optional.empty());
  }

  private Stream<DocumentKind> kind(String scheme) {
    return kinds.stream()
        .filter(kind -> kind.format() == Format.CHALLENGE)
        .filter(kind -> kind.has().stream().anyMatch(scheme::equalsIgnoreCase))
        .limit(1);
  }
}
