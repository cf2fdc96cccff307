package dev.atsharness.server.stacks;

/** The two ways in which a client can name a server. */
enum Way {
  /** By its host name, which the client sends as SNI. */
  BY_NAME,

  /** By its address; such a client sends no SNI (RFC 6066 section 3). */
  BY_ADDRESS
}
