package io.samforge.eval.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Debian's chromium without a window; a missing browser fails the test. */
final class HeadlessBrowser {
  private static final int MINUTES = 3;
  private static final Pattern SIZE = Pattern.compile("probe:([\\w-]+)=([\\d.]+)x([\\d.]+);");

  /** Writes every plot's size on the screen into the page, once it is laid out. */
  private static final String PROBE =
      """
      <pre id="sizes"></pre><script>
      document.getElementById('sizes').textContent =
        Array.from(document.querySelectorAll('svg.plot')).map(plot => {
          const box = plot.getBoundingClientRect();
          return 'probe:' + plot.id + '=' + box.width + 'x' + box.height + ';';
        }).join('');
      </script></body>
      """;

  private final Path folder;

  /** Creates a browser whose files are in a folder. */
  HeadlessBrowser(Path folder) {
    this.folder = folder;
  }

  /** Takes a picture of a page and returns what the page wrote to the console. */
  List<String> screenshot(Path page, Path picture, int height) throws IOException {
    String log =
        run(
            "--hide-scrollbars",
            "--enable-logging=stderr",
            "--window-size=1400," + height,
            "--screenshot=" + picture.toAbsolutePath(),
            page.toUri().toString());
    return log.lines().filter(line -> line.contains("CONSOLE")).toList();
  }

  /** Returns width and height of every plot on a page, by identifier. */
  Map<String, List<Double>> plots(String html) throws IOException {
    Path probed = folder.resolve("probed.html");
    Files.writeString(probed, html.replace("</body>", PROBE));
    String document = run("--window-size=1400,2000", "--dump-dom", probed.toUri().toString());
    Map<String, List<Double>> sizes = new LinkedHashMap<>();
    Matcher size = SIZE.matcher(document);
    while (size.find()) {
      sizes.put(
          size.group(1),
          List.of(Double.parseDouble(size.group(2)), Double.parseDouble(size.group(3))));
    }
    return sizes;
  }

  private String run(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--user-data-dir=" + folder.resolve("profile")));
    command.addAll(List.of(arguments));
    Path output = folder.resolve("chromium.log");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new IOException("chromium failed: " + read(output));
      }
      return read(output);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
