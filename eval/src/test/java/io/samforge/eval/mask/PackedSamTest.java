package io.samforge.eval.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.samforge.arch.UserError;
import io.samforge.arch.model.ModelStep;
import io.samforge.arch.pack.LinearUnit;
import io.samforge.arch.pack.ModelPackage;
import io.samforge.arch.program.MemorySegment;
import io.samforge.arch.register.Register;
import io.samforge.calib.compile.SmallModel;
import io.samforge.calib.model.Photograph;
import io.samforge.eval.ExpectedCycles;
import io.samforge.host.Device;
import io.samforge.host.mask.ImageSize;
import io.samforge.host.mask.MaskDecoder;
import io.samforge.host.mask.MaskPrediction;
import io.samforge.host.mask.PackedMaskDecoder;
import io.samforge.host.mask.Prompt;
import io.samforge.host.mask.PromptBox;
import io.samforge.host.mask.PromptPoint;
import io.samforge.host.run.FloatTensor;
import io.samforge.host.run.GoldenEngine;
import io.samforge.host.run.StepListener;
import io.samforge.sim.AcceleratorOptions;
import io.samforge.sim.AcceleratorSimulation;
import io.samforge.sim.accel.AcceleratorModels;
import io.samforge.sim.accel.SimDevice;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackedSamTest {
  private static final ImageSize SIZE = new ImageSize(64, 48);
  private static final Prompt POINT = Prompt.point(SIZE, 20, 30);
  private static final Prompt BOX = Prompt.box(SIZE, new PromptBox(1, 2, 30, 40));
  private static final Supplier<MaskDecoder> NO_FLOATS =
      () -> {
        throw new AssertionError("the package has a decoder");
      };

  @TempDir private Path folder;

  private final long seed = Long.getLong("samforge.seed", 83);
  private final ModelPackage model = new SmallSam(2, SmallSam.SMALL, seed).model(true);

  private Photograph noise() {
    Random random = new Random(seed);
    BufferedImage image =
        new BufferedImage(SIZE.width(), SIZE.height(), BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < SIZE.pixels(); i++) {
      image.setRGB(i % SIZE.width(), i / SIZE.width(), random.nextInt(1 << 24));
    }
    return Photograph.of(image, "noise");
  }

  private static SimDevice device() {
    AcceleratorOptions options = AcceleratorOptions.of(SmallSam.SMALL.dramBytes()).withoutJournal();
    return new SimDevice(
        AcceleratorSimulation.open(AcceleratorModels.fast(SmallSam.SMALL), options));
  }

  private MaskPrediction golden(ModelPackage packed) {
    try (PackedSam sam = PackedSam.golden(packed, NO_FLOATS, StepListener.NONE)) {
      return sam.decoder().decode(sam.encoder().encode(noise()), POINT);
    }
  }

  @Test
  void goldenModelAndDeviceGiveTheSameMask() {
    System.out.println("samforge.seed=" + seed);
    long[] told = new long[1];
    MaskPrediction expected = golden(model);
    try (PackedSam sam = PackedSam.on(device(), model, NO_FLOATS, cycles -> told[0] += cycles)) {
      FloatTensor embedding = sam.encoder().encode(noise());
      long afterEncoder = sam.cycles().orElseThrow();
      MaskPrediction found = sam.decoder().decode(embedding, POINT);
      assertThat(found.logits()).isEqualTo(expected.logits());
      assertThat(expected.mask().area()).isBetween(1, (int) SIZE.pixels() - 1);
      long cycles = sam.cycles().orElseThrow();
      assertThat(afterEncoder).isPositive().isLessThan(cycles);
      long wanted =
          ExpectedCycles.of(model, PackedSam.ENCODER) + ExpectedCycles.of(model, PackedSam.DECODER);
      assertThat(wanted).isEqualTo(cycles);
      // A device may count the cycles behind the end of a program too.
      assertThat((double) told[0] / cycles).isCloseTo(1, within(1e-3));
    }
  }

  /** A device that counts how often it is closed. */
  private static final class ClosedDevice implements Device {
    private int closed;

    @Override
    public void writeMemory(long address, byte[] bytes) {}

    @Override
    public byte[] readMemory(long address, int length) {
      return new byte[length];
    }

    @Override
    public void writeRegister(int offset, int value) {}

    @Override
    public int readRegister(int offset) {
      return SmallSam.SMALL.hashWord((offset - Register.CONFIG_HASH0.offset()) / 4);
    }

    @Override
    public void awaitInterrupt(long cycles, LongConsumer progress) {}

    @Override
    public void close() {
      closed++;
    }
  }

  @Test
  void theDeviceIsClosedWithTheModel() {
    ClosedDevice device = new ClosedDevice();
    try (PackedSam sam = PackedSam.on(device, model, NO_FLOATS, cycles -> {})) {
      assertThat(sam.cycles()).hasValue(0);
      assertThat(device.closed).isZero();
    }
    assertThat(device.closed).isEqualTo(1);
  }

  @Test
  void theListenerHearsOfAllSteps() {
    List<String> steps = new ArrayList<>();
    try (PackedSam sam =
        PackedSam.golden(
            model, NO_FLOATS, (ModelStep step, int done, int total) -> steps.add(step.name()))) {
      sam.decoder().decode(sam.encoder().encode(noise()), BOX);
      assertThat(sam.cycles()).isEmpty();
    }
    assertThat(steps).containsExactly("pool", "mix", "score", "tail");
  }

  @Test
  void aPackageWithoutADecoderUsesTheFloatDecoder() {
    MaskPrediction other = new MaskPrediction(SIZE, golden(model).logits(), 0.5f);
    boolean[] closed = new boolean[1];
    MaskDecoder floats =
        new MaskDecoder() {
          @Override
          public MaskPrediction decode(FloatTensor embedding, Prompt prompt) {
            return other;
          }

          @Override
          public void close() {
            closed[0] = true;
          }
        };
    ModelPackage alone = new SmallSam(2, SmallSam.SMALL, seed).model(false);
    try (PackedSam sam = PackedSam.golden(alone, () -> floats, StepListener.NONE)) {
      assertThat(sam.decoder().decode(sam.encoder().encode(noise()), POINT)).isSameAs(other);
    }
    assertThat(closed[0]).isTrue();
  }

  /** The predicted IoU is the sum of the labels. */
  @Test
  void shorterPromptsGetPaddingPoints() {
    FloatTensor embedding = new FloatTensor(List.of(1L, 256L, 64L, 64L), new float[256 * 64 * 64]);
    ModelPackage five = new SmallSam(5, SmallSam.SMALL, seed).model(true);
    try (PackedSam sam = PackedSam.golden(five, NO_FLOATS, StepListener.NONE)) {
      assertThat(((PackedMaskDecoder) sam.decoder()).points()).isEqualTo(5);
      assertThat(sam.decoder().decode(embedding, POINT).predictedIou()).isEqualTo(1 - 4);
      assertThat(sam.decoder().decode(embedding, BOX).predictedIou()).isEqualTo(2 + 3 - 3);
    }
    try (PackedSam sam = PackedSam.golden(model, NO_FLOATS, StepListener.NONE)) {
      assertThat(sam.decoder().decode(embedding, POINT).predictedIou()).isEqualTo(1 - 1);
      assertThat(sam.decoder().decode(embedding, BOX).predictedIou()).isEqualTo(2 + 3);
    }
  }

  @Test
  void longerPromptsAreRefusedWithWhatIsAllowed() {
    List<PromptPoint> points =
        Stream.iterate(1, x -> x + 1).limit(5).map(x -> PromptPoint.on(x, 2)).toList();
    Prompt two = new Prompt(SIZE, points.subList(0, 2), Optional.empty());
    Prompt boxAndPoint = new Prompt(SIZE, points.subList(0, 1), BOX.box());
    String start =
        "the prompt point 1,2, %s has too many points for the mask decoder of the model"
            + " package; allowed: ";
    assertRefused(2, two, start.formatted("point 2,2") + "1 point, or a box");
    assertRefused(2, boxAndPoint, start.formatted("box 1,2,30,40") + "1 point, or a box");
    Prompt boxAndTwo = new Prompt(SIZE, points.subList(0, 2), BOX.box());
    assertRefused(3, boxAndTwo, "allowed: 2 points, or a box and 1 point");
    Prompt all = new Prompt(SIZE, points, Optional.empty());
    assertRefused(5, all, "allowed: 4 points, or a box and 3 points");
  }

  private void assertRefused(int taken, Prompt prompt, String message) {
    ModelPackage packed = new SmallSam(taken, SmallSam.SMALL, seed).model(true);
    try (PackedSam sam = PackedSam.golden(packed, NO_FLOATS, StepListener.NONE)) {
      assertThatThrownBy(() -> sam.decoder().check(prompt))
          .isInstanceOf(UserError.class)
          .hasMessageContaining(message);
      FloatTensor embedding =
          new FloatTensor(List.of(1L, 256L, 64L, 64L), new float[256 * 64 * 64]);
      assertThatThrownBy(() -> sam.decoder().decode(embedding, prompt))
          .hasMessageContaining(message);
    }
  }

  @Test
  void functionsOfAnotherKindAreRefused() {
    ModelPackage other = SmallModel.compiled(new Random(1), SmallSam.SMALL).model();
    assertThatThrownBy(() -> PackedSam.golden(other, NO_FLOATS, StepListener.NONE))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "the image encoder of the model package reads image [1, 3, 12, 14], q [3, 2, 9, 6],"
                + " k [3, 2, 6, 9], v [3, 2, 9, 6]; allowed: one tensor of [1, 3, 1024, 1024]");
    assertThatThrownBy(
            () ->
                new PackedMaskDecoder(
                    model.function("encoder"),
                    GoldenEngine.of(model, "encoder"),
                    StepListener.NONE))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "the mask decoder of the model package reads picture [1, 3, 1024, 1024]; allowed:"
                + " has_mask_input [1], image_embeddings [1, 256, 64, 64], mask_input [1, 1, 256,"
                + " 256], point_coords [1, 2, 2], point_labels [1, 2]");
    ModelPackage swapped =
        new ModelPackage(
            model.config(),
            model.model(),
            Map.of("encoder", model.function("decoder")),
            model.calibration());
    ClosedDevice device = new ClosedDevice();
    assertThatThrownBy(() -> PackedSam.on(device, swapped, NO_FLOATS, cycles -> {}))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(
            "the image encoder of the model package reads image_embeddings [1, 256, 64, 64], ");
    assertThat(device.closed).isEqualTo(1);
    ModelPackage nothing =
        new ModelPackage(
            model.config(),
            model.model(),
            Map.of("decoder", model.function("decoder")),
            model.calibration());
    assertThatThrownBy(() -> PackedSam.golden(nothing, NO_FLOATS, StepListener.NONE))
        .hasMessage("the model package has no function encoder; it has: decoder");
  }

  @Test
  void aFlippedWeightBitChangesTheMask() {
    float[] expected = golden(model).logits();
    ModelPackage fresh = new SmallSam(2, SmallSam.SMALL, seed).model(true);
    assertThat(golden(fresh).logits()).isEqualTo(expected);
    LinearUnit score = (LinearUnit) fresh.function("decoder").units().get(0);
    MemorySegment weights =
        score.program().segments().stream()
            .filter(segment -> segment.name().equals("000.weights"))
            .findFirst()
            .orElseThrow();
    // The first weight stands behind a record of 16 bytes for every output lane.
    weights.data()[16 * SmallSam.SMALL.outputLanes()] ^= 1;
    assertThat(golden(fresh).logits()).isNotEqualTo(expected);
  }

  @Test
  void aFlippedBitOfTheFileIsRefused() throws IOException {
    Path file = folder.resolve("small.sfp");
    model.save(file);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> ModelPackage.load(file))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(file + ": ");
  }
}
