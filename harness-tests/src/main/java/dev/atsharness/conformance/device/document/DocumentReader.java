package dev.atsharness.conformance.device.document;

import dev.atsharness.ats.DocumentKind;
import dev.atsharness.ats.DocumentKind.Format;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds where the documents of device management lead. Immutable. */
public final class DocumentReader {

  /** What servers call profiles, manifests and MDM's messages, and nothing else. */
  private static final Set<String> TYPES =
      Set.of(
          "application/x-apple-aspen-config",
          "application/x-apple-aspen-mdm",
          "application/x-plist",
          "application/pkcs7-mime",
          "application/pkcs7-signature");

  private final List<DocumentKind> kinds;

  /**
   * @param kinds what there is to know of documents and their keys
   */
  public DocumentReader(List<DocumentKind> kinds) {
    this.kinds = List.copyOf(kinds);
  }

  /**
   * Reads the body of a response.
   *
   * @param body the whole body, or the beginning of one that is not whole
   * @param contentType its media type in lower case, if it has one
   * @param missing why the body is not whole, for people; empty if it is
   */
  public Leads read(byte[] body, Optional<String> contentType, Optional<String> missing) {
    Optional<DocumentTree> tree;
    try {
      tree = DocumentTree.read(body);
    } catch (UnreadableDocumentException e) {
      return Leads.unread("the document cannot be read: " + missing.orElse(e.getMessage()));
    }
    if (tree.isPresent()) {
      Leads leads = new Walk(kinds).document(tree.get());
      return missing.isEmpty() || leads.trouble().isPresent()
          ? leads
          : new Leads(leads.urls(), missing.map(why -> "the document is not whole: " + why));
    }
    return contentType
        .filter(TYPES::contains)
        .map(
            type ->
                Leads.unread(
                    "the server calls its answer "
                        + type
                        + ", and "
                        + missing.orElse("it is neither a property list nor a signed one")))
        .orElse(Leads.NOWHERE);
  }

  /**
   * Reads a {@code WWW-Authenticate} field (RFC 9110 section 11.6.1), of which only parameters in
   * quotes hold URLs.
   */
  public Leads readChallenge(String field) {
    String scheme = field.strip().split("\\s", 2)[0].toLowerCase(Locale.ROOT);
    return kinds.stream()
        .filter(kind -> kind.format() == Format.CHALLENGE)
        .filter(kind -> kind.has().stream().anyMatch(scheme::equalsIgnoreCase))
        .findFirst()
        .map(kind -> new Walk(kinds).challenge(kind, Challenge.parameters(field)))
        .orElse(Leads.NOWHERE);
  }
}
