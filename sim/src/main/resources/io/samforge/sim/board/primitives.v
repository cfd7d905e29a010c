// Clock generators as a simulation sees them: time passes at the rate of the clock that they make,
// which is stable from the start.

module EHXPLLL #(
  parameter PLLRST_ENA = "DISABLED",
  parameter INTFB_WAKE = "DISABLED",
  parameter STDBY_ENABLE = "DISABLED",
  parameter DPHASE_SOURCE = "DISABLED",
  parameter CLKOP_ENABLE = "ENABLED",
  parameter OUTDIVIDER_MUXA = "DIVA",
  parameter FEEDBK_PATH = "CLKOP",
  parameter CLKI_DIV = 1,
  parameter CLKFB_DIV = 1,
  parameter CLKOP_DIV = 1,
  parameter CLKOP_CPHASE = 0,
  parameter CLKOP_FPHASE = 0
) (
  input CLKI, CLKFB, RST, STDBY, PHASESEL0, PHASESEL1, PLLWAKESYNC, ENCLKOP,
  output CLKOP, LOCK
);
  assign CLKOP = CLKI;
  assign LOCK = 1'b1;
endmodule

module SB_PLL40_PAD #(
  parameter FEEDBACK_PATH = "SIMPLE",
  parameter DIVR = 0,
  parameter DIVF = 0,
  parameter DIVQ = 0,
  parameter FILTER_RANGE = 0
) (
  input PACKAGEPIN, RESETB, BYPASS,
  output PLLOUTGLOBAL, LOCK
);
  assign PLLOUTGLOBAL = PACKAGEPIN;
  assign LOCK = RESETB;
endmodule
