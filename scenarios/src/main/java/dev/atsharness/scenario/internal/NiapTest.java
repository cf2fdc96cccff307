package dev.atsharness.scenario.internal;

import dev.atsharness.yaml.BadFileException;
import dev.atsharness.yaml.internal.Document;
import dev.atsharness.yaml.internal.Document.Section;
import dev.atsharness.yaml.internal.SchemaFiles;
import dev.atsharness.yaml.internal.SchemaFiles.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A test of a client that NIAP's evaluators make (Functional Package for TLS, FCS_TLSC_EXT).
 *
 * @param title what the server does
 * @param scenarios the scenarios that are this test
 * @param reason why none can be a scenario; empty if some are
 * @param note what the scenarios leave out, or what to look at
 */
record NiapTest(
    String id,
    String title,
    List<String> scenarios,
    Optional<String> reason,
    Optional<String> note) {

  /** Reads the tests, in their order. */
  static List<NiapTest> read(Path file) {
    Document document =
        new SchemaFiles()
            .read(SchemaFiles.bytes(file, file.toString()), file.toString(), Kind.NIAP_TESTS);
    if (!document.problems().isEmpty()) {
      throw new BadFileException(document.problems());
    }
    return document.section().sections("tests").stream().map(NiapTest::of).toList();
  }

  private static NiapTest of(Section section) {
    return new NiapTest(
        section.text("id", ""),
        section.text("title", ""),
        section.list("scenarios", id -> id, List.of()),
        Optional.ofNullable(section.text("reason", null)),
        Optional.ofNullable(section.text("note", null)));
  }
}
