package io.samforge.eval.mask;

import io.samforge.arch.UserError;
import io.samforge.arch.pack.ModelPackage;
import io.samforge.host.Device;
import io.samforge.host.mask.MaskDecoder;
import io.samforge.host.mask.PackedEncoder;
import io.samforge.host.mask.PackedMaskDecoder;
import io.samforge.host.run.DeviceEngine;
import io.samforge.host.run.GoldenEngine;
import io.samforge.host.run.StepEngine;
import io.samforge.host.run.StepListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** A model package that runs: its encoder, and its decoder or another if it has none. */
public final class PackedSam implements SegmentationModel {
  /** The package that {@code make calib} writes. */
  public static final Path DEFAULT_FILE = Path.of("build", "model.sfp");

  /** The function that is the image encoder. */
  public static final String ENCODER = "encoder";

  /** The function that is the mask decoder. */
  public static final String DECODER = "decoder";

  private final ModelPackage model;
  private final StepListener listener;
  private final Runnable atClose;
  private final List<DeviceEngine> engines = new ArrayList<>();
  private ImageEncoder encoder;
  private MaskDecoder decoder;

  private PackedSam(ModelPackage model, StepListener listener, Runnable atClose) {
    this.model = model;
    this.listener = listener;
    this.atClose = atClose;
  }

  /**
   * Runs a package on the golden model.
   *
   * @param floats makes the decoder of a package without one; closed with this model
   * @param listener hears of finished steps of both functions
   * @throws UserError when the package has no image encoder, or its functions read or deliver
   *     something else
   */
  public static PackedSam golden(
      ModelPackage model, Supplier<MaskDecoder> floats, StepListener listener) {
    PackedSam sam = new PackedSam(model, listener, () -> {});
    sam.open(function -> GoldenEngine.of(model, function), floats);
    return sam;
  }

  /**
   * Runs a package on a device.
   *
   * @param device closed with this model, and when it cannot be made
   * @param floats makes the decoder of a package without one; closed with this model
   * @param progress told now and then how many cycles have passed since it was told before
   * @throws UserError when the package has no image encoder, its functions read or deliver
   *     something else, or the device has another configuration
   */
  public static PackedSam on(
      Device device, ModelPackage model, Supplier<MaskDecoder> floats, LongConsumer progress) {
    PackedSam sam = new PackedSam(model, StepListener.NONE, device::close);
    try {
      sam.open(
          function -> {
            DeviceEngine engine = new DeviceEngine(model, function, device, progress);
            sam.engines.add(engine);
            return engine;
          },
          floats);
      return sam;
    } catch (UserError e) {
      device.close();
      throw e;
    }
  }

  private void open(Function<String, StepEngine> source, Supplier<MaskDecoder> floats) {
    encoder =
        new PackedImageEncoder(
            new PackedEncoder(model.function(ENCODER), source.apply(ENCODER), listener));
    decoder =
        model.functions().containsKey(DECODER)
            ? new PackedMaskDecoder(model.function(DECODER), source.apply(DECODER), listener)
            : floats.get();
  }

  @Override
  public ImageEncoder encoder() {
    return encoder;
  }

  @Override
  public MaskDecoder decoder() {
    return decoder;
  }

  @Override
  public void close() {
    SegmentationModel.super.close();
    atClose.run();
  }

  @Override
  public OptionalLong cycles() {
    return engines.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(
            engines.stream()
                .flatMap(engine -> engine.counters().values().stream())
                .mapToLong(counters -> counters.cycles())
                .sum());
  }
}
