// The pins of the iCEBreaker under the names of the bench; button and lights are inverted there.
module IcebreakerBench (
  input clk, receive, button,
  output transmit,
  output [7:0] lights
);
  wire red, green;
  IcebreakerShell shell (
    .CLK(clk), .RX(receive), .TX(transmit), .BTN_N(~button), .LEDR_N(red), .LEDG_N(green)
  );
  assign lights = {6'd0, ~green, ~red};
endmodule
