package dev.atsharness.device.internal.tls;

import dev.atsharness.ats.ClientProfile.Greased;
import dev.atsharness.ats.ClientProfile.HelloForm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ClientHello;
import org.bouncycastle.tls.ExtensionType;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsUtils;

/**
 * A ClientHello as the form of a profile says: its extensions in order, and GREASE. The library
 * sends and hashes what is encoded here, and reads only what it has put in itself.
 */
final class FormedHello extends ClientHello {

  /** The lengths of a message that RFC 7685 section 1 lengthens to the second one, in bytes. */
  private static final int TOO_LONG = 0x100;

  private static final int LONG_ENOUGH = 0x200;
  private static final int MESSAGE_HEADER = 4;
  private static final int EXTENSION_HEADER = 4;

  private final HelloForm form;
  private final Grease grease;
  private final boolean second;

  /**
   * @param hello what the library has decided to send
   * @param second whether it answers a HelloRetryRequest, and has one key share alone (RFC 8446
   *     section 4.1.2)
   */
  FormedHello(ClientHello hello, HelloForm form, Grease grease, boolean second) {
    super(
        hello.getVersion(),
        hello.getRandom(),
        hello.getSessionID(),
        hello.getCookie(),
        hello.getCipherSuites(),
        hello.getExtensions(),
        hello.getBindersSize());
    this.form = form;
    this.grease = grease;
    this.second = second;
  }

  @Override
  public void encode(TlsContext context, OutputStream output) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    TlsUtils.writeVersion(getVersion(), body);
    body.write(getRandom());
    TlsUtils.writeOpaque8(getSessionID(), body);
    TlsUtils.writeUint16ArrayWithUint16Length(suites(), body);
    TlsUtils.writeOpaque8(new byte[1], body); // no compression
    int before = MESSAGE_HEADER + body.size() + 2;
    TlsUtils.writeOpaque16(extensions(before), body);
    body.writeTo(output);
  }

  private int[] suites() {
    IntStream suites = Arrays.stream(getCipherSuites());
    int signal = CipherSuite.TLS_EMPTY_RENEGOTIATION_INFO_SCSV;
    if (form.signalsRenegotiation()) {
      suites = IntStream.concat(IntStream.of(signal), suites.filter(suite -> suite != signal));
    }
    return (form.greased().contains(Greased.CIPHER_SUITES)
            ? IntStream.concat(IntStream.of(grease.suite()), suites)
            : suites)
        .toArray();
  }

  private byte[] extensions(int before) throws IOException {
    Map<Integer, byte[]> contents = contents();
    List<String> names = new ArrayList<>(form.extensions());
    if (contents.containsKey(ExtensionType.cookie)) {
      int last = names.lastIndexOf("supported_versions"); // as BoringSSL has it
      names.add(last + 1, "cookie");
    }
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    boolean first = true;
    for (String name : names) {
      if (name.equals(HelloForm.GREASE)) {
        // As BoringSSL does, so that both an empty extension and another one are met.
        write(
            first ? grease.firstExtension() : grease.lastExtension(),
            new byte[first ? 0 : 1],
            written);
        first = false;
      } else if (name.equals("padding")) {
        pad(before + written.size(), written);
      } else {
        int code = name.equals("cookie") ? ExtensionType.cookie : HelloExtension.named(name).code();
        byte[] content = contents.get(code);
        if (content != null) {
          write(code, content, written);
        }
      }
    }
    return written.toByteArray();
  }

  /** What the library puts into the extensions, with GREASE. */
  private Map<Integer, byte[]> contents() throws IOException {
    Map<Integer, byte[]> contents = new HashMap<>();
    for (Object type : getExtensions().keySet()) {
      contents.put((Integer) type, (byte[]) getExtensions().get(type));
    }
    byte[] group = TlsUtils.encodeUint16(grease.group());
    if (form.greased().contains(Greased.GROUPS)) {
      contents.computeIfPresent(
          ExtensionType.supported_groups, (type, list) -> beginning(group, list, 2));
    }
    if (form.greased().contains(Greased.KEY_SHARES) && !second) {
      byte[] share = {group[0], group[1], 0, 1, 0};
      contents.computeIfPresent(ExtensionType.key_share, (type, list) -> beginning(share, list, 2));
    }
    if (form.greased().contains(Greased.VERSIONS)) {
      byte[] version = TlsUtils.encodeUint16(grease.version());
      contents.computeIfPresent(
          ExtensionType.supported_versions, (type, list) -> beginning(version, list, 1));
    }
    return contents;
  }

  /** The list with another entry before the others. */
  private static byte[] beginning(byte[] entry, byte[] list, int lengthBytes) {
    int length = list.length - lengthBytes + entry.length;
    byte[] longer = new byte[lengthBytes + length];
    if (lengthBytes == 2) {
      TlsUtils.writeUint16(length, longer, 0);
    } else {
      TlsUtils.writeUint8(length, longer, 0);
    }
    System.arraycopy(entry, 0, longer, lengthBytes, entry.length);
    System.arraycopy(
        list, lengthBytes, longer, lengthBytes + entry.length, list.length - lengthBytes);
    return longer;
  }

  private static void pad(int length, OutputStream output) throws IOException {
    if (length >= TOO_LONG && length < LONG_ENOUGH) {
      int room = LONG_ENOUGH - length - EXTENSION_HEADER;
      write(ExtensionType.padding, new byte[Math.max(1, room)], output);
    }
  }

  private static void write(int type, byte[] content, OutputStream output) throws IOException {
    TlsUtils.writeUint16(type, output);
    TlsUtils.writeOpaque16(content, output);
  }
}
