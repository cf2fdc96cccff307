package dev.atsharness.device.internal.document;

import dev.atsharness.ats.internal.DocumentKind;
import dev.atsharness.ats.internal.DocumentKind.Format;
import dev.atsharness.ats.internal.DocumentUrl;
import dev.atsharness.ats.internal.DocumentUrl.Standing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Searches one document, and the documents inside it, for URLs. An instance is used once. */
final class Walk {

  private static final int MAX_URLS = 100;
  private static final int MAX_DOCUMENTS = 32;
  private static final int MAX_DEPTH = 600;

  /** The largest number of signed or compressed documents that are opened. */
  private static final int MAX_WRAPPED = 32;

  /** The type of a whole profile; it says nothing about the profile's payloads. */
  private static final String WHOLE_PROFILE = "Configuration";

  /** The key of a profile that contains its payloads, each with its own type. */
  private static final String PAYLOADS = "PayloadContent";

  private static final String APPLE = "com.apple.";

  private static final Pattern URL = Pattern.compile("(?i)\\s*https?://\\S{1,4000}\\s*");

  /**
   * Text that a lenient client may accept as a URL: with blanks, without a scheme, of any length. A
   * badly written URL under an unknown key may still be a URL.
   */
  private static final Pattern LOOSE_URL =
      Pattern.compile(
          "(?is)[\\s\\p{Cc}\\p{Cf}]*(?:https?:\\s*[/\\\\].*|//[^\\s/?#]+(?:[/?#].*)?\\s*)");

  /** Base64 in either alphabet (RFC 4648), long enough for a document. */
  private static final Pattern BASE64 =
      Pattern.compile("[A-Za-z0-9+/_-][A-Za-z0-9+/_\\s-]{14,}+={0,2}+\\s*+");

  /** The beginning of a JSON object; other bytes rarely begin like this by chance. */
  private static final Pattern JSON_OBJECT = Pattern.compile("\\{\\s*[\"}].*", Pattern.DOTALL);

  private final List<DocumentKind> kinds;
  private final List<LeadingUrl> found = new ArrayList<>();
  private Optional<String> trouble = Optional.empty();
  private Optional<String> outermost = Optional.empty();
  private int documents;
  private int wrapped;

  /**
   * @param kinds the known kinds of documents and their keys
   */
  Walk(List<DocumentKind> kinds) {
    this.kinds = kinds;
  }

  /**
   * A place in a document: its path, the names in the path, and the type of the enclosing
   * dictionary.
   */
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

    boolean isIn(String name) {
      return !names.isEmpty() && names.get(names.size() - 1).equals(name);
    }
  }

  Leads document(DocumentTree tree) {
    document(tree, "");
    return new Leads(found, trouble, outermost);
  }

  /** Searches the parameters of a challenge, each with all its values. */
  Leads challenge(DocumentKind kind, Map<String, List<String>> parameters) {
    parameters.forEach(
        (name, values) ->
            values.forEach(value -> visit(kind, value, new Place(name, List.of(name), ""))));
    return new Leads(found, trouble, Optional.empty());
  }

  private void document(DocumentTree tree, String path) {
    if (++documents > MAX_DOCUMENTS) {
      stop("it has more than " + MAX_DOCUMENTS + " documents in it");
      return;
    }
    DocumentKind kind = kind(tree);
    // JSON may belong to any program; a property list is searched even if its kind is unknown.
    if (documents == 1 && (isKnown(kind) || kind.format() == Format.PROPERTY_LIST)) {
      outermost = Optional.of(kind.name());
    }
    Place top = new Place(path, List.of(), "");
    kind.urls().stream()
        .filter(url -> url.required() && url.payload().isEmpty() && isKnown(kind))
        .forEach(url -> require(tree.root(), url.key(), top));
    visit(kind, tree.root(), top);
  }

  /** Checks a required key. If it is missing, it is unknown to which URLs the document leads. */
  private void require(Object value, List<String> key, Place place) {
    if (key.isEmpty()) {
      return; // the search checks whether it is a URL
    }
    if (value instanceof List<?> list && !list.isEmpty()) {
      for (int i = 0; i < list.size(); i++) {
        require(list.get(i), key, place.at(i));
      }
    } else if (value instanceof Map<?, ?> map && map.containsKey(key.get(0))) {
      require(map.get(key.get(0)), key.subList(1, key.size()), place.in(key.get(0)));
    } else {
      String where = place.path.isEmpty() ? "it" : place.path;
      trouble(
          "the document is not complete: "
              + where
              + " has no "
              + String.join(".", key)
              + ", which says where a device goes");
    }
  }

  private DocumentKind kind(DocumentTree tree) {
    List<DocumentKind> written =
        kinds.stream().filter(kind -> kind.format() == tree.format()).toList();
    return written.stream()
        .filter(one -> one.has().stream().anyMatch(tree.topKeys()::contains))
        .findFirst()
        .orElseGet(() -> unknown(tree.format(), written));
  }

  /** The kind of a document without known keys at the top level: it may contain any known key. */
  private static DocumentKind unknown(Format format, List<DocumentKind> written) {
    return new DocumentKind(
        format == Format.JSON ? "JSON" : "property list",
        format,
        Set.of(),
        Optional.empty(),
        written.stream().flatMap(kind -> kind.holds().stream()).toList(),
        written.stream().flatMap(kind -> kind.urls().stream()).toList(),
        DocumentKind.Signs.NONE);
  }

  private static boolean isKnown(DocumentKind kind) {
    return !kind.has().isEmpty();
  }

  private void visit(DocumentKind kind, Object value, Place place) {
    if (place.names.size() > MAX_DEPTH) {
      stop("it is nested more than " + MAX_DEPTH + " deep");
    } else if (holds(kind, place) && !(value instanceof byte[])) {
      stop(place.path + " is not a document");
    } else if (value instanceof String text) {
      text(kind, text, place);
    } else if (value instanceof List<?> list && !list.isEmpty()) {
      // A payload without a type does not have the type of its enclosing dictionary.
      boolean payloads = kind.typeKey().isPresent() && place.isIn(PAYLOADS);
      for (int i = 0; i < list.size(); i++) {
        visit(kind, list.get(i), payloads ? place.at(i).typed("") : place.at(i));
      }
    } else {
      if (rule(kind, place).filter(url -> leads(kind, url)).isPresent()) {
        stop(place.path + " is not a URL");
      }
      if (value instanceof Map<?, ?> map) {
        dictionary(kind, map, place);
      } else if (value instanceof byte[] data) {
        data(data, place, holds(kind, place));
      }
    }
  }

  private void dictionary(DocumentKind kind, Map<?, ?> map, Place place) {
    Optional<String> type = kind.typeKey().flatMap(key -> type(map, key));
    type.ifPresent(
        own ->
            kind.urls().stream()
                .filter(url -> url.required() && url.payload().filter(own::equals).isPresent())
                .forEach(url -> require(map, url.key(), place)));
    Place here = type.map(place::typed).orElse(place);
    map.forEach((name, child) -> visit(kind, child, here.in(String.valueOf(name))));
  }

  /** True if a key's value is another document. */
  private static boolean holds(DocumentKind kind, Place place) {
    return kind.holds().stream().anyMatch(key -> endsWith(place.names, key));
  }

  /** Returns the type that a dictionary states; empty if it states none. */
  private static Optional<String> type(Map<?, ?> map, String key) {
    if (!map.containsKey(key)) {
      return Optional.empty();
    }
    return Optional.of(
        map.get(key) instanceof String type && !type.equals(WHOLE_PROFILE) ? type : "");
  }

  private static Optional<DocumentUrl> rule(DocumentKind kind, Place place) {
    List<DocumentUrl> matching =
        kind.urls().stream().filter(url -> matches(url, kind, place)).toList();
    // If the type is missing, a key with the same meaning in all types is preferred.
    return matching.stream()
        .filter(url -> !place.type.isEmpty() || url.payload().isEmpty())
        .findFirst()
        .or(() -> matching.stream().findFirst());
  }

  private static boolean isOfAnyKey(DocumentUrl url) {
    return url.key().get(0).equals(DocumentUrl.ANY_KEY);
  }

  /** True if a device needs the value, so that it must be a URL. */
  private static boolean leads(DocumentKind kind, DocumentUrl url) {
    boolean sure = isKnown(kind) || kind.format() == Format.PROPERTY_LIST;
    return sure && !isOfAnyKey(url) && url.standing() != Standing.EXEMPT;
  }

  private void text(DocumentKind kind, String text, Place place) {
    Optional<DocumentUrl> rule = rule(kind, place);
    if (text.isBlank()) {
      if (rule.filter(url -> leads(kind, url)).isPresent()) {
        stop(place.path + " is not a URL");
      }
      return;
    }
    boolean looksLikeUrl =
        rule.isPresent() ? URL.matcher(text).matches() : LOOSE_URL.matcher(text).matches();
    boolean any = rule.filter(Walk::isOfAnyKey).isPresent();
    boolean leads =
        (rule.isPresent() && !any)
            ? rule.get().standing() != Standing.EXEMPT || looksLikeUrl
            : looksLikeUrl && (any || namesUnknownKeys(kind));
    if (!leads) {
      if (kind.format() == Format.JSON) {
        base64(text, place);
      }
      return;
    }
    if (found.size() == MAX_URLS) {
      stop("it names more than " + MAX_URLS + " URLs");
      return;
    }
    found.add(new LeadingUrl(kind.name(), place.path, text.strip(), rule));
  }

  /**
   * True if URLs under unknown keys count. They do not in JSON of unknown kind, which may be the
   * answer of any program, nor in a challenge, which names its realm.
   */
  private static boolean namesUnknownKeys(DocumentKind kind) {
    return switch (kind.format()) {
      case PROPERTY_LIST -> true;
      case JSON -> isKnown(kind);
      case CHALLENGE -> false;
    };
  }

  private static boolean matches(DocumentUrl url, DocumentKind kind, Place place) {
    boolean any = isOfAnyKey(url);
    return matchesType(url, kind, place.type, any) && (any || endsWith(place.names, url.key()));
  }

  private static boolean matchesType(
      DocumentUrl url, DocumentKind kind, String type, boolean anyKey) {
    if (url.payload().isEmpty()) {
      return true;
    }
    if (type.isEmpty()) {
      // The type is missing, so the key decides. A missing type exempts nothing.
      return !anyKey && url.standing() != Standing.EXEMPT;
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

  /**
   * Searches Base64 text: JSON has no binary values, so it has Base64 text where other formats have
   * binary values.
   */
  private void base64(String text, Place place) {
    if (!BASE64.matcher(text).matches()) {
      return;
    }
    String one = text.replaceAll("\\s", "").replace('-', '+').replace('_', '/');
    byte[] data;
    try {
      data = Base64.getDecoder().decode(one);
    } catch (IllegalArgumentException e) {
      return; // not a valid length for Base64
    }
    String start = new String(data, StandardCharsets.ISO_8859_1).stripLeading();
    if (!start.startsWith("{") || JSON_OBJECT.matcher(start).matches()) {
      data(data, place, false);
    }
  }

  /**
   * Searches a document inside the document: a profile inside a command, a signed profile inside a
   * profile ...
   *
   * @param document whether the data must be a document
   */
  private void data(byte[] data, Place place, boolean document) {
    if (DocumentTree.isWrapped(data) && ++wrapped > MAX_WRAPPED) {
      stop("it has more than " + MAX_WRAPPED + " signed or compressed documents in it");
      return;
    }
    try {
      Optional<DocumentTree> inner = DocumentTree.read(data, true);
      inner.ifPresent(tree -> document(tree, place.path));
      if (inner.isEmpty() && document) {
        stop(place.path + " is encrypted, or is not a document that can be read");
      }
    } catch (UnreadableDocumentException e) {
      stop(place.path + ": " + e.getMessage());
    }
  }

  private void stop(String why) {
    trouble("the document was not read to its end: " + why);
  }

  /** Records a problem; only the first one counts. */
  private void trouble(String why) {
    if (trouble.isEmpty()) {
      trouble = Optional.of(why);
    }
  }
}
