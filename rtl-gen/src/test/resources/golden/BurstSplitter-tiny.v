// Part of the accelerator of configuration tiny. Do not edit.

module BurstSplitter (
  input  wire          region_valid,
  output wire          region_ready,
  input  wire [31:0]   region_address,
  input  wire [31:0]   region_beats,
  output wire          burst_valid,
  input  wire          burst_taken,
  output wire [31:0]   burst_address,
  output wire [5:0]    burst_beats,
  output wire          burst_last,
  input  wire          clk,
  input  wire          reset
);

  wire       [9:0]    _zz__zz_beats_2;
  wire       [9:0]    _zz__zz_beats_2_1;
  wire       [8:0]    _zz__zz_beats_2_2;
  wire       [31:0]   _zz_address_reg;
  wire       [34:0]   _zz_address_reg_1;
  reg                 held;
  reg        [31:0]   address_reg;
  reg        [31:0]   left_reg;
  wire       [31:0]   _zz_beats;
  wire       [31:0]   _zz_beats_1;
  wire       [31:0]   _zz_beats_2;
  wire       [31:0]   beats;

  assign _zz__zz_beats_2 = (10'h200 - _zz__zz_beats_2_1);
  assign _zz__zz_beats_2_2 = address_reg[11 : 3];
  assign _zz__zz_beats_2_1 = {1'd0, _zz__zz_beats_2_2};
  assign _zz_address_reg_1 = ({3'd0,beats} <<< 2'd3);
  assign _zz_address_reg = _zz_address_reg_1[31:0];
  assign _zz_beats = 32'h00000020;
  assign _zz_beats_1 = ((_zz_beats < left_reg) ? _zz_beats : left_reg);
  assign _zz_beats_2 = {22'd0, _zz__zz_beats_2};
  assign beats = ((_zz_beats_2 < _zz_beats_1) ? _zz_beats_2 : _zz_beats_1);
  assign region_ready = (! held);
  assign burst_valid = held;
  assign burst_address = address_reg;
  assign burst_beats = beats[5:0];
  assign burst_last = (left_reg == beats);
  always @(posedge clk) begin
    if(reset) begin
      held <= 1'b0;
      address_reg <= 32'h0;
      left_reg <= 32'h0;
    end else begin
      if((region_valid && region_ready)) begin
        held <= 1'b1;
        address_reg <= region_address;
        left_reg <= region_beats;
      end
      if(burst_taken) begin
        address_reg <= (address_reg + _zz_address_reg);
        left_reg <= (left_reg - beats);
        if((left_reg == beats)) begin
          held <= 1'b0;
        end
      end
    end
  end


endmodule
