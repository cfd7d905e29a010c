/** JUnit extensions for tests that simulate. */
package io.samforge.sim.testing;
