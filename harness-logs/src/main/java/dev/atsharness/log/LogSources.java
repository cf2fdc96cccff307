package dev.atsharness.log;

import dev.atsharness.io.internal.FileFault;
import dev.atsharness.log.internal.archive.ArchiveMember;
import dev.atsharness.log.internal.archive.Conversion;
import dev.atsharness.log.internal.archive.LogConverter;
import dev.atsharness.log.internal.archive.LogProgram;
import dev.atsharness.log.internal.archive.Workspace;
import dev.atsharness.log.internal.unpack.ArchiveLimits;
import dev.atsharness.log.internal.unpack.Damage;
import dev.atsharness.log.internal.unpack.DamageException;
import dev.atsharness.log.internal.unpack.Decompression;
import dev.atsharness.log.internal.unpack.FileNames;
import dev.atsharness.log.internal.unpack.FileSignature;
import dev.atsharness.log.internal.unpack.ForeignBytes;
import dev.atsharness.log.internal.unpack.MailParts;
import dev.atsharness.log.internal.unpack.OverLimitException;
import dev.atsharness.log.internal.unpack.TarEntries;
import dev.atsharness.log.internal.unpack.UnpackBudget;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.commons.io.input.ReaderInputStream;

/**
 * Finds the logs in files, directories, archives and compressed data, within limits, and describes
 * each part that it does not read. Not for use by several threads.
 */
final class LogSources implements Closeable {

  /** The receiver of the parts. */
  interface Visitor {

    /**
     * Reads a log in text.
     *
     * @return whether it is one
     */
    boolean log(String name, InputStream in) throws IOException;

    /**
     * Looks for a log in a text that does not begin as one: the log may begin later, or be quoted,
     * wrapped or encoded.
     *
     * @return whether there is one
     */
    boolean foreign(String name, InputStream in) throws IOException;

    /** Says of which device the next logs are. */
    void device(String name);

    /**
     * Reads a log that a program converts to text.
     *
     * @return whether it is one
     */
    boolean converted(LogArchives.One archive, LogProgram program, Conversion conversion)
        throws IOException;

    /** Notes a part that is not read. */
    void unread(Unread part);
  }

  /** The entries that show that a zip archive is a document of Word, Excel, PowerPoint or iWork. */
  private static final Set<String> OF_DOCUMENTS =
      Set.of("word/document.xml", "xl/workbook.xml", "ppt/presentation.xml", "Index/Document.iwa");

  /** The two entries that show the same for OpenDocument: the type first, and later the content. */
  private static final String DOCUMENT_TYPE = "mimetype";

  private static final String DOCUMENT_CONTENT = "content.xml";

  private static final int BUFFER = 1 << 16;

  private final LogStyles styles;
  private final UnpackBudget budget;
  private final Visitor visitor;
  private final LogConverter converter;
  private final Workspace workspace;
  private String device = "";

  /** The number of parts that were read or noted as unread. */
  private int parts;

  private int logs;

  /** The number of files that may be logs. */
  private int files;

  LogSources(LogStyles styles, ArchiveLimits limits, LogConverter converter, Visitor visitor) {
    this.styles = styles;
    this.converter = converter;
    this.workspace = new Workspace(converter.limits());
    this.budget =
        new UnpackBudget(limits.bytes(), limits.entries(), limits.depth(), limits.nameLength());
    this.visitor = visitor;
  }

  /** Reads a file or a directory. */
  void read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      within(file.toString(), () -> readDirectory(file));
    } else {
      device(DeviceName.of(file.toString()));
      try (InputStream in = Files.newInputStream(file)) {
        readStream(in, file.toString());
      }
    }
  }

  /** Reads a stream to its end. */
  void read(InputStream in, String name) throws IOException {
    device(DeviceName.of(name));
    readStream(in, name);
  }

  private void readStream(InputStream in, String name) throws IOException {
    within(name, () -> readPart(new SourceStream(in), new Place(name, 0, true, false)));
  }

  /**
   * The place of a part.
   *
   * @param name its name in messages
   * @param depth the number of archives and compressions around it
   * @param alone whether it is the only file that can be meant
   * @param unpacked whether it was compressed, so that its name does not show its content
   */
  private record Place(String name, int depth, boolean alone, boolean unpacked) {

    Place deeper() {
      return new Place(name, depth + 1, alone, unpacked);
    }

    Place decompressed() {
      return new Place(name, depth, alone, true);
    }

    Place entry(String path) {
      return new Place(name + ": " + path, depth, false, false);
    }
  }

  private void device(String name) {
    device = name;
    visitor.device(name);
  }

  /** Removes what was unpacked for a program. */
  @Override
  public void close() {
    workspace.close();
  }

  private interface Step {
    void run() throws IOException;
  }

  private void within(String name, Step step) throws IOException {
    try {
      parts = 0;
      files = 0;
      logs = 0;
      step.run();
      if (parts == 0) {
        note(RawLogAdvice.ofNoLog(name, files));
      }
    } catch (SourceStream.Failure e) {
      throw e.error();
    } catch (OverLimitException e) {
      note(RawLogAdvice.ofOverLimit(name, e.getMessage()));
    }
  }

  private void note(Unread part) {
    parts++;
    visitor.unread(part);
  }

  private void readDirectory(Path directory) throws IOException {
    // The given directory may itself be a link.
    Path root = Files.isSymbolicLink(directory) ? directory.toRealPath() : directory;
    List<Path> all;
    try (Stream<Path> walk = Files.walk(root)) {
      all = walk.sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    boolean ofOne = DeviceName.isOfOne(root);
    device(DeviceName.of(directory));
    LogArchives archives = new LogArchives("");
    OutsideLinks links = new OutsideLinks();
    for (Path path : all) {
      budget.entry("");
      if (!ofOne && !path.equals(root)) {
        device(DeviceName.of(root.relativize(path).getName(0).toString()));
      }
      boolean isFile = Files.isRegularFile(path);
      Optional<ArchiveMember> member =
          archives.member(isFile ? path.toString() : path + "/", device);
      if (member.isPresent() && (!isFile || isLeftToProgram(member.get(), path.toString()))) {
        continue;
      }
      if (isFile) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
          readPart(new SourceStream(in), new Place(path.toString(), 0, false, false));
        }
      } else if (Files.isSymbolicLink(path)) {
        if (!leadsInto(root, path)) {
          links.add(path.toString());
        }
      } else if (!Files.isDirectory(path)) {
        note(RawLogAdvice.ofSpecialFile(path.toString()));
      }
    }
    boolean besideLogs = logs > 0;
    for (LogArchives.One archive : archives.all()) {
      convert(archive, Optional.of(Path.of(archive.path())), besideLogs);
    }
    links.unread(directory.toString()).ifPresent(this::note);
  }

  /** Whether a link leads to a file or directory that is read anyway. */
  private static boolean leadsInto(Path directory, Path link) throws IOException {
    return Files.exists(link) && link.toRealPath().startsWith(directory.toRealPath());
  }

  /** Reads one file. */
  private void readPart(InputStream part, Place place) throws IOException {
    String name = place.name;
    PartHead beginning = PartHead.of(part);
    byte[] head = beginning.bytes();
    InputStream in = beginning.whole();
    Optional<OtherFormat> other = OtherFormat.of(head);
    files += isPacked(head) ? 0 : 1;
    if (head.length == 0) {
      // A stream that is broken from its beginning is not empty.
      in.transferTo(OutputStream.nullOutputStream());
      if (place.alone
          || FileNames.areOfLogs(name)
          || (FileNames.arePacked(name) && (!place.unpacked || FileNames.sayLog(name)))) {
        note(RawLogAdvice.ofEmpty(name));
      }
    } else if (isPacked(head)) {
      budget.depth(place.depth + 1);
      try {
        unpack(in, head, place.deeper());
      } catch (SourceStream.Failure | OverLimitException e) {
        throw e;
      } catch (IOException e) {
        damaged(name, e);
      }
    } else if (FileSignature.isTracev3(head)) {
      note(RawLogAdvice.ofTrace(name));
    } else if (other.isPresent()
        && (place.alone || other.get().isArchive() || FileNames.sayLog(name))) {
      note(other.get().unread(name));
    } else if (other.isEmpty() || other.get().isText()) {
      readText(in, head, place);
    }
  }

  private static boolean isPacked(byte[] head) {
    return Decompression.isFor(head) || FileSignature.isZip(head) || FileSignature.isTar(head);
  }

  private void unpack(InputStream in, byte[] head, Place place) throws IOException {
    if (FileSignature.isTar(head)) {
      readTar(new TarEntries(in, budget), place);
    } else if (FileSignature.isZip(head)) {
      readZip(in, place);
    } else {
      readPart(budget.counted(Decompression.of(in, head)), place.decompressed());
    }
  }

  private void damaged(String name, IOException e) throws OverLimitException {
    note(RawLogAdvice.ofDamaged(name, Damage.of(e)));
  }

  private void readTar(TarEntries tar, Place place) throws IOException {
    String name = place.name;
    LogArchives archives = new LogArchives(name);
    OutsideLinks links = new OutsideLinks();
    Step entries =
        () -> {
          for (Optional<TarArchiveEntry> next = tar.next(); next.isPresent(); next = tar.next()) {
            TarArchiveEntry entry = next.get();
            String path = entry.getName();
            boolean isFile = entry.isFile() && !entry.isLink() && !entry.isSymbolicLink();
            Optional<ArchiveMember> member = archives.member(path, device);
            if (member.isPresent()
                && (!isFile || isLeftToProgram(member.get(), name + ": " + path))) {
              unpack(place, path, member.get(), isFile, tar.content());
              continue;
            }
            links.met(path);
            if (entry.isSymbolicLink()) {
              links.add(path, entry.getLinkName());
            } else if (entry.isLink()) {
              // The target of a hard link is a path from the top of the archive.
              links.add(path, "/" + entry.getLinkName());
            } else if (isSpecial(entry)) {
              note(RawLogAdvice.ofSpecialFile(name + ": " + path));
            } else if (isFile) {
              readPart(tar.content(), place.entry(path));
            }
          }
          noteEnd(tar.endsWithoutMark(), tar.rest(), name);
        };
    readEntries(entries, archives);
    links.unread(name).ifPresent(this::note);
  }

  private static boolean isSpecial(TarArchiveEntry entry) {
    return entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO();
  }

  private void readZip(InputStream in, Place place) throws IOException {
    String name = place.name;
    ZipArchiveInputStream zip = new ZipArchiveInputStream(in, "UTF-8", true, true);
    LogArchives archives = new LogArchives(name);
    Step entries =
        () -> {
          boolean hasType = false;
          for (ZipArchiveEntry entry = next(zip); entry != null; entry = next(zip)) {
            String path = entry.getName();
            budget.entry(path);
            hasType |= path.equals(DOCUMENT_TYPE);
            Optional<ArchiveMember> member = archives.member(path, device);
            boolean isFile = !entry.isDirectory() && !entry.isUnixSymlink();
            boolean left =
                member.isPresent()
                    && zip.canReadEntryData(entry)
                    && (!isFile || isLeftToProgram(member.get(), name + ": " + path));
            if (left) {
              unpack(place, path, member.get(), isFile, budget.counted(zip));
            } else if (!entry.isDirectory()) {
              readZipEntry(zip, entry, place, hasType);
            }
          }
          noteEnd(false, in, name);
        };
    readEntries(entries, archives);
  }

  private void readZipEntry(
      ZipArchiveInputStream zip, ZipArchiveEntry entry, Place place, boolean hasType)
      throws IOException {
    String path = entry.getName();
    if (OF_DOCUMENTS.contains(path) || (hasType && path.equals(DOCUMENT_CONTENT))) {
      note(OtherFormat.OFFICE.unread(place.name));
    } else if (zip.canReadEntryData(entry)) {
      readPart(budget.counted(zip), place.entry(path));
    } else {
      note(
          OtherFormat.entry(
              place.name,
              "a zip archive whose entry " + path + " is encrypted or packed by a rare method"));
    }
  }

  /** Reads the entries of an archive, and then the logs in Apple's binary form among them. */
  private void readEntries(Step entries, LogArchives archives) throws IOException {
    Optional<IOException> failure = Optional.empty();
    try {
      entries.run();
    } catch (SourceStream.Failure e) {
      throw e;
    } catch (IOException e) {
      failure = Optional.of(e);
    }
    boolean besideLogs = logs > 0;
    for (LogArchives.One archive : archives.all()) {
      convert(archive, workspace.archive(archive.container(), archive.path()), besideLogs);
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  /**
   * Whether only a program can read a file of a log in Apple's binary form. If it is a file of
   * events in a place or with a name that no program expects, that is noted. Every other file there
   * is read like one beside the log.
   */
  private boolean isLeftToProgram(ArchiveMember member, String name) {
    if (member.isNeeded()) {
      return true;
    }
    if (member.isTrace() && converter.program().isPresent()) {
      note(RawLogAdvice.ofTrace(name));
    }
    return member.isTrace();
  }

  /**
   * Unpacks a file of a log in Apple's binary form, if there is a program that reads it. A link to
   * a file of events is not followed, and noted.
   */
  private void unpack(
      Place container, String path, ArchiveMember member, boolean isFile, InputStream content)
      throws IOException {
    if (!isFile && member.isTrace()) {
      note(RawLogAdvice.ofTrace(container.entry(path).name));
    } else if (isFile && member.isNeeded() && converter.program().isPresent()) {
      workspace.unpack(container.name, member, content);
    }
  }

  /**
   * Lets a program convert a log in Apple's binary form, and reads the text.
   *
   * @param directory the log, if it could be unpacked
   */
  private void convert(LogArchives.One archive, Optional<Path> directory, boolean besideLogs)
      throws IOException {
    Optional<Workspace.Failure> failure = workspace.failure(archive.container(), archive.path());
    if (archive.traces() == 0 || converter.program().isEmpty()) {
      note(RawLogAdvice.ofArchive(archive, besideLogs));
    } else if (failure.isPresent() || directory.isEmpty()) {
      note(
          RawLogAdvice.ofNotUnpacked(
              archive, failure.orElse(new Workspace.Failure("its files were not found", false))));
    } else {
      run(archive, converter.program().get(), directory.get());
    }
  }

  private void run(LogArchives.One archive, LogProgram program, Path directory) throws IOException {
    device(archive.device());
    Conversion conversion;
    try {
      conversion = Conversion.start(program, converter.limits(), directory);
    } catch (IOException e) {
      note(RawLogAdvice.ofNotStarted(archive, program, FileFault.words(e)));
      return;
    }
    try (conversion) {
      parts++;
      if (visitor.converted(archive, program, conversion)) {
        logs++;
      }
    }
  }

  /** Notes that an archive has no end mark, or that data follow it. */
  private void noteEnd(boolean endsWithoutMark, InputStream rest, String name) throws IOException {
    if (endsWithoutMark) {
      note(RawLogAdvice.ofDamaged(name, "the mark of the archive's end is missing"));
    } else if (hasContent(rest)) {
      note(RawLogAdvice.ofMoreBehind(name));
    }
  }

  /** Whether data are left other than zeros, with which an archive may be padded. */
  private static boolean hasContent(InputStream rest) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (int read = rest.read(buffer); read >= 0; read = rest.read(buffer)) {
      for (int i = 0; i < read; i++) {
        if (buffer[i] != 0) {
          return true;
        }
      }
    }
    return false;
  }

  private static ZipArchiveEntry next(ZipArchiveInputStream zip) throws IOException {
    try {
      return zip.getNextEntry();
    } catch (RuntimeException e) {
      throw new DamageException("the description of one of its files is damaged", e);
    }
  }

  private void readText(InputStream in, byte[] head, Place place) throws IOException {
    String name = place.name;
    boolean alone = place.alone;
    Optional<Charset> utf16 = FileSignature.utf16(head);
    ForeignBytes bytes = new ForeignBytes(in, utf16.isPresent());
    InputStream text = utf16.isPresent() ? utf8(bytes, utf16.get()) : bytes;
    String beginning =
        TerminalColours.without(new String(head, utf16.orElse(StandardCharsets.UTF_8)));
    try {
      boolean encoded = MailParts.areEncoded(beginning, alone);
      if (encoded) {
        note(RawLogAdvice.ofEncodedMail(name));
      }
      // Among many files, few are logs.
      if (alone || styles.recognise(beginning) || ViolationText.isIn(beginning)) {
        logs++;
        parts++;
        if (!visitor.log(name, text) && alone && !encoded) {
          visitor.unread(
              beginning.isBlank() ? RawLogAdvice.ofEmpty(name) : RawLogAdvice.ofUnknown(name));
        } else if (bytes.areMixed()) {
          visitor.unread(RawLogAdvice.ofForeignBytes(name));
        }
      } else {
        readForeign(text, head, place, utf16.isPresent());
      }
    } catch (SourceStream.Failure | OverLimitException e) {
      throw e;
    } catch (IOException e) {
      damaged(name, e);
    }
  }

  /** Searches a file that does not begin as a log does. */
  private void readForeign(InputStream text, byte[] head, Place place, boolean isUtf16)
      throws IOException {
    String name = place.name;
    boolean isText = isUtf16 || !FileSignature.hasZero(head);
    if (isText && visitor.foreign(name, text)) {
      logs++;
      parts++;
    } else if (!place.unpacked && FileNames.arePacked(name) && FileNames.sayLog(name)) {
      note(RawLogAdvice.ofDamaged(name, "its content is not what its name says"));
    } else if (FileNames.areOfLogs(name) && !isUtf16 && FileSignature.isBinary(head)) {
      note(RawLogAdvice.ofBinary(name));
    }
  }

  private static InputStream utf8(InputStream in, Charset charset) throws IOException {
    return ReaderInputStream.builder()
        .setReader(new InputStreamReader(in, charset))
        .setCharset(StandardCharsets.UTF_8)
        .setBufferSize(BUFFER)
        .get();
  }
}
