package io.samforge.eval.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import io.samforge.arch.AtomicFile;
import io.samforge.arch.pack.ModelPackage;
import io.samforge.host.board.Board;
import io.samforge.host.board.Boards;
import io.samforge.host.fault.FaultLedger;
import io.samforge.host.fault.FaultyBoard;
import io.samforge.host.mask.EncoderInput;
import io.samforge.host.mask.ImageSize;
import io.samforge.host.mask.MaskImage;
import io.samforge.host.mask.PackedEncoder;
import io.samforge.host.mask.PackedMaskDecoder;
import io.samforge.host.mask.Prompt;
import io.samforge.host.run.GoldenEngine;
import io.samforge.host.run.StepListener;
import io.samforge.host.stream.BoardSession;
import io.samforge.host.stream.ImageStream;
import io.samforge.host.stream.PromptFile;
import io.samforge.host.stream.RetryPolicy;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Twenty pictures, a thousand faults, a server in another process that is killed on the way. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class FaultStreamTest {
  private static final int PICTURES = 20;
  private static final int FAULTS = 1000;
  private static final int BUFFERS = 2;
  private static final int KILL_EVERY = 7;

  private final long seed = Long.getLong("samforge.seed", 31);

  @TempDir private Path folder;

  @Test
  void aThousandFaultsChangeNoMaskAndLoseNone() throws Exception {
    System.out.println("samforge.seed=" + seed);
    Random random = new Random(seed);
    ModelPackage model = new StreamSam(seed).model();
    Path images = Files.createDirectories(folder.resolve("images"));
    for (int i = 0; i < PICTURES; i++) {
      Pictures.write(images.resolve("p%02d.png".formatted(i)), random);
    }
    Path out = folder.resolve("out");
    FaultLedger ledger = new FaultLedger();
    int kills = stream(model, images, out, ledger, random);
    int wrong = 0;
    int lost = 0;
    for (Path picture : ImageStream.pictures(images)) {
      Path mask = out.resolve(picture.getFileName() + ".mask.png");
      if (!Files.exists(mask)) {
        lost++;
      } else if (!Arrays.equals(Files.readAllBytes(mask), golden(model, picture))) {
        wrong++;
      }
    }
    assertThat(Files.readAllLines(out.resolve("results.jsonl"))).hasSize(PICTURES);
    report(ledger, kills, wrong, lost);
    assertThat(wrong).isZero();
    assertThat(lost).isZero();
    assertThat(ledger.injected()).isEqualTo(FAULTS);
    assertThat(ledger.missed()).isEmpty();
    assertThat(ledger.detected()).isEqualTo(FAULTS);
  }

  /** Returns how often the server was killed. */
  private int stream(ModelPackage model, Path images, Path out, FaultLedger ledger, Random random)
      throws IOException {
    ServerProcess[] server = {ServerProcess.start(0)};
    int port = server[0].port();
    int[] kills = new int[1];
    Board board = Boards.open("tcp:127.0.0.1:%d?timeout=20".formatted(port));
    Board faulty = new FaultyBoard(board, ledger, random, 0.5, FAULTS);
    try (BoardSession session =
        new BoardSession(model, faulty, BUFFERS, new RetryPolicy(60, true), ledger)) {
      assertThat(session.buffers()).isEqualTo(BUFFERS);
      new ImageStream(
              session,
              model,
              "",
              PromptFile.NONE,
              Optional.empty(),
              out,
              false,
              (result, done, total) -> {
                if (done % KILL_EVERY == 0) {
                  server[0].kill();
                  server[0] = restart(port);
                  kills[0]++;
                }
              })
          .run(ImageStream.pictures(images));
    } finally {
      server[0].close();
    }
    return kills[0];
  }

  private static ServerProcess restart(int port) {
    try {
      return ServerProcess.start(port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void report(FaultLedger ledger, int kills, int wrong, int lost) {
    JsonObject report = new JsonObject();
    report.addProperty("pictures", PICTURES);
    report.addProperty("injected", ledger.injected());
    report.addProperty("detected", ledger.detected());
    report.addProperty("wrong", wrong);
    report.addProperty("lost", lost);
    report.addProperty("serverKills", kills);
    JsonObject kinds = new JsonObject();
    ledger.byKind().forEach((kind, count) -> kinds.addProperty(kind.name(), count));
    report.add("byKind", kinds);
    String text = new GsonBuilder().setPrettyPrinting().create().toJson(report);
    new AtomicFile(Path.of("..", "build", "report", "faults.json")).write(text + "\n");
    System.out.println(text);
    System.out.println(ledger.missed());
  }

  private static byte[] golden(ModelPackage model, Path picture) throws IOException {
    BufferedImage image = ImageIO.read(picture.toFile());
    ImageSize size = new ImageSize(image.getWidth(), image.getHeight());
    try (PackedEncoder encoder =
            new PackedEncoder(
                model.function("encoder"), GoldenEngine.of(model, "encoder"), StepListener.NONE);
        PackedMaskDecoder decoder =
            new PackedMaskDecoder(
                model.function("decoder"), GoldenEngine.of(model, "decoder"), StepListener.NONE)) {
      Prompt prompt = Prompt.point(size, size.width() / 2.0, size.height() / 2.0);
      return MaskImage.png(decoder.decode(encoder.encode(EncoderInput.of(image)), prompt).mask());
    }
  }
}
