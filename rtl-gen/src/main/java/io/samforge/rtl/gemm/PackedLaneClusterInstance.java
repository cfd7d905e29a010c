package io.samforge.rtl.gemm;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.hdl.ExternalModule;

/** A {@link PackedLaneCluster} within the engine; the cluster itself is elaborated only once. */
final class PackedLaneClusterInstance extends ExternalModule {
  final PackedClusterPorts ports;

  PackedLaneClusterInstance(AcceleratorConfig config) {
    super(PackedLaneCluster.NAME);
    ports = PackedClusterPorts.of(config, inputs(), outputs());
  }
}
