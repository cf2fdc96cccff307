package dev.atsharness.server.proof;

import java.nio.file.Path;

/**
 * All that a tool is told of an endpoint.
 *
 * @param host its name, for SNI and for the certificate
 * @param address IP address literal
 * @param port its dedicated port
 * @param ca PEM file with the root certificate
 */
record Target(String host, String address, int port, Path ca) {

  String addressAndPort() {
    return address + ":" + port;
  }
}
