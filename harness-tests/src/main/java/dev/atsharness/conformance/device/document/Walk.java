package dev.atsharness.conformance.device.document;

import dev.atsharness.ats.DocumentKind;
import dev.atsharness.ats.DocumentKind.Format;
import dev.atsharness.ats.DocumentUrl;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Goes through one document, and those inside it, for URLs. Used once. */
final class Walk {

  private static final int MAX_URLS = 100;
  private static final int MAX_DOCUMENTS = 32;
  private static final int MAX_DEPTH = 600;

  /** A payload type that says nothing about a profile's payloads. */
  private static final String WHOLE_PROFILE = "Configuration";

  private static final String APPLE = "com.apple.";

  private static final Pattern URL = Pattern.compile("(?i)\\s*https?://\\S{1,4000}\\s*");

  private final List<DocumentKind> kinds;
  private final List<LeadingUrl> found = new ArrayList<>();
  private Optional<String> trouble = Optional.empty();
  private int documents;

  /**
   * @param kinds what there is to know of documents and their keys
   */
  Walk(List<DocumentKind> kinds) {
    this.kinds = kinds;
  }

  /** Where in a document: its path, the names in it, and the type of the dictionary around it. */
  private record Place(String path, List<String> names, String type) {

    Place in(String name) {
      List<String> longer = new ArrayList<>(names);
      longer.add(name);
      return new Place(path.isEmpty() ? name : path + "." + name, longer, type);
    }

    Place at(int index) {
      return new Place(path + "[" + index + "]", names, type);
    }

    Place typed(String newType) {
      return new Place(path, names, newType);
    }
  }

  Leads document(DocumentTree tree) {
    document(tree, "");
    return new Leads(found, trouble);
  }

  /** The parameters of a challenge, all of them texts. */
  Leads challenge(DocumentKind kind, Map<String, String> parameters) {
    visit(kind, parameters, new Place("", List.of(), ""));
    return new Leads(found, trouble);
  }

  private void document(DocumentTree tree, String path) {
    if (++documents > MAX_DOCUMENTS) {
      stop("it has more than " + MAX_DOCUMENTS + " documents in it");
      return;
    }
    visit(kind(tree), tree.root(), new Place(path, List.of(), ""));
  }

  private DocumentKind kind(DocumentTree tree) {
    List<DocumentKind> written =
        kinds.stream().filter(kind -> kind.format() == tree.format()).toList();
    return written.stream()
        .filter(one -> one.has().stream().anyMatch(tree.topKeys()::contains))
        .findFirst()
        .orElseGet(() -> unknown(tree.format(), written));
  }

  /** A document that shows none of the known keys at its top: any known key may be in it. */
  private static DocumentKind unknown(Format format, List<DocumentKind> written) {
    return new DocumentKind(
        format == Format.JSON ? "JSON" : "property list",
        format,
        Set.of(),
        Optional.empty(),
        written.stream().flatMap(kind -> kind.urls().stream()).toList());
  }

  private void visit(DocumentKind kind, Object value, Place place) {
    if (place.names.size() > MAX_DEPTH) {
      stop("it is nested more than " + MAX_DEPTH + " deep");
    } else if (value instanceof Map<?, ?> map) {
      Place here =
          kind.typeKey()
              .map(map::get)
              .filter(String.class::isInstance)
              .map(type -> place.typed(type.equals(WHOLE_PROFILE) ? "" : type.toString()))
              .orElse(place);
      map.forEach((name, child) -> visit(kind, child, here.in(String.valueOf(name))));
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        visit(kind, list.get(i), place.at(i));
      }
    } else if (value instanceof String text) {
      text(kind, text, place);
    } else if (value instanceof byte[] data) {
      data(data, place);
    }
  }

  private void text(DocumentKind kind, String text, Place place) {
    Optional<DocumentUrl> rule =
        kind.urls().stream().filter(url -> matches(url, kind, place)).findFirst();
    boolean looksLikeUrl = URL.matcher(text).matches();
    boolean any = rule.filter(url -> url.key().get(0).equals(DocumentUrl.ANY_KEY)).isPresent();
    boolean leads =
        (rule.isPresent() && !any)
            ? rule.get().standing() != DocumentUrl.Standing.EXEMPT || looksLikeUrl
            : looksLikeUrl && (any || namesUnknownKeys(kind));
    if (!leads || text.isBlank()) {
      return;
    }
    if (found.size() == MAX_URLS) {
      stop("it names more than " + MAX_URLS + " URLs");
      return;
    }
    found.add(new LeadingUrl(kind.name(), place.path, text.strip(), rule));
  }

  /** JSON of unknown kind may be the answer of any program; a challenge names its realm. */
  private static boolean namesUnknownKeys(DocumentKind kind) {
    return switch (kind.format()) {
      case PROPERTY_LIST -> true;
      case JSON -> !kind.has().isEmpty();
      case CHALLENGE -> false;
    };
  }

  private static boolean matches(DocumentUrl url, DocumentKind kind, Place place) {
    boolean any = url.key().get(0).equals(DocumentUrl.ANY_KEY);
    return matchesType(url, kind, place.type, any) && (any || endsWith(place.names, url.key()));
  }

  private static boolean matchesType(
      DocumentUrl url, DocumentKind kind, String type, boolean anyKey) {
    if (url.payload().isEmpty()) {
      return true;
    }
    if (type.isEmpty()) {
      return !anyKey; // the type is left out, so that the key decides
    }
    return url.payload().get().equals(DocumentUrl.OTHER)
        ? !type.startsWith(APPLE)
            && kind.urls().stream().noneMatch(one -> one.payload().filter(type::equals).isPresent())
        : url.payload().get().equals(type);
  }

  private static boolean endsWith(List<String> names, List<String> end) {
    return names.size() >= end.size()
        && names.subList(names.size() - end.size(), names.size()).equals(end);
  }

  /** A profile inside a command, a signed profile inside a profile ... */
  private void data(byte[] data, Place place) {
    try {
      DocumentTree.read(data).ifPresent(inner -> document(inner, place.path));
    } catch (UnreadableDocumentException e) {
      stop(place.path + ": " + e.getMessage());
    }
  }

  /** The first trouble counts. */
  private void stop(String why) {
    if (trouble.isEmpty()) {
      trouble = Optional.of("the document was not read to its end: " + why);
    }
  }
}
