package io.samforge.arch.model;

import io.samforge.arch.format.ActivationFunction;
import java.util.List;

/**
 * A matrix product with constant weights and a bias: {@code y[t][o] = SUM_c x[t][c] W[o][c] +
 * b[o]}, seen in its tensors through a view. Linear layers and convolutions of one group are such
 * steps.
 *
 * @param name the name of the operator in the model
 * @param input the tensor it reads
 * @param inputView tokens and channels of the input
 * @param output the tensor it writes
 * @param outputView tokens and output channels of the output
 * @param origin what made the input
 * @param activation the function that the output tensor has behind it. A folded function is only
 *     allowed when every reader of the output is a linear step that sees it through the same view:
 *     the accelerator then delivers codes of the function's value, never the value itself
 */
public record LinearStep(
    String name,
    String input,
    MatrixView inputView,
    String output,
    MatrixView outputView,
    InputOrigin origin,
    ActivationFunction activation)
    implements ModelStep {
  /** Refuses views with different numbers of tokens and outputs that are patches. */
  public LinearStep {
    if (inputView.tokens() != outputView.tokens()) {
      throw new IllegalArgumentException(
          "%s: %d tokens in, %d tokens out"
              .formatted(name, inputView.tokens(), outputView.tokens()));
    }
    if (outputView instanceof MatrixView.Patches) {
      throw new IllegalArgumentException(name + ": an output cannot be seen as patches");
    }
  }

  @Override
  public List<String> inputs() {
    return List.of(input);
  }

  @Override
  public List<String> outputs() {
    return List.of(output);
  }

  /** Returns N. */
  public int tokens() {
    return inputView.tokens();
  }

  /** Returns the number of input channels. */
  public int channels() {
    return inputView.channels();
  }

  /** Returns the number of output channels. */
  public int outputChannels() {
    return outputView.channels();
  }

  /** Returns the multiply-accumulate operations. */
  public long macs() {
    return (long) tokens() * channels() * outputChannels();
  }
}
