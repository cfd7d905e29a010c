package io.samforge.host.mask;

import io.samforge.host.run.FloatTensor;
import java.util.List;

/** The prompt encoder and mask decoder of Segment Anything. Called from one thread. */
public interface MaskDecoder extends AutoCloseable {
  /**
   * The mask that {@code prompt} asks for.
   *
   * @param embedding what the image encoder made of the picture, shape [1,256,64,64]
   */
  MaskPrediction decode(FloatTensor embedding, Prompt prompt);

  /**
   * Refuses a prompt that this decoder does not take, before anything is computed.
   *
   * @throws io.samforge.arch.UserError with what is allowed
   */
  default void check(Prompt prompt) {}

  /** The masks of several prompts on one picture, in their order. */
  default List<MaskPrediction> decode(FloatTensor embedding, List<Prompt> prompts) {
    return prompts.stream().map(prompt -> decode(embedding, prompt)).toList();
  }

  @Override
  default void close() {}
}
