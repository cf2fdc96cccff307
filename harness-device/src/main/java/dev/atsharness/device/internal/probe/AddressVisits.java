package dev.atsharness.device.internal.probe;

import dev.atsharness.device.internal.DeviceVisit;
import dev.atsharness.device.internal.SimulatedDevice;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Visits a URL at the addresses of its host. A device uses the one that answers first (RFC 8305),
 * which may be any of them.
 */
final class AddressVisits {

  /** The largest number of addresses of one host that are visited. */
  static final int MAX_ADDRESSES = 16;

  private static final int THREADS = 4;

  private final SimulatedDevice device;
  private final SimulatedDevice enforcing;
  private final boolean every;

  /**
   * @param every true to visit all addresses, false to visit only the first that answers
   */
  AddressVisits(SimulatedDevice device, SimulatedDevice enforcing, boolean every) {
    this.device = device;
    this.enforcing = enforcing;
    this.every = every;
  }

  /** Visits each address, in order; if there are too many, only the first ones. */
  List<AddressVisit> visit(URI url, List<InetSocketAddress> addresses, boolean atsApplies) {
    List<InetSocketAddress> some = addresses.subList(0, Math.min(addresses.size(), MAX_ADDRESSES));
    if (!every) {
      return List.of(first(url, some, atsApplies));
    }
    return some.size() == 1
        ? List.of(one(url, some.get(0), atsApplies))
        : atOnce(url, some, atsApplies);
  }

  private AddressVisit first(URI url, List<InetSocketAddress> addresses, boolean atsApplies) {
    AddressVisit visit = one(url, addresses.get(0), atsApplies);
    for (int i = 1; i < addresses.size() && !answers(visit); i++) {
      visit = one(url, addresses.get(i), atsApplies);
    }
    return visit;
  }

  private static boolean answers(AddressVisit visit) {
    return switch (visit.visit().network()) {
      case REFUSED, UNREACHABLE, UNRESOLVED, TIMEOUT, PROXY -> false;
      case OK, RESET, CLOSED -> true;
    };
  }

  private List<AddressVisit> atOnce(
      URI url, List<InetSocketAddress> addresses, boolean atsApplies) {
    ExecutorService threads =
        Executors.newFixedThreadPool(Math.min(addresses.size(), THREADS), AddressVisits::daemon);
    try {
      List<Future<AddressVisit>> begun = new ArrayList<>();
      for (InetSocketAddress address : addresses) {
        begun.add(threads.submit(() -> one(url, address, atsApplies)));
      }
      List<AddressVisit> visits = new ArrayList<>();
      for (Future<AddressVisit> visit : begun) {
        visits.add(visit.get());
      }
      return visits;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a visit of " + url + " failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while visiting " + url, e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "device-visit");
    thread.setDaemon(true);
    return thread;
  }

  private AddressVisit one(URI url, InetSocketAddress address, boolean atsApplies) {
    DeviceVisit visit = device.visit(url, address, atsApplies);
    DeviceVisit strict = enforcing == device ? visit : enforcing.visit(url, address, atsApplies);
    return new AddressVisit(address, visit, strict, HopVerdict.of(visit, strict));
  }
}
