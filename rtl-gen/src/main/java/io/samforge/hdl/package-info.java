/**
 * A hardware description language in plain Java over SpinalHDL.
 *
 * <p>Everything that touches SpinalHDL's Scala classes stays inside this package; hardware code
 * uses only the types declared here. Every operation has an explicit result width, and every
 * assignment checks widths when it is written, so a mismatch is reported with the Java line that
 * made it.
 *
 * <ul>
 *   <li>{@link io.samforge.hdl.Bit}, {@link io.samforge.hdl.Bits}, {@link
 *       io.samforge.hdl.Unsigned}, {@link io.samforge.hdl.Signed}: the value types
 *   <li>{@link io.samforge.hdl.Module}: ports, wires, registers, memories, instances, when/switch
 *   <li>{@link io.samforge.hdl.Stream}: a payload with valid and ready
 *   <li>{@link io.samforge.hdl.VerilogEmitter}: elaborates a module into Verilog text
 * </ul>
 */
package io.samforge.hdl;
