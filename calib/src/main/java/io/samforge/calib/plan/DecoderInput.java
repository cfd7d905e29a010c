package io.samforge.calib.plan;

import io.samforge.arch.Sha256;
import io.samforge.arch.model.TensorShape;
import io.samforge.calib.capture.CaptureInput;
import io.samforge.host.mask.Prompt;
import io.samforge.host.mask.PromptEncoding;
import io.samforge.host.run.FloatTensor;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a mask decoder reads for one prompt on a calibration image.
 *
 * @param inputs the inputs of the decoder
 * @param image what messages call the image
 * @param embeddings identifies the embeddings
 * @param embedding gives the embedding of the image
 * @param prompt the prompt
 */
record DecoderInput(
    List<TensorShape> inputs,
    String image,
    String embeddings,
    Supplier<FloatTensor> embedding,
    Prompt prompt)
    implements CaptureInput {
  @Override
  public String name() {
    return image + ", " + prompt.text();
  }

  @Override
  public byte[] identity() {
    String all = String.join(" ", embeddings, image, prompt.text());
    return Sha256.of(all.getBytes(StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Map<String, FloatTensor> tensors() {
    PromptEncoding encoding = PromptEncoding.of(prompt);
    Map<String, FloatTensor> tensors = new LinkedHashMap<>();
    for (TensorShape input : inputs) {
      tensors.put(
          input.name(),
          switch (input.name()) {
            case "image_embeddings" -> embedding.get();
            case "point_coords" -> new FloatTensor(input.shape(), encoding.coordinates());
            case "point_labels" -> new FloatTensor(input.shape(), encoding.labels());
            // No mask of an earlier prompt.
            default -> new FloatTensor(input.shape(), new float[Math.toIntExact(input.elements())]);
          });
    }
    return tensors;
  }
}
