package io.samforge.eval.network;

import java.util.List;

/**
 * A network as the products that an engine computes, in order.
 *
 * @param name what it is called
 * @param layers the products
 */
public record Network(String name, List<NetworkLayer> layers) {
  /** Copies the list. */
  public Network {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("network " + name + " has no layers");
    }
  }

  /** Returns the multiply-accumulate operations of all layers. */
  public long macs() {
    return layers.stream().mapToLong(NetworkLayer::macs).sum();
  }
}
