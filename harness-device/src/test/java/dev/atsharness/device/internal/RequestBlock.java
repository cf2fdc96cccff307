package dev.atsharness.device.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.compression.EncodingException;
import org.eclipse.jetty.http.compression.NBitIntegerDecoder;
import org.eclipse.jetty.http.compression.NBitStringDecoder;
import org.eclipse.jetty.http2.frames.PrefaceFrame;
import org.eclipse.jetty.http2.hpack.HpackContext;

/** Reads the header fields of a connection's first request (RFC 7541), with any content. */
public final class RequestBlock {

  private static final int HEADERS = 1;
  private static final int CONTINUATION = 9;
  private static final int FRAME_HEADER = 9;

  private RequestBlock() {}

  /** Returns the fields of the request in a client's bytes, by name. */
  public static Map<String, String> fields(byte[] sent) {
    Map<String, String> fields = new LinkedHashMap<>();
    ByteBuffer block = block(sent);
    while (block.hasRemaining()) {
      int first = block.get(block.position()) & 0xff;
      if (first >= 0x80) {
        String[] entry = HpackContext.STATIC_TABLE[integer(block, 7)];
        fields.put(entry[0], entry[1]);
      } else if (first >= 0x40) {
        field(block, 6, fields);
      } else if (first >= 0x20) {
        integer(block, 5); // size of the dynamic table, which a first request does not refer to
      } else {
        field(block, 4, fields);
      }
    }
    return fields;
  }

  private static void field(ByteBuffer block, int prefix, Map<String, String> fields) {
    int index = integer(block, prefix);
    String name = index == 0 ? text(block) : HpackContext.STATIC_TABLE[index][0];
    fields.put(name, text(block));
  }

  private static int integer(ByteBuffer block, int prefix) {
    NBitIntegerDecoder decoder = new NBitIntegerDecoder();
    decoder.setPrefix(prefix);
    return decoder.decodeInt(block);
  }

  private static String text(ByteBuffer block) {
    NBitStringDecoder decoder = new NBitStringDecoder();
    decoder.setPrefix(8);
    try {
      return new String(decoder.decode(block).getBytes(ISO_8859_1), ISO_8859_1);
    } catch (EncodingException e) {
      throw new AssertionError(e);
    }
  }

  private static ByteBuffer block(byte[] sent) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    ByteBuffer in = ByteBuffer.wrap(sent);
    in.position(PrefaceFrame.PREFACE_BYTES.length);
    while (in.remaining() >= FRAME_HEADER) {
      int head = in.getInt();
      in.get(); // flags
      in.getInt(); // stream
      byte[] payload = new byte[head >>> 8];
      in.get(payload);
      int type = head & 0xff;
      if (type == HEADERS || type == CONTINUATION) {
        block.writeBytes(payload);
      }
    }
    return ByteBuffer.wrap(block.toByteArray());
  }
}
