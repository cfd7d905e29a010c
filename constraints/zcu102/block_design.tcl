# ZCU102: the block design around the accelerator. Processor, interconnect, reset, one light or pin.
# The variable clock_mhz is the frequency of the accelerator's clock in MHz.

create_bd_design system

# The processor with the settings of the board: memory controller, serial port, clocks.
set processor [create_bd_cell -type ip -vlnv xilinx.com:ip:zynq_ultra_ps_e processor]
set_property board_part xilinx.com:zcu102:part0:3.4 [current_project]
apply_bd_automation -rule xilinx.com:bd_rule:zynq_ultra_ps_e -config {apply_board_preset 1} $processor
# One clock for the logic, one master port for registers, one slave port to memory, one interrupt.
set_property -dict [list \
  CONFIG.PSU__CRL_APB__PL0_REF_CTRL__FREQMHZ $clock_mhz \
  CONFIG.PSU__USE__M_AXI_GP0 1 CONFIG.PSU__USE__M_AXI_GP1 0 CONFIG.PSU__USE__M_AXI_GP2 0 \
  CONFIG.PSU__USE__S_AXI_GP2 1 CONFIG.PSU__USE__IRQ0 1] $processor

set accelerator [create_bd_cell -type ip -vlnv samforge:accelerator:SamforgeShell accelerator]
set reset [create_bd_cell -type ip -vlnv xilinx.com:ip:proc_sys_reset reset]
set registers [create_bd_cell -type ip -vlnv xilinx.com:ip:smartconnect register_bus]
set_property -dict {CONFIG.NUM_SI 1 CONFIG.NUM_MI 1} $registers
set memory [create_bd_cell -type ip -vlnv xilinx.com:ip:smartconnect memory_bus]
set_property -dict {CONFIG.NUM_SI 1 CONFIG.NUM_MI 1} $memory

# Everything in the logic runs at one clock.
connect_bd_net [get_bd_pins processor/pl_clk0] [get_bd_pins processor/maxihpm0_fpd_aclk] \
  [get_bd_pins processor/saxihp0_fpd_aclk] [get_bd_pins accelerator/aclk] [get_bd_pins reset/slowest_sync_clk] \
  [get_bd_pins register_bus/aclk] [get_bd_pins memory_bus/aclk]
connect_bd_net [get_bd_pins processor/pl_resetn0] [get_bd_pins reset/ext_reset_in]
connect_bd_net [get_bd_pins reset/peripheral_aresetn] [get_bd_pins accelerator/aresetn] \
  [get_bd_pins register_bus/aresetn] [get_bd_pins memory_bus/aresetn]

connect_bd_intf_net [get_bd_intf_pins processor/M_AXI_HPM0_FPD] [get_bd_intf_pins register_bus/S00_AXI]
connect_bd_intf_net [get_bd_intf_pins register_bus/M00_AXI] [get_bd_intf_pins accelerator/s_axil]
connect_bd_intf_net [get_bd_intf_pins accelerator/m_axi] [get_bd_intf_pins memory_bus/S00_AXI]
connect_bd_intf_net [get_bd_intf_pins memory_bus/M00_AXI] [get_bd_intf_pins processor/S_AXI_HP0_FPD]
connect_bd_net [get_bd_pins accelerator/interrupt] [get_bd_pins processor/pl_ps_irq0]

# A light that shows the interrupt.
create_bd_port -dir O led_interrupt
connect_bd_net [get_bd_pins accelerator/interrupt] [get_bd_ports led_interrupt]

# Registers at 0xA0000000, the memory of the processor at 0.
assign_bd_address -offset 0xA0000000 -range 64K [get_bd_addr_segs accelerator/s_axil/reg0]
assign_bd_address [get_bd_addr_segs processor/SAXIGP2/HP0_DDR_LOW]
validate_bd_design
save_bd_design
generate_target all [get_files system.bd]
read_verilog [make_wrapper -files [get_files system.bd] -top]
