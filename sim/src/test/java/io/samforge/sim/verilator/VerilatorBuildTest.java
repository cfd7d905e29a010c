package io.samforge.sim.verilator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.UserError;
import io.samforge.sim.Simulation;
import io.samforge.sim.TestDesigns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerilatorBuildTest {
  private final VerilatorBuild standard = VerilatorBuild.standard();

  @TempDir Path folder;

  /** A cache of its own that shares the compiled runtime with the standard one, to be quick. */
  private VerilatorBuild freshCache() throws IOException {
    Simulation.open(TestDesigns.source("counter"), BuildOptions.quick()).close();
    for (String kind : List.of("runtime", "tools", "bridge")) {
      Files.createSymbolicLink(folder.resolve(kind), standard.cache().root().resolve(kind));
    }
    return new VerilatorBuild(new BuildCache(folder), standard.tools());
  }

  @Test
  void sameContentIsBuiltOnceAndDifferentContentAgain() throws IOException {
    VerilatorBuild build = freshCache();
    ModelSource counter = TestDesigns.source("counter");
    ModelLibrary first = build.build(counter, BuildOptions.quick());
    var builtAt = Files.getLastModifiedTime(first.file());
    ModelLibrary again = build.build(counter, BuildOptions.quick());
    assertThat(again.file()).isEqualTo(first.file());
    assertThat(Files.getLastModifiedTime(again.file())).isEqualTo(builtAt);
    assertThat(first.log()).content().contains("verilator").contains("g++");

    ModelSource changed =
        ModelSource.text("counter", TestDesigns.verilog("counter").replace("5a5a5", "5a5a4"));
    assertThat(build.build(changed, BuildOptions.quick()).file()).isNotEqualTo(first.file());
    BuildOptions outOfLine = BuildOptions.quick().withoutInlining("counter");
    assertThat(build.build(counter, outOfLine).file()).isNotEqualTo(first.file());
    assertThat(published()).isEqualTo(3);
  }

  @Test
  void concurrentBuildsOfTheSameContentShareOneResult() throws Exception {
    VerilatorBuild build = freshCache();
    ModelSource source = TestDesigns.source("alu");
    Callable<Path> task = () -> build.build(source, BuildOptions.quick()).file();
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<Path>> files = pool.invokeAll(List.of(task, task, task, task));
      for (Future<Path> file : files) {
        assertThat(file.get()).isEqualTo(files.get(0).get()).exists();
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(published()).isEqualTo(1);
  }

  @Test
  void leftoversOfAKilledBuildAreReplaced() throws IOException {
    VerilatorBuild build = freshCache();
    ModelLibrary library = build.build(TestDesigns.source("alu"), BuildOptions.quick());
    Path leftover = library.folder().resolveSibling(library.folder().getFileName() + ".building");
    Files.move(library.folder(), leftover);
    assertThat(build.build(TestDesigns.source("alu"), BuildOptions.quick()).file()).exists();
    assertThat(leftover).doesNotExist();
  }

  @Test
  void verilatorErrorIsOneLineWithTheLog() throws IOException {
    VerilatorBuild build = freshCache();
    ModelSource broken = ModelSource.text("broken", "module broken (input a;\nendmodule\n");
    assertThatThrownBy(() -> build.build(broken, BuildOptions.quick()))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("top module broken: %Error: broken.v:1:23: syntax error")
        .hasMessageContaining("(log: " + folder.resolve("verilator"))
        .satisfies(
            error -> {
              String log = error.getMessage().replaceAll(".*\\(log: (.*)\\)", "$1");
              assertThat(Path.of(log)).content().contains("syntax error");
            });
  }

  @Test
  void refusesInoutPorts() throws IOException {
    VerilatorBuild build = freshCache();
    ModelSource source = ModelSource.text("pad", "module pad (inout a); endmodule");
    assertThatThrownBy(() -> build.build(source, BuildOptions.quick()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("top module pad: port 'VL_INOUT8(&a,0,0);' is an inout");
  }

  @Test
  void missingToolNamesTheToolAndTheRemedy() {
    VerilatorBuild build =
        new VerilatorBuild(new BuildCache(folder), new Toolchain(folder.toString()));
    assertThatThrownBy(() -> build.build(TestDesigns.source("counter"), BuildOptions.quick()))
        .isInstanceOf(UserError.class)
        .hasMessage("verilator was not found on the PATH: run `make setup`");
  }

  @Test
  void sourcesAreCheckedWhenTheyAreNamed() {
    assertThatThrownBy(() -> ModelSource.text("9lives", "module x; endmodule"))
        .hasMessage("top module '9lives': not a Verilog identifier");
    assertThatThrownBy(() -> new VerilogSource("../x.v", ""))
        .hasMessageContaining("must be a plain file name");
    assertThatThrownBy(() -> ModelSource.text("rom", "initial $readmemh(\"rom.hex\", m);"))
        .hasMessage("Verilog source rom.v: uses $readmem; initialise the memory in the source");
  }

  @Test
  void optimisedBuildBehavesLikeTheQuickOne() {
    for (BuildOptions options : List.of(BuildOptions.fast(), BuildOptions.quick())) {
      try (Simulation sim = Simulation.open(TestDesigns.source("counter"), options)) {
        sim.set("enable", 1);
        sim.set("step", 7);
        sim.step(1000);
        assertThat(sim.get("count")).isEqualTo(7000);
      }
    }
  }

  private long published() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("verilator"))) {
      return files.filter(file -> Files.exists(file.resolve("model.so"))).count();
    }
  }
}
