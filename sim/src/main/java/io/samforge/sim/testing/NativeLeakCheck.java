package io.samforge.sim.testing;

import io.samforge.sim.Simulation;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * JUnit extension that fails a test which leaves a native model open.
 *
 * <p>It counts the models of the whole process, so tests that use it must not run concurrently in
 * one process.
 */
public final class NativeLeakCheck implements BeforeEachCallback, AfterEachCallback {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(NativeLeakCheck.class);

  @Override
  public void beforeEach(ExtensionContext context) {
    context.getStore(NAMESPACE).put(context.getUniqueId(), Simulation.openCount());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    int before = context.getStore(NAMESPACE).get(context.getUniqueId(), Integer.class);
    int leaked = Simulation.openCount() - before;
    if (leaked > 0) {
      throw new AssertionError(
          context.getDisplayName() + " leaves native models open: " + leaked + "; close them");
    }
  }
}
