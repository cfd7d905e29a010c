package io.samforge.sim.synth;

import io.samforge.arch.AtomicFile;
import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.rtl.RtlGenerator;
import io.samforge.rtl.board.AmdShell;
import io.samforge.rtl.board.Board;
import io.samforge.sim.verilator.ModelSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes what Vivado needs for an AMD board into the folder of its Verilog: a script that packages
 * the top as a block with AXI interfaces, a script that builds the bitstream without a project, and
 * the constraints.
 *
 * <p>The scripts find their files beside themselves. They are checked by {@link TclInterpreter};
 * Vivado itself is not part of any test.
 */
public final class VivadoFlow {
  /** The script that builds the bitstream. */
  public static final String BUILD = "build.tcl";

  /** The script that packages the top as a block. */
  public static final String PACKAGE = "package_ip.tcl";

  /** Files of a board's folder of constraints that the scripts read. */
  public static final List<String> CONSTRAINTS =
      List.of("block_timing.xdc", "cdc.xdc", "board.xdc", "block_design.tcl");

  private final Board board;
  private final AcceleratorConfig config;
  private final Path root;

  /**
   * Prepares the scripts.
   *
   * @param root folder that holds {@code constraints}
   */
  public VivadoFlow(Board board, AcceleratorConfig config, Path root) {
    this.board = board;
    this.config = config;
    this.root = root;
  }

  /**
   * Writes scripts and constraints.
   *
   * @param folder the folder that holds the Verilog as {@code top.v}
   */
  public void write(Path folder) {
    try {
      ModelSource top = ModelSource.text(board.top(), Files.readString(folder.resolve("top.v")));
      List<TopPort> ports = TopPort.of(top);
      new AtomicFile(folder.resolve(PACKAGE)).write(packaging(ports));
      new AtomicFile(folder.resolve(BUILD)).write(build());
      Path constraints = root.resolve("constraints").resolve(board.boardName());
      for (String file : CONSTRAINTS) {
        new AtomicFile(folder.resolve(file)).write(Files.readString(constraints.resolve(file)));
      }
    } catch (IOException failure) {
      throw new UserError(folder + ": cannot write the scripts for Vivado: " + failure, failure);
    }
  }

  private String packaging(List<TopPort> ports) {
    return header("Packages the top as a block with inferred AXI interfaces.")
        + """
        set here [file dirname [file normalize [info script]]]
        create_project -in_memory -part %1$s
        read_verilog [file join $here top.v]
        set_property top %2$s [current_fileset]
        ipx::package_project -root_dir [file join $here ip] -vendor samforge -library accelerator \\
          -taxonomy /UserIP -import_files -set_current true -force
        set core [ipx::current_core]
        set_property name %2$s $core
        set_property version %3$s $core
        set_property display_name {samforge accelerator, configuration %4$s} $core
        ipx::remove_all_bus_interface $core
        # AXI4 master: device memory.
        ipx::infer_bus_interface {%5$s} xilinx.com:interface:aximm_rtl:1.0 $core
        # AXI4-Lite slave: registers, 64 KiB.
        ipx::infer_bus_interface {%6$s} xilinx.com:interface:aximm_rtl:1.0 $core
        ipx::infer_bus_interface aclk xilinx.com:signal:clock_rtl:1.0 $core
        ipx::infer_bus_interface aresetn xilinx.com:signal:reset_rtl:1.0 $core
        ipx::infer_bus_interface interrupt xilinx.com:signal:interrupt_rtl:1.0 $core
        ipx::associate_bus_interfaces -busif m_axi -clock aclk -reset aresetn $core
        ipx::associate_bus_interfaces -busif s_axil -clock aclk -reset aresetn $core
        ipx::add_file [file join $here cdc.xdc] \\
          [ipx::get_file_groups xilinx_anylanguagesynthesis -of_objects $core]
        ipx::create_xgui_files $core
        ipx::update_checksums $core
        ipx::check_integrity $core
        ipx::save_core $core
        close_project
        """
            .formatted(
                board.part(),
                AmdShell.NAME,
                RtlGenerator.VERSION,
                config.name(),
                names(ports, "m_axi_"),
                names(ports, "s_axil_"));
  }

  private String build() {
    return header("Builds the bitstream without a project: vivado -mode batch -source " + BUILD)
        + """
        set here [file dirname [file normalize [info script]]]
        set results [file join $here vivado]
        file mkdir $results
        source [file join $here %1$s]

        create_project -in_memory -part %2$s
        set_property ip_repo_paths [list [file join $here ip]] [current_project]
        update_ip_catalog -rebuild
        # Frequency of the accelerator's clock in MHz, for the block design.
        set clock_mhz %3$d
        source [file join $here block_design.tcl]

        read_xdc [file join $here board.xdc]
        synth_design -top system_wrapper -part %2$s
        write_checkpoint -force [file join $results synthesised.dcp]
        opt_design
        place_design
        phys_opt_design
        route_design
        write_checkpoint -force [file join $results routed.dcp]
        report_timing_summary -max_paths 20 -file [file join $results timing.rpt]
        report_utilization -hierarchical -file [file join $results utilisation.rpt]
        report_power -file [file join $results power.rpt]
        report_cdc -details -file [file join $results cdc.rpt]
        check_timing -file [file join $results check_timing.rpt]
        set slack [get_property SLACK [get_timing_paths -delay_type max]]
        if {$slack < 0} {
          error "the worst path misses its deadline by [expr {-$slack}] ns, see $results/timing.rpt"
        }
        write_bitstream -force [file join $results samforge.bit]
        write_hw_platform -fixed -include_bit -force [file join $results samforge.xsa]
        """
            .formatted(PACKAGE, board.part(), config.clockMHz());
  }

  private String header(String purpose) {
    return String.format(
        """
        # Generated by samforge synth %s from configuration %s (hash %s). Do not edit.
        # %s
        """,
        RtlGenerator.VERSION, config.name(), config.hash(), purpose);
  }

  private static String names(List<TopPort> ports, String prefix) {
    return ports.stream()
        .map(TopPort::name)
        .filter(name -> name.startsWith(prefix))
        .collect(Collectors.joining(" "));
  }
}
