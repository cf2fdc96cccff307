package dev.atsharness.scenario.internal;

import dev.atsharness.ats.internal.DocumentKind;
import dev.atsharness.ats.internal.DocumentKind.Format;
import dev.atsharness.ats.internal.DocumentKind.Signs;
import dev.atsharness.ats.internal.DocumentUrl;
import dev.atsharness.ats.internal.DocumentUrl.Standing;
import dev.atsharness.yaml.internal.Document;
import dev.atsharness.yaml.internal.Document.Section;
import dev.atsharness.yaml.internal.NearNames;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The documents that lead devices on: which key holds a URL that a device fetches next. */
public final class LeadingDocuments {

  private LeadingDocuments() {}

  /** The documents that come with the catalogue. */
  public static List<DocumentKind> builtIn() {
    return CompiledRules.loadDocuments();
  }

  /**
   * Checks what the schema cannot express: the processes are those of processes.yaml, and the
   * documents to which URLs lead are in this file.
   */
  static void check(Document file, Collection<String> processes) {
    Set<String> kinds = new LinkedHashSet<>();
    file.root().path("documents").forEach(kind -> kinds.add(kind.path("document").asString()));
    for (JsonNode document : file.root().path("documents")) {
      for (JsonNode url : document.path("urls")) {
        JsonNode leadsTo = url.path("leads-to");
        if (leadsTo.isString() && !kinds.contains(leadsTo.asString())) {
          file.problem(
              leadsTo,
              "this file has no document '"
                  + leadsTo.asString()
                  + "'"
                  + NearNames.hint(leadsTo.asString(), kinds));
        }
        for (JsonNode process : url.path("fetched-by")) {
          if (!processes.contains(process.asString())) {
            file.problem(
                process,
                "processes.yaml has no process '"
                    + process.asString()
                    + "'"
                    + NearNames.hint(process.asString(), processes));
          }
        }
      }
    }
  }

  /** Reads a file that has been validated. */
  static List<DocumentKind> of(JsonNode file) {
    return new Document("documents.yaml", file)
        .section().sections("documents").stream().map(LeadingDocuments::kind).toList();
  }

  private static DocumentKind kind(Section section) {
    return new DocumentKind(
        section.text("document", ""),
        section.value(
            "format", name -> SettingKeys.constant(Format.class, name), Format.PROPERTY_LIST),
        Set.copyOf(section.list("has", text -> text, List.of())),
        Optional.ofNullable(section.text("type-key", null)),
        section.list("holds", LeadingDocuments::path, List.of()),
        section.sections("urls").stream().map(LeadingDocuments::url).toList(),
        new Signs(
            section.list("served-at", text -> text, List.of()),
            section.list("asked-at", text -> text, List.of()),
            Set.copyOf(section.list("types", text -> text, List.of()))));
  }

  private static List<String> path(String key) {
    return List.of(key.split("\\."));
  }

  private static DocumentUrl url(Section section) {
    Standing standing =
        section.has("fetched-by")
            ? Standing.FETCHED
            : section.has("exempt") ? Standing.EXEMPT : Standing.UNCERTAIN;
    String reason =
        switch (standing) {
          case FETCHED -> String.join(", ", section.list("fetched-by", text -> text, List.of()));
          case EXEMPT -> section.text("exempt", "");
          case UNCERTAIN -> section.text("uncertain", "");
        };
    return new DocumentUrl(
        Optional.ofNullable(section.text("payload", null)),
        path(section.text("key", "")),
        standing,
        reason,
        section.text("method", "GET"),
        Optional.ofNullable(section.text("leads-to", null)),
        section.flag("required", false),
        section.text("evidence", ""));
  }
}
