package dev.atsharness.yaml.internal;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.serialization.DefaultNodeReader;
import com.networknt.schema.serialization.NodeReader;
import dev.atsharness.io.internal.FileFault;
import dev.atsharness.yaml.BadFileException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads YAML files and validates them with the published JSON Schemas. */
public final class SchemaFiles {

  /**
   * The longest scenario, in bytes: a scenario is a page or two; a larger file is a mistake or an
   * attack.
   */
  public static final int MAX_BYTES = 64 * 1024;

  /** The longest adapter, in bytes: it may have several known gaps for each scenario. */
  public static final int MAX_ADAPTER_BYTES = 512 * 1024;

  /** The beginning of a published schema's id, before its name and version. */
  private static final String ID = "urn:ats-harness:schema:";

  /** What a file describes. */
  public enum Kind {
    SCENARIO,
    CLIENT,
    /** An OS release, and what it does differently from the one before. */
    RELEASE,
    RULE,
    FIX,
    /** The servers that the fixes are for. */
    PRODUCTS,
    /** The documents that the other files cite. */
    SOURCES,
    /** The remedies for causes that are not violations. */
    REMEDIES,
    /** What is not in the catalogue. */
    NOT_COVERED,
    /** The tests of clients that NIAP's evaluators make. */
    NIAP_TESTS,
    /** Apple's processes and what they do. */
    PROCESSES,
    /** How devices are made to connect, and where to begin. */
    TOUR,
    /** The documents that devices fetch, and the URLs in them. */
    DOCUMENTS,
    /** The material of drills. */
    DRILLS,
    /** What a real device did at scenarios. */
    EVIDENCE,
    /** How to run an outside checker, and how to read its output. */
    ADAPTER;

    private String schemaId() {
      return ID + label() + ":1";
    }

    private String resource() {
      return label() + ".schema.json";
    }

    private String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private final NodeReader reader =
      DefaultNodeReader.builder()
          .yamlMapper(
              new YAMLMapper(
                  YAMLFactory.builder()
                      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                      .build()))
          .locationAware()
          .build();
  private final SchemaRegistry registry = registry();

  private static SchemaRegistry registry() {
    return SchemaRegistry.withDefaultDialect(
        SpecificationVersion.DRAFT_2020_12,
        builder ->
            builder.schemas(
                Arrays.stream(Kind.values())
                    .collect(Collectors.toMap(Kind::schemaId, kind -> resource(kind.resource())))));
  }

  /**
   * A published schema of what the harness writes. The schemas to which it refers are found too.
   *
   * @param name for example {@code result}
   */
  public static Schema published(String name) {
    return registry().getSchema(resource(name + ".schema.json"));
  }

  /** The bytes of a file of the usual size; a larger file is not read to its end. */
  public static byte[] bytes(Path file, String name) {
    return bytes(file, name, MAX_BYTES);
  }

  /** The bytes of a file that has at most this many; a larger one is not read to its end. */
  public static byte[] bytes(Path file, String name, int max) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(max + 1);
      if (bytes.length > max) {
        throw failure(name, 0, 0, "larger than " + max + " bytes; files of this kind are short");
      }
      return bytes;
    } catch (IOException e) {
      throw failure(name, 0, 0, "cannot be read: " + FileFault.words(e));
    }
  }

  public Document read(byte[] yaml, String name, Kind kind) {
    Schema schema = registry.getSchema(SchemaLocation.of(kind.schemaId()));
    JsonNode root;
    try {
      String text = new String(yaml, StandardCharsets.UTF_8);
      requireOneDocument(name, text, kind);
      root = reader.readTree(text, InputFormat.YAML);
    } catch (JacksonException e) {
      throw new BadFileException(List.of(YamlFault.of(name, e)));
    }
    Document document = new Document(name, root);
    for (Error error : SchemaFault.essential(schema.validate(root), schema)) {
      JsonNode at = error.getInstanceNode();
      String property = error.getProperty();
      document.problem(at.has(property) ? at.get(property) : at, SchemaFault.text(error, schema));
    }
    return document;
  }

  /** A line that begins with "---" begins a document, even inside a block of text. */
  private static void requireOneDocument(String name, String text, Kind kind) {
    boolean begun = false;
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      boolean marker = line.matches("---(\\s.*)?");
      if (marker && begun) {
        throw failure(name, number, 1, "a second YAML document; write one file for each");
      }
      begun |= marker || !line.matches("\\s*(#.*)?|%.*");
    }
    if (!begun) {
      throw failure(
          name,
          1,
          1,
          "the file is empty"
              + (kind == Kind.SCENARIO
                  ? "; delete it, and 'ats-harness scenario new' writes one to start from"
                  : ""));
    }
  }

  private static BadFileException failure(String file, int line, int column, String message) {
    return new BadFileException(List.of(new Problem(file, line, column, message)));
  }

  /** The published JSON Schema of a kind, to be put beside such files for editors. */
  public static String schema(Kind kind) {
    return resource(kind.resource());
  }

  /** The published JSON Schema with an id such as {@code urn:ats-harness:schema:scenario:1}. */
  static String ofId(String id) {
    return resource(id.substring(ID.length(), id.lastIndexOf(':')) + ".schema.json");
  }

  private static String resource(String name) {
    try (InputStream in = SchemaFiles.class.getResourceAsStream("schema/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the schema " + name, e);
    }
  }
}
