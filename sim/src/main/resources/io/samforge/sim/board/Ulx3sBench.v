// The pins of the ULX3S under the names of the bench.
module Ulx3sBench (
  input clk, receive, button,
  output transmit,
  output [7:0] lights
);
  wire power;
  Ulx3sShell shell (
    .clk_25mhz(clk), .ftdi_txd(receive), .ftdi_rxd(transmit), .btn_f1(button),
    .led(lights), .wifi_gpio0(power)
  );
endmodule
