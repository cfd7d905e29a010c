package io.samforge.calib.fold;

import io.samforge.arch.model.HostStep;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.MatrixView;
import io.samforge.arch.model.ModelStep;
import io.samforge.arch.model.TensorShape;
import io.samforge.calib.graph.StagedModel;
import io.samforge.host.run.FloatTensor;
import io.samforge.host.run.OnnxFunction;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the output channels of one linear step go: every element of its output is replaced by the
 * number of its channel, and host parts that move values move the numbers.
 */
final class ChannelTrace {
  private final Map<String, FloatTensor> channels = new HashMap<>();
  private final List<Use> uses = new ArrayList<>();

  private ChannelTrace() {}

  /**
   * A reader of channels that does more than move them.
   *
   * @param reader a step, an operator of a host part or an output of the model
   * @param tensor what it reads
   * @param channels the channels in that tensor
   */
  record Use(String reader, String tensor, BitSet channels) {}

  /**
   * Follows the channels of {@code step} to all their readers.
   *
   * @param functions keeps buffers from one trace to the next
   */
  static ChannelTrace of(StagedModel model, LinearStep step, OnnxFunction.Factory functions) {
    ChannelTrace trace = new ChannelTrace();
    trace.channels.put(step.output(), numbered(step.outputView()));
    for (ModelStep reader : model.graph().steps()) {
      if (reader instanceof HostStep host) {
        trace.follow(host, model, functions);
      } else {
        reader.inputs().forEach(tensor -> trace.use(reader.name(), tensor));
      }
    }
    for (TensorShape output : model.graph().outputs()) {
      trace.use("the caller of the model", output.name());
    }
    return trace;
  }

  /** The channel numbers in the places of a tensor, if it holds nothing else. */
  Optional<FloatTensor> channels(String tensor) {
    return Optional.ofNullable(channels.get(tensor));
  }

  /** Everything that reads channels and does more than move them. */
  List<Use> uses() {
    return List.copyOf(uses);
  }

  private static FloatTensor numbered(MatrixView view) {
    float[] row = new float[view.channels()];
    for (int c = 0; c < row.length; c++) {
      row[c] = c;
    }
    float[] tensor = new float[view.tokens() * row.length];
    for (int t = 0; t < view.tokens(); t++) {
      view.write(row, t, tensor);
    }
    return new FloatTensor(view.shape(), tensor);
  }

  private void follow(HostStep host, StagedModel model, OnnxFunction.Factory functions) {
    Map<String, FloatTensor> known = new LinkedHashMap<>();
    host.inputs().stream()
        .filter(channels::containsKey)
        .forEach(input -> known.put(input, channels.get(input)));
    if (known.isEmpty()) {
      return;
    }
    HostMoves moves = new HostMoves(host.name(), model.hostParts().get(host.name()));
    HostMoves.Spread spread = moves.spread(host, known, functions);
    host.outputs().stream()
        .filter(spread.moved()::containsKey)
        .forEach(output -> channels.put(output, spread.moved().get(output)));
    for (HostMoves.Use use : spread.uses()) {
      BitSet read = present(spread.moved().get(use.tensor()));
      uses.add(new Use(use.reader() + " in " + host.name(), use.tensor(), read));
    }
  }

  private void use(String reader, String tensor) {
    channels(tensor).ifPresent(numbers -> uses.add(new Use(reader, tensor, present(numbers))));
  }

  private static BitSet present(FloatTensor numbers) {
    BitSet present = new BitSet();
    for (float number : numbers.data()) {
      present.set((int) number);
    }
    return present;
  }
}
