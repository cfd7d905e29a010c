// DSP48E2 of UltraScale+, as far as it is used: P = A * B + C or P = A * B + PCIN, with two
// registers for A and one each for B, C, the product and P. Anything else ends the simulation.
`ifdef YOSYS
`define DSP48E2_DECLARED
`endif
`ifdef SYNTHESIS
`define DSP48E2_BOX
`else
`define DSP48E2_DECLARED
`endif

`ifdef DSP48E2_DECLARED
`ifdef DSP48E2_BOX
(* blackbox *)
`endif
module DSP48E2 #(
  parameter AMULTSEL = "A",
  parameter BMULTSEL = "B",
  parameter A_INPUT = "DIRECT",
  parameter B_INPUT = "DIRECT",
  parameter USE_MULT = "MULTIPLY",
  parameter USE_SIMD = "ONE48",
  parameter AREG = 1,
  parameter ACASCREG = 1,
  parameter BREG = 1,
  parameter BCASCREG = 1,
  parameter CREG = 1,
  parameter MREG = 1,
  parameter PREG = 1,
  parameter ADREG = 1,
  parameter DREG = 1,
  parameter ALUMODEREG = 1,
  parameter INMODEREG = 1,
  parameter OPMODEREG = 1,
  parameter CARRYINREG = 1,
  parameter CARRYINSELREG = 1
) (
  input CLK,
  input [29:0] A,
  input [17:0] B,
  input [47:0] C,
  input [26:0] D,
  input [29:0] ACIN,
  input [17:0] BCIN,
  input [47:0] PCIN,
  input [8:0] OPMODE,
  input [4:0] INMODE,
  input [3:0] ALUMODE,
  input [2:0] CARRYINSEL,
  input CARRYIN, CARRYCASCIN, MULTSIGNIN,
  input CEA1, CEA2, CEB1, CEB2, CEC, CED, CEAD, CEM, CEP,
  input CEALUMODE, CECTRL, CEINMODE, CECARRYIN,
  input RSTA, RSTB, RSTC, RSTD, RSTM, RSTP, RSTCTRL, RSTINMODE, RSTALUMODE, RSTALLCARRYIN,
  output [47:0] P,
  output [47:0] PCOUT
);
`ifndef DSP48E2_BOX
  localparam [8:0] MULTIPLY_ADD_C = 9'b11_000_0101;
  localparam [8:0] MULTIPLY_ADD_CASCADE = 9'b00_001_0101;

  reg [29:0] a1 = 30'd0;
  reg [29:0] a2 = 30'd0;
  reg [17:0] b2 = 18'd0;
  reg [47:0] addend = 48'd0;
  reg signed [44:0] m = 45'sd0;
  reg [47:0] p = 48'd0;

  wire signed [26:0] factor = a2[26:0];
  wire [47:0] product = {{3{m[44]}}, m};

  always @(posedge CLK) begin
    if (CEA1) a1 <= A;
    if (CEA2) a2 <= a1;
    if (CEB2) b2 <= B;
    if (CEC) addend <= C;
    if (CEM) m <= factor * $signed(b2);
    if (CEP) p <= product + (OPMODE[8:7] == 2'b11 ? addend : 48'd0) + (OPMODE[4] ? PCIN : 48'd0);
  end

  assign P = p;
  assign PCOUT = p;

`ifndef YOSYS
  initial begin
    if (AMULTSEL != "A" || BMULTSEL != "B" || A_INPUT != "DIRECT" || B_INPUT != "DIRECT"
        || USE_MULT != "MULTIPLY" || USE_SIMD != "ONE48" || AREG != 2 || ACASCREG != 2
        || BREG != 1 || BCASCREG != 1 || CREG != 1 || MREG != 1 || PREG != 1 || ADREG != 1
        || DREG != 1 || ALUMODEREG != 0 || INMODEREG != 0 || OPMODEREG != 0 || CARRYINREG != 0
        || CARRYINSELREG != 0) begin
      $fatal(1, "DSP48E2: a parameter has a value that is not modelled");
    end
  end

  always @(posedge CLK) begin
    if (OPMODE !== MULTIPLY_ADD_C && OPMODE !== MULTIPLY_ADD_CASCADE) begin
      $fatal(1, "DSP48E2: OPMODE %b is not modelled", OPMODE);
    end
    if ({INMODE, ALUMODE, CARRYINSEL, CARRYIN, CARRYCASCIN, MULTSIGNIN} !== 15'd0) begin
      $fatal(1, "DSP48E2: INMODE, ALUMODE or a carry is not 0");
    end
    if ({D, ACIN, BCIN, CEB1, CED, CEAD, CEALUMODE, CECTRL, CEINMODE, CECARRYIN} !== 82'd0) begin
      $fatal(1, "DSP48E2: an input that is not modelled is not 0");
    end
    if ({RSTA, RSTB, RSTC, RSTD, RSTM, RSTP, RSTCTRL, RSTINMODE, RSTALUMODE, RSTALLCARRYIN}
        !== 10'd0) begin
      $fatal(1, "DSP48E2: a reset is used");
    end
  end
`endif
`endif
endmodule
`endif
