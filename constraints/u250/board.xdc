# U250: pins of the whole design that belong to no block; the lanes of PCIe and the pins of the memory come from their blocks and the board's files.

# Reference clock of PCIe, from the connector: 100 MHz.
set_property PACKAGE_PIN AM11 [get_ports pcie_refclk_clk_p]
set_property PACKAGE_PIN AM10 [get_ports pcie_refclk_clk_n]
# Everything of the PCIe block derives from it.
create_clock -name pcie_refclk -period 10.000 [get_ports pcie_refclk_clk_p]

# Reset of PCIe, from the connector, active low.
set_property PACKAGE_PIN BD21 [get_ports pcie_perst_n]
# The level shifter of the card drives 1.2 V.
set_property IOSTANDARD LVCMOS12 [get_ports pcie_perst_n]
# An open slot must read as 'not in reset'.
set_property PULLUP TRUE [get_ports pcie_perst_n]
# The reset is asynchronous; the PCIe block synchronises it.
set_false_path -from [get_ports pcie_perst_n]

# Clock of memory channel 0: 300 MHz from an oscillator of the card.
set_property PACKAGE_PIN AY37 [get_ports ddr4_clk_clk_p]
set_property PACKAGE_PIN AY38 [get_ports ddr4_clk_clk_n]
# Both pins form one differential input without a termination of its own.
set_property IOSTANDARD LVDS [get_ports ddr4_clk_clk_p]
set_property IOSTANDARD LVDS [get_ports ddr4_clk_clk_n]
# Everything of the memory block derives from it.
create_clock -name ddr4_clk -period 3.333 [get_ports ddr4_clk_clk_p]

# The accelerator and the memory channel belong into the same of the four dies: crossings between dies cost whole periods.
create_pblock accelerator_die
# Everything of the accelerator, and nothing else.
add_cells_to_pblock [get_pblocks accelerator_die] [get_cells -hierarchical -filter {NAME =~ *accelerator}]
# The die at the bottom, where memory channel 0 is.
resize_pblock [get_pblocks accelerator_die] -add {SLR0}
