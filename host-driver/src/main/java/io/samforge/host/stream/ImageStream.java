package io.samforge.host.stream;

import io.samforge.arch.Sha256;
import io.samforge.arch.UserError;
import io.samforge.arch.pack.ModelPackage;
import io.samforge.host.mask.EncoderInput;
import io.samforge.host.mask.ImageSize;
import io.samforge.host.mask.Mask;
import io.samforge.host.mask.MaskImage;
import io.samforge.host.mask.MaskPrediction;
import io.samforge.host.mask.Prompt;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Streams a folder of pictures through a board: as many in flight as the session has buffers. While
 * the accelerator computes for one, others are read, encoded, transferred, decoded and written.
 */
public final class ImageStream {
  private static final int NANOS_PER_MILLI = 1_000_000;

  private final BoardSession session;
  private final ModelPackage model;
  private final String packageHash;
  private final PromptFile prompts;
  private final Optional<Path> floatDecoder;
  private final ResultFolder results;
  private final StreamListener listener;
  private final Queue<Path> waiting = new ArrayDeque<>();
  private int total;
  private int done;
  private boolean stopped;

  /**
   * Prepares a stream.
   *
   * @param session holds the package
   * @param packageHash SHA-256 of the package file, a part of what results depend on
   * @param floatDecoder the mask decoder as ONNX, for a package without one
   * @param out folder of masks and {@code results.jsonl}
   * @param resume whether pictures that are finished there are left out
   * @throws UserError when there are results and they are not to be resumed
   */
  public ImageStream(
      BoardSession session,
      ModelPackage model,
      String packageHash,
      PromptFile prompts,
      Optional<Path> floatDecoder,
      Path out,
      boolean resume,
      StreamListener listener) {
    this.session = session;
    this.model = model;
    this.packageHash = packageHash;
    this.prompts = prompts;
    this.floatDecoder = floatDecoder;
    this.results = new ResultFolder(out, resume);
    this.listener = listener;
  }

  /**
   * Returns the pictures of a folder, by name.
   *
   * @throws UserError when there are none
   */
  public static List<Path> pictures(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found =
          files
              .filter(Files::isRegularFile)
              .filter(
                  file ->
                      file.getFileName()
                          .toString()
                          .toLowerCase(Locale.ROOT)
                          .matches("[^.].*\\.(jpe?g|png)"))
              .sorted()
              .toList();
      if (found.isEmpty()) {
        throw new UserError(folder + ": there is no JPEG or PNG file");
      }
      return found;
    } catch (IOException e) {
      throw new UserError(folder + ": the folder cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Streams pictures; returns when all are finished. The first failure of the board or of the
   * output ends it, with the pictures finished so far on disk.
   *
   * @return the number of pictures without a mask, because they cannot be read or their prompts are
   *     wrong
   * @throws UserError when results cannot be written
   * @throws io.samforge.host.DeviceException when the board fails for good
   */
  public int run(List<Path> pictures) {
    waiting.addAll(pictures);
    total = pictures.size();
    listener.counted(0, total);
    ExecutorService workers = Executors.newFixedThreadPool(session.buffers());
    List<Future<Integer>> all = new ArrayList<>();
    for (int buffer = 0; buffer < session.buffers(); buffer++) {
      int own = buffer;
      all.add(workers.submit(() -> work(own)));
    }
    workers.shutdown();
    int failed = 0;
    RuntimeException first = null;
    for (Future<Integer> worker : all) {
      try {
        failed += worker.get();
      } catch (ExecutionException e) {
        first = first == null ? unchecked(e.getCause()) : first;
      } catch (InterruptedException e) {
        stop();
        Thread.currentThread().interrupt();
        throw new UserError("interrupted; --resume goes on");
      }
    }
    if (first != null) {
      throw first;
    }
    return failed;
  }

  private static RuntimeException unchecked(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return (RuntimeException) cause;
  }

  private synchronized Path next() {
    return stopped ? null : waiting.poll();
  }

  private synchronized void stop() {
    stopped = true;
  }

  private int work(int buffer) {
    int failed = 0;
    RangeWatch watch = new RangeWatch(model);
    ColourWatch colours = new ColourWatch(model);
    try (Segmenter segmenter = new Segmenter(session, buffer, model, floatDecoder, watch)) {
      for (Path file = next(); file != null; file = next()) {
        failed += one(file, segmenter, watch, colours) ? 0 : 1;
      }
      return failed;
    } catch (RuntimeException | Error e) {
      stop();
      throw e;
    }
  }

  /** Returns whether the picture has a mask. */
  private boolean one(Path file, Segmenter segmenter, RangeWatch watch, ColourWatch colours) {
    String name = file.getFileName().toString();
    long start = System.nanoTime();
    String key;
    Prompt prompt;
    BufferedImage picture;
    try {
      picture = EncoderInput.read(file);
      prompt = prompts.of(name, new ImageSize(picture.getWidth(), picture.getHeight()));
      key = key(file, prompt);
      segmenter.check(prompt);
    } catch (UserError e) {
      finish(ImageResult.failed(name, e.getMessage()), null);
      return false;
    }
    if (results.has(name, key)) {
      synchronized (this) {
        total--;
        listener.counted(done, total);
      }
      return true;
    }
    watch.begin();
    long cycles = segmenter.cycles();
    MaskPrediction prediction = segmenter.segment(picture, prompt);
    Mask mask = prediction.mask();
    byte[] png = MaskImage.png(mask);
    RangeWatch.Report drift = watch.report();
    Double colour = colours.score(picture);
    finish(
        new ImageResult(
            name,
            key,
            picture.getWidth(),
            picture.getHeight(),
            prompt.text(),
            ResultFolder.maskName(name),
            Sha256.of(png),
            mask.area(),
            prediction.predictedIou(),
            (double) (System.nanoTime() - start) / NANOS_PER_MILLI,
            segmenter.cycles() - cycles,
            drift.layers(),
            colour,
            drift.unusual(colour),
            null),
        png);
    return true;
  }

  private String key(Path file, Prompt prompt) {
    try {
      String all = packageHash + Sha256.of(file) + prompt.text();
      return Sha256.of(all.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UserError(file + ": the picture cannot be read: " + e.getMessage(), e);
    }
  }

  private void finish(ImageResult result, byte[] png) {
    results.add(result, png);
    synchronized (this) {
      done++;
      listener.finished(result, done, total);
    }
  }
}
