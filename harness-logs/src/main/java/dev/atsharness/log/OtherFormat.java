package dev.atsharness.log;

import dev.atsharness.log.Unread.Kind;
import dev.atsharness.log.internal.text.Shell;
import dev.atsharness.log.internal.unpack.FileSignature;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Formats that are recognised but not read, with the command that unpacks them or converts them to
 * text.
 */
enum OtherFormat {
  SEVEN_ZIP("a 7z archive", "7z x %s", true, "377abcaf271c"),
  ZSTANDARD("compressed with zstd", "zstd -d %s", true, "28b52ffd"),
  RAR("a RAR archive", "unrar x %s", true, "526172211a07"),
  LZ4("compressed with lz4", "lz4 -d %s", true, "04224d18"),
  LZIP("compressed with lzip", "lzip -d %s", true, "4c5a4950"),
  COMPRESS("compressed with compress", "uncompress %s", true, "1f9d"),
  XAR("a XAR archive", "xar -xf %s", true, "78617221"),
  APPLE_ARCHIVE("an Apple Archive", "aa extract -i %s", true, "41413031"),
  APPLE_ARCHIVE_LZFSE("an Apple Archive", "aa extract -i %s", true, "70627a65"),
  PDF("a PDF document", "pdftotext -layout %s", false, "25504446"),
  RTF("an RTF document", "textutil -convert txt %s", false, "7b5c727466"),
  OFFICE("an Office document", "", false, "d0cf11e0a1b1");

  private final String words;
  private final String command;
  private final boolean archive;
  private final String magic;

  /**
   * @param magic the first bytes, in hexadecimal
   */
  OtherFormat(String words, String command, boolean archive, String magic) {
    this.words = words;
    this.command = command;
    this.archive = archive;
    this.magic = magic;
  }

  /** Whether a log may be in it, even if it is one of many files. */
  boolean isArchive() {
    return archive;
  }

  /** Whether a log in it can be read as plain text, perhaps not completely. */
  boolean isText() {
    return this == RTF;
  }

  static Optional<OtherFormat> of(byte[] head) {
    return Arrays.stream(values())
        .filter(one -> FileSignature.startsWith(head, HexFormat.of().parseHex(one.magic)))
        .findFirst();
  }

  Unread unread(String file) {
    return unread(file, words, command);
  }

  /** The advice for an entry of a zip archive that is not read. */
  static Unread entry(String file, String words) {
    return unread(file, words, "7z x %s");
  }

  private static Unread unread(String file, String words, String command) {
    return Unread.of(
        Kind.OTHER_FORMAT,
        file,
        file + " is " + words + ", which is not read here.",
        command.isEmpty()
            ? "Save it as plain text, and give that file."
            : (archiveWords(command)
                + "\n  "
                + String.format(command, Shell.word(file))
                + "\nThen give the result."));
  }

  private static String archiveWords(String command) {
    return command.startsWith("pdftotext") || command.startsWith("textutil")
        ? "Convert it to plain text:"
        : "Unpack it:";
  }
}
