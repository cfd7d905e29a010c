# KV260: pins of the whole design; processor, memory and serial port have pins of their own that the processor block knows.

# The fan is controlled by the FPGA: 0 lets it run at full speed, which is right for a design that keeps the FPGA busy.
set_property PACKAGE_PIN A12 [get_ports fan_enable_low]
# Bank 45 runs at 3.3 V.
set_property IOSTANDARD LVCMOS33 [get_ports fan_enable_low]
# The level is constant.
set_false_path -to [get_ports fan_enable_low]
