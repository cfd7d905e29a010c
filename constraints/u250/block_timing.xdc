# u250: timing of module SamforgeShell when it is synthesised apart from the block design around it.
# Inside the block design its neighbours give clock and deadlines.

# The highest frequency that configurations for this board ask for: 300 MHz.
create_clock -name aclk -period 3.333 [get_ports aclk]

# The reset comes from another clock or from none; two registers take it in (cdc.xdc).
set_false_path -from [get_ports aresetn]

# All other inputs come from registers of neighbours with the same clock, which use up to 40 % of a period.
set_input_delay -clock aclk -max 1.333 [get_ports {s_axil_awvalid s_axil_awaddr s_axil_awprot s_axil_wvalid s_axil_wdata s_axil_wstrb s_axil_bready s_axil_arvalid s_axil_araddr s_axil_arprot s_axil_rready}]
set_input_delay -clock aclk -max 1.333 [get_ports {m_axi_arready m_axi_rvalid m_axi_rdata m_axi_rresp m_axi_rlast m_axi_awready m_axi_wready m_axi_bvalid m_axi_bresp}]
# They change after the clock's edge, never before it.
set_input_delay -clock aclk -min 0.100 [get_ports {s_axil_awvalid s_axil_awaddr s_axil_awprot s_axil_wvalid s_axil_wdata s_axil_wstrb s_axil_bready s_axil_arvalid s_axil_araddr s_axil_arprot s_axil_rready}]
set_input_delay -clock aclk -min 0.100 [get_ports {m_axi_arready m_axi_rvalid m_axi_rdata m_axi_rresp m_axi_rlast m_axi_awready m_axi_wready m_axi_bvalid m_axi_bresp}]

# Outputs leave the neighbours 40 % of a period.
set_output_delay -clock aclk -max 1.333 [get_ports {s_axil_awready s_axil_wready s_axil_bvalid s_axil_bresp s_axil_arready s_axil_rvalid s_axil_rdata s_axil_rresp}]
set_output_delay -clock aclk -max 1.333 [get_ports {m_axi_arvalid m_axi_araddr m_axi_arlen m_axi_arsize m_axi_arburst m_axi_arcache m_axi_arprot m_axi_rready m_axi_awvalid m_axi_awaddr m_axi_awlen m_axi_awsize m_axi_awburst m_axi_awcache m_axi_awprot m_axi_wvalid m_axi_wdata m_axi_wstrb m_axi_wlast m_axi_bready}]
# The neighbours' registers need no hold time beyond that of the clock.
set_output_delay -clock aclk -min 0.000 [get_ports {s_axil_awready s_axil_wready s_axil_bvalid s_axil_bresp s_axil_arready s_axil_rvalid s_axil_rdata s_axil_rresp}]
set_output_delay -clock aclk -min 0.000 [get_ports {m_axi_arvalid m_axi_araddr m_axi_arlen m_axi_arsize m_axi_arburst m_axi_arcache m_axi_arprot m_axi_rready m_axi_awvalid m_axi_awaddr m_axi_awlen m_axi_awsize m_axi_awburst m_axi_awcache m_axi_awprot m_axi_wvalid m_axi_wdata m_axi_wstrb m_axi_wlast m_axi_bready}]

# The interrupt goes to a controller that synchronises it.
set_false_path -to [get_ports interrupt]
