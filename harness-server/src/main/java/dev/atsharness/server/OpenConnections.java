package dev.atsharness.server;

/**
 * The maximum numbers of connections open at one time.
 *
 * @param endpoints at all ports of the endpoints
 * @param console at the console
 * @param names at the name server, over TCP; 0 if there is none
 */
record OpenConnections(int endpoints, int console, int names) {

  int total() {
    return endpoints + console + names;
  }

  /** The same shares of a smaller total, with at least one connection each. */
  OpenConnections scaledTo(long available) {
    return available >= total()
        ? this
        : new OpenConnections(
            scaled(endpoints, available), scaled(console, available), scaled(names, available));
  }

  private int scaled(int wanted, long available) {
    return (int) Math.max(1, wanted * available / total());
  }
}
