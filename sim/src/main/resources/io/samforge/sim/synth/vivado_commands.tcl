# Runs a script for Vivado without Vivado: tclsh vivado_commands.tcl FACTS CALLS SCRIPT
#
# FACTS is a Tcl file that sets 'ports' (the ports of the top that constraints may name), 'block_ports'
# (those of the module that becomes a block) and 'registers' (names of registers). Every command of
# Vivado that our scripts use is replaced by one that writes its name and its arguments to CALLS, one
# call a line with its parts separated by the character 31, and that checks the names it gets. Any other command is unknown to Tcl, which is an error.

lassign $argv facts calls script
source $facts
set channel [open $calls w]
set cells {}
set block_ports_made {}

namespace eval ipx {}

proc record {name arguments} {
  puts $::channel [join [list $name {*}$arguments] \x1f]
}

proc file_exists {path} {
  if {![file isfile $path]} {
    error "there is no file $path"
  }
}

# Commands whose arguments are not looked at.
foreach command {
  create_project close_project set_property update_ip_catalog synth_design opt_design place_design
  phys_opt_design route_design write_checkpoint report_timing_summary report_utilization report_power
  report_cdc check_timing write_bitstream write_hw_platform create_clock set_false_path set_input_delay
  set_output_delay set_max_delay set_clock_groups create_pblock add_cells_to_pblock resize_pblock
  create_bd_design apply_bd_automation connect_bd_net connect_bd_intf_net assign_bd_address
  validate_bd_design save_bd_design generate_target ipx::package_project ipx::remove_all_bus_interface
  ipx::create_xgui_files ipx::update_checksums ipx::check_integrity ipx::save_core
  ipx::associate_bus_interfaces
} {
  proc $command {args} "record $command \$args"
}

foreach {command answer} {
  current_fileset sources_1 current_project project current_design design get_property 0.1
  get_timing_paths worst_path ipx::current_core core ipx::get_file_groups group get_pblocks pblock
} {
  proc $command {args} "return $answer"
}

proc read_verilog {path} {
  record read_verilog [list $path]
  if {$path ne "system_wrapper.v"} {file_exists $path}
}

proc read_xdc {path} {
  record read_xdc [list $path]
  file_exists $path
  uplevel #0 [list source $path]
}

proc ipx::add_file {path group} {
  record ipx::add_file [list $path]
  file_exists $path
}

proc ipx::infer_bus_interface {names kind core} {
  record ipx::infer_bus_interface [list $names $kind]
  foreach name $names {
    if {$name ni $::block_ports} {error "the top has no port $name"}
  }
}

# Ports: patterns and names; what matches nothing is an error.
proc get_ports {patterns} {
  set found {}
  foreach pattern $patterns {
    set matching [lsearch -all -inline $::ports $pattern]
    if {[llength $matching] == 0} {error "no port is called $pattern"}
    lappend found {*}$matching
  }
  return $found
}

# Registers by the end of their path; '_reg' is what Vivado appends to the name in the Verilog.
proc get_cells {args} {
  set pattern [lindex [lindex $args end] 2]
  set leaf [lindex [split $pattern /] end]
  set name [string trimleft [regsub {_reg$} $leaf {}] *]
  if {$name ni $::registers && $name ni $::cells} {error "no register or block is called $leaf"}
  return [list cell $pattern]
}

proc create_bd_cell {args} {
  record create_bd_cell $args
  lappend ::cells [lindex $args end]
  return [lindex $args end]
}

proc block_of {pins} {
  foreach pin $pins {
    lassign [split $pin /] block name
    if {$block ni $::cells} {error "the block design has no block $block"}
    if {$block eq "accelerator"} {
      set bus [regexp {^(m_axi|s_axil)$} $name]
      if {!$bus && $name ni $::block_ports} {error "the accelerator has no port $name"}
    }
  }
}

proc get_bd_pins {pins} {block_of $pins; return $pins}
proc get_bd_intf_pins {pins} {block_of $pins; return $pins}
proc get_bd_addr_segs {segment} {block_of [join [lrange [split $segment /] 0 1] /]; return $segment}

proc create_bd_port {args} {
  record create_bd_port $args
  lappend ::block_ports_made [lindex $args end]
  lappend ::ports [lindex $args end]
}

proc create_bd_intf_port {args} {
  record create_bd_intf_port $args
  set name [lindex $args end]
  lappend ::block_ports_made $name
  if {[string match *diff_clock* $args]} {lappend ::ports ${name}_clk_p ${name}_clk_n}
}

proc known_port {name} {
  if {$name ni $::block_ports_made} {error "the block design has no port $name"}
  return $name
}
proc get_bd_ports {name} {known_port $name}
proc get_bd_intf_ports {name} {known_port $name}
proc get_files {name} {return $name}
proc make_wrapper {args} {record make_wrapper $args; return system_wrapper.v}

set text [read [set in [open $script]]]
close $in
if {![info complete $text]} {
  puts stderr "$script: braces, brackets or quotes do not match"
  exit 1
}
# The script sees itself as Vivado would show it.
if {[catch {source $script} message]} {
  puts stderr "$script: $message"
  exit 1
}
puts $::channel [join [list ports {*}$::ports] \x1f]
close $channel
