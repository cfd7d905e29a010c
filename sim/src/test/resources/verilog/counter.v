// Counts up by `step` while enabled; `wide` and `next` show wide and combinational outputs.
module counter (
    input         clk,
    input         reset,
    input         enable,
    input  [15:0] step,
    input  [99:0] mask,
    output reg [39:0] count,
    output [39:0] next,
    output [99:0] wide
);
  assign next = count + {24'd0, step};
  assign wide = {count, count, 20'h5a5a5} ^ mask;
  always @(posedge clk)
    if (reset) count <= 40'd0;
    else if (enable) count <= next;
endmodule
