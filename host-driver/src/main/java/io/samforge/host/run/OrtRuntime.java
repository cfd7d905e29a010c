package io.samforge.host.run;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.samforge.arch.UserError;
import java.nio.ByteBuffer;

/**
 * ONNX Runtime on the processor.
 *
 * <p>Every session of ONNX Runtime has its own threads and, by default, an arena that keeps the
 * largest amount of memory it ever needed. A model here is some hundred sessions that run one after
 * the other, so they have no arenas and their threads sleep between runs.
 */
final class OrtRuntime implements HostRuntime {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final DirectBuffers buffers = new DirectBuffers();

  @Override
  public HostPart part(String name, byte[] onnx) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setCPUArenaAllocator(false);
      options.setMemoryPatternOptimization(false);
      // What goes wrong comes back as an exception; it need not be told twice.
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      return new OrtPart(name, environment.createSession(onnx, options));
    } catch (OrtException e) {
      throw refused(name, e);
    }
  }

  @Override
  public HostTensor tensor(FloatTensor value) {
    ByteBuffer buffer = buffers.take(Math.multiplyExact(value.data().length, Float.BYTES));
    buffer.asFloatBuffer().put(value.data());
    long[] shape = value.shape().stream().mapToLong(Long::longValue).toArray();
    try {
      OnnxTensor tensor = OnnxTensor.createTensor(environment, buffer.asFloatBuffer(), shape);
      return new OrtTensor(tensor, () -> buffers.giveBack(buffer));
    } catch (OrtException e) {
      buffers.giveBack(buffer);
      throw refused("a tensor of the shape " + value.shape(), e);
    }
  }

  static UserError refused(String name, OrtException e) {
    String reason = e.getMessage().lines().findFirst().orElse("no reason given");
    return new UserError("ONNX Runtime cannot run %s: %s".formatted(name, reason), e);
  }
}
