package io.samforge.arch.golden;

import io.samforge.arch.format.HalfFloat;
import io.samforge.arch.format.HwFloat;
import io.samforge.arch.layer.CodeOutput;
import io.samforge.arch.layer.GemmLayer;
import io.samforge.arch.layer.HalfOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The reference of a layer, to the bit: exact integers, then the floats and codes (architecture,
 * sections 3 and 4).
 *
 * <p>It is written from the formulas and shares no structure with the hardware.
 */
public final class GoldenModel {
  private static final int TOKENS_AT_ONCE = 16;

  private final int threads;
  private final Progress progress;

  /** What is done with the results of one token. */
  private interface TokenSink {
    void accept(int token, long[] results, float[] values);
  }

  /** Makes a model that runs on some threads and reports finished tokens. */
  public GoldenModel(int threads, Progress progress) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads " + threads + "; allowed: at least 1");
    }
    this.threads = threads;
    this.progress = progress;
  }

  /** Makes a silent model on one thread. */
  public GoldenModel() {
    this(1, Progress.NONE);
  }

  /**
   * Returns integers, floats and codes of a layer.
   *
   * @param codes unsigned operand codes, [tokens][channels] in channel order
   */
  public GoldenOutput run(GemmLayer layer, byte[][] codes) {
    long[][] results = new long[layer.tokens()][];
    float[][] values = new float[layer.tokens()][];
    boolean encoded = layer.output() instanceof CodeOutput;
    byte[][] output = encoded ? new byte[layer.tokens()][] : null;
    forEachToken(
        layer,
        codes,
        (t, p, y) -> {
          results[t] = p.clone();
          values[t] = y.clone();
          if (encoded) {
            output[t] = encode((CodeOutput) layer.output(), y);
          }
        });
    return new GoldenOutput(results, values, output);
  }

  /** Returns the floats of a layer, [tokens][outputs]; see {@link #run} for the codes. */
  public float[][] values(GemmLayer layer, byte[][] codes) {
    float[][] values = new float[layer.tokens()][];
    forEachToken(layer, codes, (t, p, y) -> values[t] = y.clone());
    return values;
  }

  /**
   * Returns the unsigned output codes of a layer, [tokens][outputs]; see {@link #run} for the
   * input.
   *
   * @throws IllegalArgumentException when the layer has a raw output
   */
  public byte[][] codes(GemmLayer layer, byte[][] codes) {
    if (!(layer.output() instanceof CodeOutput spec)) {
      throw new IllegalArgumentException("layer " + layer.name() + " has no codes");
    }
    byte[][] output = new byte[layer.tokens()][];
    forEachToken(layer, codes, (t, p, y) -> output[t] = encode(spec, y));
    return output;
  }

  private void forEachToken(GemmLayer layer, byte[][] codes, TokenSink sink) {
    checkCodes(layer, codes);
    IntegerProduct product = new IntegerProduct(layer);
    int blocks = (layer.tokens() + TOKENS_AT_ONCE - 1) / TOKENS_AT_ONCE;
    AtomicInteger nextBlock = new AtomicInteger();
    AtomicInteger doneTokens = new AtomicInteger();
    Runnable worker =
        () -> {
          long[][] p = new long[TOKENS_AT_ONCE][layer.outputs()];
          float[] y = new float[layer.outputs()];
          for (int b = nextBlock.getAndIncrement(); b < blocks; b = nextBlock.getAndIncrement()) {
            int from = b * TOKENS_AT_ONCE;
            int to = Math.min(from + TOKENS_AT_ONCE, layer.tokens());
            product.compute(codes, from, to, p);
            for (int t = from; t < to; t++) {
              realValues(layer, p[t - from], y);
              sink.accept(t, p[t - from], y);
            }
            synchronized (doneTokens) {
              progress.report(doneTokens.addAndGet(to - from), layer.tokens());
            }
          }
        };
    runOnThreads(worker, Math.min(threads, blocks));
  }

  /**
   * Computes {@code y = float(P) * S + B}, each step rounded, and rounded to 16 bits where the
   * layer delivers these.
   */
  private static void realValues(GemmLayer layer, long[] p, float[] y) {
    boolean halves = layer.output() instanceof HalfOutput;
    for (int o = 0; o < y.length; o++) {
      float product = HwFloat.mul(HwFloat.fromLong(p[o]), layer.scale()[o]);
      float value = HwFloat.add(product, layer.bias()[o]);
      y[o] = halves ? HalfFloat.round(value) : value;
    }
  }

  private static byte[] encode(CodeOutput spec, float[] y) {
    byte[] codes = new byte[y.length];
    for (int o = 0; o < y.length; o++) {
      codes[o] = (byte) spec.thresholds().encode(y[o], spec.bankOfChannel()[o]);
    }
    return codes;
  }

  private static void checkCodes(GemmLayer layer, byte[][] codes) {
    if (codes.length != layer.tokens()) {
      throw new IllegalArgumentException(
          "layer "
              + layer.name()
              + ": "
              + codes.length
              + " rows for "
              + layer.tokens()
              + " tokens");
    }
    int limit = layer.operand().codes();
    for (int t = 0; t < codes.length; t++) {
      if (codes[t].length != layer.channels()) {
        throw new IllegalArgumentException(
            String.format(
                "layer %s: token %d has %d codes for %d channels",
                layer.name(), t, codes[t].length, layer.channels()));
      }
      for (byte code : codes[t]) {
        if ((code & 0xff) >= limit) {
          throw new IllegalArgumentException(
              "layer " + layer.name() + ": token " + t + " has the code " + (code & 0xff));
        }
      }
    }
  }

  private static void runOnThreads(Runnable worker, int count) {
    if (count == 1) {
      worker.run();
      return;
    }
    ExecutorService pool = Executors.newFixedThreadPool(count);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        running.add(pool.submit(worker));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while computing a layer", e);
    } finally {
      pool.shutdownNow();
    }
  }
}
