package dev.atsharness.certs.internal;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/** Textual encoding of DER (RFC 7468). */
public final class Pem {
  public static final String CERTIFICATE = "CERTIFICATE";
  public static final String PRIVATE_KEY = "PRIVATE KEY";

  private Pem() {}

  public static String encode(String label, byte[] der) {
    String base64 =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
  }

  /**
   * Returns all blocks of a text, in order.
   *
   * @throws IllegalArgumentException if a block does not end or is not Base64
   */
  public static List<PemObject> decode(String text) {
    try (PemReader reader = new PemReader(new StringReader(text))) {
      List<PemObject> blocks = new ArrayList<>();
      for (PemObject block = reader.readPemObject(); block != null; ) {
        blocks.add(block);
        block = reader.readPemObject();
      }
      return blocks;
    } catch (IOException
        | IllegalStateException e) { // IllegalStateException means a bad Base64 digit
      throw new IllegalArgumentException("not PEM: a block has no end, or is not Base64", e);
    }
  }
}
