// A combinational top: no clock, ports whose names need escaping in C++.
module alu (
    input  signed [7:0] a__x,
    input  signed [7:0] b,
    input  \while ,
    output signed [15:0] y$
);
  wire signed [15:0] sum = a__x + b;
  wire signed [15:0] product = a__x * b;
  assign y$ = \while ? sum : product;
endmodule
