package io.samforge.host.cli;

import io.samforge.arch.Sha256;
import io.samforge.arch.UserError;
import io.samforge.arch.pack.ModelPackage;
import io.samforge.host.board.Board;
import io.samforge.host.board.Boards;
import io.samforge.host.stream.BoardSession;
import io.samforge.host.stream.ImageStream;
import io.samforge.host.stream.PromptFile;
import io.samforge.host.stream.RetryPolicy;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.commons.cli.Options;

/** Streams pictures through a board. */
final class RunCommand implements Command {
  private static final int BUFFERS = 3;
  private static final int MOST_BUFFERS = 16;
  private static final double NANOS = 1e9;

  @Override
  public String name() {
    return "run";
  }

  @Override
  public String summary() {
    return "stream pictures through a board; writes a mask and a line for each";
  }

  @Override
  public Options options() {
    return new Options()
        .addOption(Arguments.value("board", "URL", "the board; see samhost boards"))
        .addOption(Arguments.value("package", "FILE", "the model package, from make calib"))
        .addOption(Arguments.value("images", "DIR", "folder of JPEG and PNG files"))
        .addOption(Arguments.value("out", "DIR", "folder of masks and results.jsonl"))
        .addOption(Arguments.value("points", "FILE", "prompts by file name, see docs/host.md"))
        .addOption(
            Arguments.value("decoder", "FILE", "mask decoder as ONNX, for a package without one"))
        .addOption(Arguments.value("buffers", "N", "pictures in flight, default 3"))
        .addOption(Arguments.flag("resume", "go on where an earlier run stopped"))
        .addOption(
            Arguments.flag("trust-transfers", "do not check every transfer, see docs/host.md"));
  }

  @Override
  public int run(Arguments arguments, PrintStream out, PrintStream err) {
    Path file = Path.of(arguments.required("package"));
    List<Path> pictures = ImageStream.pictures(Path.of(arguments.required("images")));
    Path folder = Path.of(arguments.required("out"));
    PromptFile prompts = arguments.path("points").map(PromptFile::read).orElse(PromptFile.NONE);
    int buffers = arguments.number("buffers", BUFFERS, 1, MOST_BUFFERS);
    ModelPackage model = ModelPackage.load(file);
    RetryPolicy policy =
        new RetryPolicy(RetryPolicy.STANDARD.attempts(), !arguments.has("trust-transfers"));
    long start = System.nanoTime();
    Board board = Boards.open(arguments.required("board"));
    try (board;
        StreamProgress progress = new StreamProgress(err);
        BoardSession session = new BoardSession(model, board, buffers, policy, progress)) {
      int failed =
          new ImageStream(
                  session,
                  model,
                  hash(file),
                  prompts,
                  arguments.path("decoder"),
                  folder,
                  arguments.has("resume"),
                  progress)
              .run(pictures);
      progress.close();
      double seconds = (System.nanoTime() - start) / NANOS;
      out.printf(
          Locale.ROOT,
          "%d pictures in %.1f s, %d of them new (%.2f images/s), %d without a mask, %d unusual;"
              + " %d faults repaired%nresults: %s%n",
          pictures.size(),
          seconds,
          progress.finished(),
          progress.finished() / seconds,
          failed,
          progress.unusual(),
          progress.faults(),
          folder);
      return failed == 0 ? 0 : 1;
    }
  }

  private static String hash(Path file) {
    try {
      return Sha256.of(file);
    } catch (IOException e) {
      throw new UserError(file + ": the package cannot be read: " + e.getMessage(), e);
    }
  }
}
