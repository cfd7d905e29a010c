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
  input  wire          core_reset
);

  wire       [9:0]    _zz__zz_beats;
  wire       [8:0]    _zz__zz_beats_1;
  wire       [4:0]    _zz__zz_beats_2;
  wire       [4:0]    _zz__zz_beats_4;
  wire       [5:0]    _zz__zz_burst_last;
  wire       [31:0]   _zz_address_reg;
  wire       [8:0]    _zz_address_reg_1;
  wire       [31:0]   _zz_left_reg;
  reg                 held;
  reg        [31:0]   address_reg;
  reg        [31:0]   left_reg;
  wire       [9:0]    _zz_beats;
  wire       [5:0]    beats;
  wire       [5:0]    _zz_beats_1;
  wire       [5:0]    _zz_beats_2;
  wire       [5:0]    _zz_beats_3;
  wire       [5:0]    _zz_beats_4;
  wire                _zz_burst_last;

  assign _zz__zz_beats_1 = address_reg[11 : 3];
  assign _zz__zz_beats = {1'd0, _zz__zz_beats_1};
  assign _zz__zz_beats_2 = _zz_beats[4:0];
  assign _zz__zz_beats_4 = left_reg[4:0];
  assign _zz__zz_burst_last = left_reg[5:0];
  assign _zz_address_reg_1 = ({3'd0,beats} <<< 2'd3);
  assign _zz_address_reg = {23'd0, _zz_address_reg_1};
  assign _zz_left_reg = {26'd0, beats};
  assign _zz_beats = (10'h200 - _zz__zz_beats);
  assign _zz_beats_1 = 6'h20;
  assign _zz_beats_2 = {1'd0, _zz__zz_beats_2};
  assign _zz_beats_3 = (((|_zz_beats[9 : 5]) || (_zz_beats_1 < _zz_beats_2)) ? _zz_beats_1 : _zz_beats_2);
  assign _zz_beats_4 = {1'd0, _zz__zz_beats_4};
  assign beats = (((|left_reg[31 : 5]) || (_zz_beats_3 < _zz_beats_4)) ? _zz_beats_3 : _zz_beats_4);
  assign _zz_burst_last = ((! (|left_reg[31 : 6])) && (_zz__zz_burst_last == beats));
  assign region_ready = (! held);
  assign burst_valid = held;
  assign burst_address = address_reg;
  assign burst_beats = beats;
  assign burst_last = _zz_burst_last;
  always @(posedge clk) begin
    if(core_reset) begin
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
        left_reg <= (left_reg - _zz_left_reg);
        if(_zz_burst_last) begin
          held <= 1'b0;
        end
      end
    end
  end


endmodule
