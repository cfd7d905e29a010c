package io.samforge.eval.host;

import io.samforge.host.cli.SamhostMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** {@code samhost serve} with the simulated tiny configuration in a process of its own. */
final class ServerProcess implements AutoCloseable {
  private final Process process;
  private final int port;

  private ServerProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts a server and waits until it listens; port 0 takes any free one. */
  static ServerProcess start(int port) throws IOException {
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Dsamforge.root=" + Path.of("..").toAbsolutePath().normalize(),
                "-cp",
                path,
                SamhostMain.class.getName(),
                "serve",
                "--board",
                "sim:tiny",
                "--listen",
                "127.0.0.1:" + port)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    // A test that is ended from outside shall not leave a server behind.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    String line = lines.readLine();
    if (line == null) {
      throw new IOException("the server ended with status " + process.exitValue());
    }
    return new ServerProcess(process, Integer.parseInt(line.replaceAll(".*:", "")));
  }

  int port() {
    return port;
  }

  /** Ends the process as a power cut would. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
