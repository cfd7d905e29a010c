package io.samforge.rtl.gemm;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.hdl.ExternalModule;

/** A {@link LaneCluster} within the engine; the cluster itself is elaborated only once. */
final class LaneClusterInstance extends ExternalModule {
  final LaneClusterPorts ports;

  LaneClusterInstance(AcceleratorConfig config) {
    super(LaneCluster.NAME);
    ports = LaneClusterPorts.of(config, inputs(), outputs());
  }
}
