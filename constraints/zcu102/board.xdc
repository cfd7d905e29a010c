# ZCU102: pins of the whole design; processor, memory and serial port have pins of their own that the processor block knows.

# Light DS38 (GPIO_LED_0): on while the accelerator asks for an interrupt.
set_property PACKAGE_PIN AG14 [get_ports led_interrupt]
# Bank 44 runs at 3.3 V.
set_property IOSTANDARD LVCMOS33 [get_ports led_interrupt]
# Nobody measures when a light goes on.
set_false_path -to [get_ports led_interrupt]
