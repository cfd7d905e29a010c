# U250: the block design around the accelerator. PCIe DMA for the host, one channel of DDR4, interconnect.
# The variable clock_mhz is the frequency of the accelerator's clock in MHz.

set_property board_part xilinx.com:au250:part0:1.3 [current_project]
create_bd_design system

# The host reaches memory through the DMA engine's AXI4 master and registers through its AXI4-Lite master.
set host [create_bd_cell -type ip -vlnv xilinx.com:ip:xdma host]
set_property -dict {CONFIG.mode_selection Advanced CONFIG.pl_link_cap_max_link_width X16 \
  CONFIG.pl_link_cap_max_link_speed 8.0_GT/s CONFIG.axilite_master_en true CONFIG.axilite_master_size 64 \
  CONFIG.axilite_master_scale Kilobytes CONFIG.xdma_num_usr_irq 1} $host
set refclk_buffer [create_bd_cell -type ip -vlnv xilinx.com:ip:util_ds_buf refclk_buffer]
set_property CONFIG.C_BUF_TYPE IBUFDSGTE $refclk_buffer
set ddr4 [create_bd_cell -type ip -vlnv xilinx.com:ip:ddr4 ddr4]
set_property -dict {CONFIG.C0_DDR4_BOARD_INTERFACE ddr4_sdram_c0 CONFIG.C0.DDR4_InputClockPeriod 3332} $ddr4
# The accelerator's clock is made from that of the memory controller.
set clocks [create_bd_cell -type ip -vlnv xilinx.com:ip:clk_wiz clocks]
set_property -dict [list CONFIG.CLKOUT1_REQUESTED_OUT_FREQ $clock_mhz CONFIG.PRIM_SOURCE No_buffer \
  CONFIG.RESET_TYPE ACTIVE_HIGH] $clocks
set reset [create_bd_cell -type ip -vlnv xilinx.com:ip:proc_sys_reset reset]
set accelerator [create_bd_cell -type ip -vlnv samforge:accelerator:SamforgeShell accelerator]
# Two masters share the memory; the interconnect crosses from the clocks of host and accelerator to that of the memory.
set memory [create_bd_cell -type ip -vlnv xilinx.com:ip:smartconnect memory_bus]
set_property -dict {CONFIG.NUM_SI 2 CONFIG.NUM_MI 1 CONFIG.NUM_CLKS 3} $memory
set registers [create_bd_cell -type ip -vlnv xilinx.com:ip:smartconnect register_bus]
set_property -dict {CONFIG.NUM_SI 1 CONFIG.NUM_MI 1 CONFIG.NUM_CLKS 2} $registers

create_bd_intf_port -mode Slave -vlnv xilinx.com:interface:diff_clock_rtl:1.0 pcie_refclk
create_bd_intf_port -mode Slave -vlnv xilinx.com:interface:diff_clock_rtl:1.0 ddr4_clk
create_bd_intf_port -mode Master -vlnv xilinx.com:interface:pcie_7x_mgt_rtl:1.0 pcie_lanes
create_bd_intf_port -mode Master -vlnv xilinx.com:interface:ddr4_rtl:1.0 ddr4_pins
create_bd_port -dir I -type rst pcie_perst_n

connect_bd_intf_net [get_bd_intf_ports pcie_refclk] [get_bd_intf_pins refclk_buffer/CLK_IN_D]
connect_bd_net [get_bd_pins refclk_buffer/IBUF_OUT] [get_bd_pins host/sys_clk_gt]
connect_bd_net [get_bd_pins refclk_buffer/IBUF_DS_ODIV2] [get_bd_pins host/sys_clk]
connect_bd_net [get_bd_ports pcie_perst_n] [get_bd_pins host/sys_rst_n]
connect_bd_intf_net [get_bd_intf_ports pcie_lanes] [get_bd_intf_pins host/pcie_mgt]
connect_bd_intf_net [get_bd_intf_ports ddr4_clk] [get_bd_intf_pins ddr4/C0_SYS_CLK]
connect_bd_intf_net [get_bd_intf_ports ddr4_pins] [get_bd_intf_pins ddr4/C0_DDR4]

connect_bd_net [get_bd_pins ddr4/c0_ddr4_ui_clk] [get_bd_pins clocks/clk_in1] [get_bd_pins memory_bus/aclk]
connect_bd_net [get_bd_pins ddr4/c0_ddr4_ui_clk_sync_rst] [get_bd_pins clocks/reset]
connect_bd_net [get_bd_pins clocks/clk_out1] [get_bd_pins accelerator/aclk] [get_bd_pins reset/slowest_sync_clk] \
  [get_bd_pins memory_bus/aclk1] [get_bd_pins register_bus/aclk]
connect_bd_net [get_bd_pins host/axi_aclk] [get_bd_pins memory_bus/aclk2] [get_bd_pins register_bus/aclk1]
connect_bd_net [get_bd_pins clocks/locked] [get_bd_pins reset/dcm_locked]
connect_bd_net [get_bd_pins host/axi_aresetn] [get_bd_pins reset/ext_reset_in] [get_bd_pins memory_bus/aresetn] \
  [get_bd_pins register_bus/aresetn]
connect_bd_net [get_bd_pins reset/peripheral_aresetn] [get_bd_pins accelerator/aresetn]

connect_bd_intf_net [get_bd_intf_pins host/M_AXI] [get_bd_intf_pins memory_bus/S00_AXI]
connect_bd_intf_net [get_bd_intf_pins accelerator/m_axi] [get_bd_intf_pins memory_bus/S01_AXI]
connect_bd_intf_net [get_bd_intf_pins memory_bus/M00_AXI] [get_bd_intf_pins ddr4/C0_DDR4_S_AXI]
connect_bd_intf_net [get_bd_intf_pins host/M_AXI_LITE] [get_bd_intf_pins register_bus/S00_AXI]
connect_bd_intf_net [get_bd_intf_pins register_bus/M00_AXI] [get_bd_intf_pins accelerator/s_axil]
connect_bd_net [get_bd_pins accelerator/interrupt] [get_bd_pins host/usr_irq_req]

# Memory at 0 for host and accelerator, registers at 0 of the host's register window.
assign_bd_address -offset 0x0 -range 4G [get_bd_addr_segs ddr4/C0_DDR4_MEMORY_MAP/C0_DDR4_ADDRESS_BLOCK]
assign_bd_address -offset 0x0 -range 64K [get_bd_addr_segs accelerator/s_axil/reg0]
validate_bd_design
save_bd_design
generate_target all [get_files system.bd]
read_verilog [make_wrapper -files [get_files system.bd] -top]
