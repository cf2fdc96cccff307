package dev.atsharness.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Writes a log in Apple's binary form: a directory with a file of events, the texts of their
 * messages, and the clock. The form is the one that the crate macos-unifiedlogs reads; it was not
 * compared with a log of a device beyond that.
 */
public final class SyntheticLogArchive {

  /** The number of violations for each connection. */
  public static final int VIOLATIONS_EACH = 3;

  private static final String HEAD = "%{public}s(%d) %{public}s[%p] ";

  private static final String EMS =
      HEAD
          + "Error [ATS FCPv2.1 violation]: TLS 1.2 negotiated without extended master secret (EMS)"
          + " for server: %{public}s";
  private static final String KEY =
      HEAD
          + "Error [ATS violation]: RSA key size %zu bits is less than minimum %d bits for server:"
          + " %{public}s";
  private static final String SUITE =
      HEAD
          + "Warning [ATS FCPv2.1 violation]: Ciphersuite(%s) not offered in ATS FCP_v2.1 mode"
          + " negotiated for server: %{public}s";
  private static final String CONNECTED = HEAD + "TLS connected to %{public}s";
  private static final List<String> FORMATS = List.of(EMS, KEY, SUITE, CONNECTED);

  private static final byte[] BOOT = uuid(0xA1);
  private static final byte[] EXECUTABLE = uuid(0xB2);
  private static final byte[] SHARED_CACHE = uuid(0xC3);
  private static final String PROCESS = "/usr/libexec/mdmd\0";
  private static final String LIBRARY = "/usr/lib/libboringssl.dylib\0";
  private static final String SUBSYSTEM = "com.apple.network\0";
  private static final String CATEGORY = "boringssl\0";

  /** Where the texts of the shared cache are loaded. */
  private static final long CACHE_AT = 0x200000;

  private static final long START = 1_790_000_000_000_000_000L;
  private static final long PROCESS_ID = 31;
  private static final int PROCESS_GENERATION = 9;
  private static final int PID = 412;

  /** The most bytes of records that a block may have: its length has 16 bits. */
  private static final int BLOCK = 60_000;

  private static final int NUMBER = 0x02;
  private static final int PUBLIC_STRING = 0x22;
  private static final int PRIVATE_STRING = 0x31;

  private final Path directory;

  private SyntheticLogArchive(Path directory) {
    this.directory = directory;
  }

  /**
   * Writes a log.
   *
   * @param directory the directory, which is made
   * @param connections the number of connections; each has three violations
   * @param others the number of other events of the network for each connection
   * @return the directory
   */
  public static Path write(Path directory, int connections, int others) throws IOException {
    SyntheticLogArchive archive = new SyntheticLogArchive(directory);
    archive.file("Persist/0000000000000001.tracev3", archive.events(connections, others));
    archive.file("timesync/0000000000000001.timesync", clock());
    archive.file(inTwo(hex(EXECUTABLE)), executableTexts());
    archive.file("dsc/" + hex(SHARED_CACHE), sharedTexts());
    return directory;
  }

  /** Writes a log without the texts of its messages, as an incomplete copy has it. */
  public static Path writeWithoutTexts(Path directory, int connections) throws IOException {
    write(directory, connections, 0);
    Files.delete(directory.resolve("dsc").resolve(hex(SHARED_CACHE)));
    return directory;
  }

  private void file(String name, Bytes content) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content.toByteArray());
  }

  /** Numbers in the order of Apple's processors, the lowest byte first. */
  private static final class Bytes extends ByteArrayOutputStream {

    Bytes number(long value, int length) {
      byte[] all =
          ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
      write(all, 0, length);
      return this;
    }

    Bytes u8(long... values) {
      return each(1, values);
    }

    Bytes u16(long... values) {
      return each(2, values);
    }

    Bytes u32(long... values) {
      return each(4, values);
    }

    Bytes u64(long... values) {
      return each(8, values);
    }

    private Bytes each(int length, long... values) {
      for (long value : values) {
        number(value, length);
      }
      return this;
    }

    Bytes bytes(byte[] value) {
      writeBytes(value);
      return this;
    }

    Bytes text(String value) {
      return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    /** A text in a field of a fixed length. */
    Bytes text(String value, int length) {
      return text(value).bytes(new byte[length - value.length()]);
    }

    Bytes padded() {
      return bytes(new byte[-size() & 7]);
    }
  }

  private static Bytes chunk(int tag, int subTag, Bytes data) {
    return new Bytes().u32(tag, subTag).u64(data.size()).bytes(data.toByteArray());
  }

  private Bytes events(int connections, int others) {
    Bytes file = new Bytes().bytes(header().toByteArray());
    for (Bytes records : blocks(connections, others)) {
      // A length of 0x1000 means that the block has no private values.
      Bytes block =
          new Bytes()
              .u64(PROCESS_ID)
              .u32(PROCESS_GENERATION)
              .u8(0, 0)
              .u16(0, records.size() + 16L, 0x1000, 0, 2)
              .u64(0)
              .bytes(records.toByteArray());
      Bytes inner = chunk(0x6001, 0, block);
      Bytes stored =
          new Bytes().text("bv4-").u32(inner.size()).bytes(inner.toByteArray()).text("bv4$");
      file.bytes(catalogue(inner.size()).padded().toByteArray())
          .bytes(chunk(0x600d, 1, stored).padded().toByteArray());
    }
    return file;
  }

  private static Bytes header() {
    Bytes data =
        new Bytes()
            .u32(1, 1)
            .u64(0, 0)
            .u32(0, 0, 0, 1)
            .u32(0x6100, 8)
            .u64(0)
            .u32(0x6101, 56, 0, 0)
            .text("24A300", 16)
            .text("iPhone17,1", 32)
            .u32(0x6102, 24)
            .bytes(BOOT)
            .u32(50, 0)
            .u32(0x6103, 48)
            .text("/var/db/timezone/zoneinfo/UTC", 48);
    return chunk(0x1000, 0x11, data);
  }

  /** The processes and subsystems of the block that follows. */
  private static Bytes catalogue(int blockSize) {
    Bytes uuids = new Bytes().bytes(EXECUTABLE).bytes(SHARED_CACHE);
    Bytes strings = new Bytes().text(SUBSYSTEM).text(CATEGORY);
    Bytes process =
        new Bytes()
            .u16(0, 0, 0, 1)
            .u64(PROCESS_ID)
            .u32(PROCESS_GENERATION, PID, 0, 0xffffffffL, 0, 0)
            .u32(1, 0)
            .u16(1, 0, SUBSYSTEM.length())
            .padded();
    Bytes block =
        new Bytes()
            .u64(0, Long.MAX_VALUE)
            .u32(blockSize, 0x100)
            .u32(1)
            .u16(0)
            .u32(2)
            .u16(0, SUBSYSTEM.length())
            .padded();
    long atProcesses = uuids.size() + (long) strings.size();
    Bytes data =
        new Bytes()
            .u16(uuids.size(), atProcesses, 1, atProcesses + process.size(), 1, 0, 0, 0)
            .u64(0)
            .bytes(uuids.toByteArray())
            .bytes(strings.toByteArray())
            .bytes(process.toByteArray())
            .bytes(block.toByteArray());
    return chunk(0x600b, 0x11, data);
  }

  private static List<Bytes> blocks(int connections, int others) {
    List<Bytes> blocks = new ArrayList<>(List.of(new Bytes()));
    for (int i = 0; i < connections; i++) {
      String host = "server" + i + ".example.com";
      List<Bytes> records = new ArrayList<>();
      records.add(record(EMS, i, host, List.of()));
      records.add(record(KEY, i, host, List.of(1024, 2048)));
      records.add(record(SUITE, i, host, List.of("<private>")));
      for (int other = 0; other < others; other++) {
        records.add(record(CONNECTED, i, host, List.of()));
      }
      for (Bytes record : records) {
        if (blocks.get(blocks.size() - 1).size() + record.size() > BLOCK) {
          blocks.add(new Bytes());
        }
        blocks.get(blocks.size() - 1).bytes(record.toByteArray());
      }
    }
    return blocks;
  }

  /** An event of the shared cache: its format's place, and the values of its places. */
  private static Bytes record(String format, int connection, String host, List<Object> values) {
    List<Object> all = new ArrayList<>();
    all.addAll(List.of("boringssl_context_log", 1_700 + FORMATS.indexOf(format)));
    all.addAll(List.of("[C" + connection + ".1:2]", 0x10_0000_0000L + connection));
    all.addAll(values);
    all.add(host);
    Bytes items = new Bytes();
    Bytes texts = new Bytes();
    for (Object value : all) {
      item(value, items, texts);
    }
    Bytes data =
        new Bytes()
            .u32(0x3000) // where it was called
            .u16(1) // the subsystem
            .u8(0) // kept for ever
            .u8(0, all.size())
            .bytes(items.toByteArray())
            .bytes(texts.toByteArray());
    long time = connection * 1_000_000L + FORMATS.indexOf(format) * 1_000L;
    // 0x4: the format is in the shared cache; 0x200: there is a subsystem; 0x400: it is kept.
    return new Bytes()
        .u8(0x4, 0x10)
        .u16(0x4 | 0x200 | 0x400)
        .u32(CACHE_AT + place(format))
        .u64(7)
        .u32(time)
        .u16(time >>> 32, data.size())
        .bytes(data.toByteArray())
        .padded();
  }

  private static void item(Object value, Bytes items, Bytes texts) {
    if (value instanceof Long number) {
      items.u8(NUMBER, Long.BYTES).u64(number);
    } else if (value instanceof Integer number) {
      items.u8(NUMBER, Integer.BYTES).u32(number);
    } else if (value.equals("<private>")) {
      items.u8(PRIVATE_STRING, 4).u16(0, 0x8000);
    } else {
      byte[] text = (value + "\0").getBytes(StandardCharsets.UTF_8);
      items.u8(PUBLIC_STRING, 4).u16(texts.size(), text.length);
      texts.bytes(text);
    }
  }

  private static int place(String format) {
    return FORMATS.stream()
        .limit(FORMATS.indexOf(format))
        .mapToInt(earlier -> earlier.length() + 1)
        .sum();
  }

  /** The texts of the libraries, in version 2 of the form. */
  private static Bytes sharedTexts() {
    String texts = String.join("\0", FORMATS) + "\0";
    int header = 16 + 24 + 32;
    return new Bytes()
        .text("hcsd")
        .u16(2, 0)
        .u32(1, 1)
        .u64(CACHE_AT)
        .u32(header, texts.length())
        .u64(0)
        .u64(0x100000)
        .u32(0x200000)
        .bytes(uuid(0xD4))
        .u32(header + (long) texts.length())
        .text(texts)
        .text(LIBRARY);
  }

  /** The path of the process. It has no texts of its own. */
  private static Bytes executableTexts() {
    return new Bytes().u32(0x66778899, 2, 1, 1).u32(0x1000, 1).text("\0").text(PROCESS);
  }

  private static Bytes clock() {
    return new Bytes()
        .u16(0xbbb0, 48)
        .u32(0)
        .bytes(BOOT)
        .u32(1, 1)
        .u64(START)
        .u32(0, 0)
        .u32(0x207354, 0)
        .u64(0, START)
        .u32(0, 0);
  }

  private static byte[] uuid(int value) {
    byte[] uuid = new byte[16];
    Arrays.fill(uuid, (byte) value);
    return uuid;
  }

  private static String hex(byte[] uuid) {
    return HexFormat.of().withUpperCase().formatHex(uuid);
  }

  private static String inTwo(String hex) {
    return hex.substring(0, 2) + "/" + hex.substring(2);
  }
}
