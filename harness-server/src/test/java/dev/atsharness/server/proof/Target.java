package dev.atsharness.server.proof;

import java.nio.file.Path;
import org.bouncycastle.util.IPAddress;

/**
 * The data of an endpoint that a tool gets.
 *
 * @param host its name, for SNI and for the certificate; its address if it has none
 * @param address IP address literal
 * @param port its dedicated port
 * @param ca PEM file with the root certificate
 */
record Target(String host, String address, int port, Path ca) {

  boolean isAddress() {
    return IPAddress.isValid(host);
  }

  String addressAndPort() {
    return address + ":" + port;
  }
}
