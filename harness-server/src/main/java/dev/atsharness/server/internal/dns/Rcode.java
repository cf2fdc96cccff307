package dev.atsharness.server.internal.dns;

/** The response code of a query (RFC 1035 section 4.1.1, RFC 6891 section 9). */
enum Rcode {
  NOERROR(0),
  FORMERR(1),
  NXDOMAIN(3),
  NOTIMP(4),
  REFUSED(5),
  /**
   * The client's version of EDNS is not supported. The upper bits of this code are in the OPT
   * record.
   */
  BADVERS(16);

  private final int code;

  Rcode(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
