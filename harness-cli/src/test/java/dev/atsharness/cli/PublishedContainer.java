package dev.atsharness.cli;

import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** The image as docs/containers.md runs it: only its three ports are published, on loopback. */
final class PublishedContainer extends GenericContainer<PublishedContainer> {

  private static final String LOOPBACK = "127.0.0.1";
  private static final int ATTEMPTS = 3;

  private final String token = UUID.randomUUID().toString();
  private int console;

  PublishedContainer(String image, String... only) {
    super(DockerImageName.parse(image));
    withEnv("ATS_HARNESS_CONSOLE_TOKEN", token);
    withStartupAttempts(ATTEMPTS); // another program may take a port first
    withCreateContainerCmdModifier(
        command -> {
          int[] ports = free();
          console = ports[2];
          command.withCmd(
              Stream.concat(
                      Stream.of(
                          "serve",
                          "--bind=0.0.0.0",
                          "--console-bind=0.0.0.0",
                          "--https-port=" + ports[0],
                          "--http-port=" + ports[1],
                          "--console-port=" + console),
                      Stream.of(only).map(glob -> "--only=" + glob))
                  .toList());
          List<PortBinding> bindings =
              Stream.of(ports[0], ports[1], ports[2])
                  .map(
                      port ->
                          new PortBinding(
                              Ports.Binding.bindIpAndPort(LOOPBACK, port), ExposedPort.tcp(port)))
                  .toList();
          command.withExposedPorts(bindings.stream().map(PortBinding::getExposedPort).toList());
          command.getHostConfig().withPortBindings(bindings);
        });
    waitingFor(Wait.forLogMessage(".*Ctrl-C stops.*", 1));
  }

  private static int[] free() {
    try (ServerSocket one = socket();
        ServerSocket two = socket();
        ServerSocket three = socket()) {
      return new int[] {one.getLocalPort(), two.getLocalPort(), three.getLocalPort()};
    } catch (IOException e) {
      throw new IllegalStateException("there are no free ports", e);
    }
  }

  private static ServerSocket socket() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  String token() {
    return token;
  }

  String consoleUrl() {
    return "http://" + LOOPBACK + ":" + console;
  }
}
