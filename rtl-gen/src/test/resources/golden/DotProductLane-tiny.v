// Part of the accelerator of configuration tiny. Do not edit.

module DotProductLane (
  input  wire [31:0]   row,
  input  wire          load,
  input  wire          commit,
  input  wire [3:0]    upsilon_0,
  input  wire [3:0]    upsilon_1,
  input  wire [3:0]    upsilon_2,
  input  wire [3:0]    upsilon_3,
  input  wire [3:0]    upsilon_4,
  input  wire [3:0]    upsilon_5,
  input  wire [3:0]    upsilon_6,
  input  wire [3:0]    upsilon_7,
  input  wire [2:0]    shift_0,
  input  wire [2:0]    shift_1,
  input  wire [2:0]    shift_2,
  input  wire [2:0]    shift_3,
  input  wire [2:0]    shift_4,
  input  wire [2:0]    shift_5,
  input  wire [2:0]    shift_6,
  input  wire [2:0]    shift_7,
  input  wire          enable_0,
  input  wire          enable_1,
  input  wire          enable_2,
  input  wire          enable_3,
  input  wire          enable_4,
  input  wire          enable_5,
  input  wire          enable_6,
  input  wire          enable_7,
  input  wire          multiply_enable_0,
  input  wire          multiply_enable_1,
  input  wire          shift_enable_0,
  input  wire          shift_enable_1,
  output wire [10:0]   dot_multiply,
  output wire [14:0]   dot_shift,
  input  wire          clk
);

  wire       [8:0]    _zz__zz_multiply_sum_1_0;
  wire       [4:0]    _zz__zz_multiply_sum_1_0_1;
  wire       [4:0]    _zz__zz_multiply_sum_1_0_2;
  wire       [10:0]   _zz__zz_shift_sum_1_0;
  wire       [10:0]   _zz__zz_shift_sum_1_0_1;
  wire       [8:0]    _zz__zz_multiply_sum_1_0_1_1;
  wire       [4:0]    _zz__zz_multiply_sum_1_0_1_2;
  wire       [4:0]    _zz__zz_multiply_sum_1_0_1_3;
  wire       [10:0]   _zz__zz_shift_sum_1_0_1_1;
  wire       [10:0]   _zz__zz_shift_sum_1_0_1_2;
  wire       [8:0]    _zz__zz_multiply_sum_1_0_2_1;
  wire       [4:0]    _zz__zz_multiply_sum_1_0_2_2;
  wire       [4:0]    _zz__zz_multiply_sum_1_0_2_3;
  wire       [10:0]   _zz__zz_shift_sum_1_0_2;
  wire       [10:0]   _zz__zz_shift_sum_1_0_2_1;
  wire       [8:0]    _zz__zz_multiply_sum_1_0_3;
  wire       [4:0]    _zz__zz_multiply_sum_1_0_3_1;
  wire       [4:0]    _zz__zz_multiply_sum_1_0_3_2;
  wire       [10:0]   _zz__zz_shift_sum_1_0_3;
  wire       [10:0]   _zz__zz_shift_sum_1_0_3_1;
  wire       [8:0]    _zz__zz_multiply_sum_1_1;
  wire       [4:0]    _zz__zz_multiply_sum_1_1_1;
  wire       [4:0]    _zz__zz_multiply_sum_1_1_2;
  wire       [10:0]   _zz__zz_shift_sum_1_1;
  wire       [10:0]   _zz__zz_shift_sum_1_1_1;
  wire       [8:0]    _zz__zz_multiply_sum_1_1_1_1;
  wire       [4:0]    _zz__zz_multiply_sum_1_1_1_2;
  wire       [4:0]    _zz__zz_multiply_sum_1_1_1_3;
  wire       [10:0]   _zz__zz_shift_sum_1_1_1_1;
  wire       [10:0]   _zz__zz_shift_sum_1_1_1_2;
  wire       [8:0]    _zz__zz_multiply_sum_1_1_2_1;
  wire       [4:0]    _zz__zz_multiply_sum_1_1_2_2;
  wire       [4:0]    _zz__zz_multiply_sum_1_1_2_3;
  wire       [10:0]   _zz__zz_shift_sum_1_1_2;
  wire       [10:0]   _zz__zz_shift_sum_1_1_2_1;
  wire       [8:0]    _zz__zz_multiply_sum_1_1_3;
  wire       [4:0]    _zz__zz_multiply_sum_1_1_3_1;
  wire       [4:0]    _zz__zz_multiply_sum_1_1_3_2;
  wire       [10:0]   _zz__zz_shift_sum_1_1_3;
  wire       [10:0]   _zz__zz_shift_sum_1_1_3_1;
  wire       [8:0]    _zz__zz_multiply_sum_1_0_4;
  wire       [8:0]    _zz__zz_multiply_sum_1_0_4_1;
  wire       [8:0]    _zz__zz_multiply_sum_1_0_5;
  wire       [8:0]    _zz__zz_multiply_sum_1_0_5_1;
  wire       [8:0]    _zz__zz_multiply_sum_1_1_4;
  wire       [8:0]    _zz__zz_multiply_sum_1_1_4_1;
  wire       [8:0]    _zz__zz_multiply_sum_1_1_5;
  wire       [8:0]    _zz__zz_multiply_sum_1_1_5_1;
  wire       [9:0]    _zz_multiply_sum_1_0_6;
  wire       [9:0]    _zz_multiply_sum_1_0_7;
  wire       [9:0]    _zz_multiply_sum_1_1_6;
  wire       [9:0]    _zz_multiply_sum_1_1_7;
  wire       [10:0]   _zz_multiply_sum_2_0;
  wire       [10:0]   _zz_multiply_sum_2_0_1;
  wire       [11:0]   _zz__zz_shift_sum_1_0_4;
  wire       [11:0]   _zz__zz_shift_sum_1_0_4_1;
  wire       [11:0]   _zz__zz_shift_sum_1_0_5;
  wire       [11:0]   _zz__zz_shift_sum_1_0_5_1;
  wire       [11:0]   _zz__zz_shift_sum_1_1_4;
  wire       [11:0]   _zz__zz_shift_sum_1_1_4_1;
  wire       [11:0]   _zz__zz_shift_sum_1_1_5;
  wire       [11:0]   _zz__zz_shift_sum_1_1_5_1;
  wire       [12:0]   _zz_shift_sum_1_0_6;
  wire       [12:0]   _zz_shift_sum_1_0_7;
  wire       [12:0]   _zz_shift_sum_1_1_6;
  wire       [12:0]   _zz_shift_sum_1_1_7;
  wire       [13:0]   _zz_shift_sum_2_0;
  wire       [13:0]   _zz_shift_sum_2_0_1;
  reg        [3:0]    weight_shadow_0;
  reg        [3:0]    weight_0;
  wire       [7:0]    _zz_multiply_sum_1_0;
  wire       [10:0]   _zz_shift_sum_1_0;
  reg        [3:0]    weight_shadow_1;
  reg        [3:0]    weight_1;
  wire       [7:0]    _zz_multiply_sum_1_0_1;
  wire       [10:0]   _zz_shift_sum_1_0_1;
  reg        [3:0]    weight_shadow_2;
  reg        [3:0]    weight_2;
  wire       [7:0]    _zz_multiply_sum_1_0_2;
  wire       [10:0]   _zz_shift_sum_1_0_2;
  reg        [3:0]    weight_shadow_3;
  reg        [3:0]    weight_3;
  wire       [7:0]    _zz_multiply_sum_1_0_3;
  wire       [10:0]   _zz_shift_sum_1_0_3;
  reg        [3:0]    weight_shadow_4;
  reg        [3:0]    weight_4;
  wire       [7:0]    _zz_multiply_sum_1_1;
  wire       [10:0]   _zz_shift_sum_1_1;
  reg        [3:0]    weight_shadow_5;
  reg        [3:0]    weight_5;
  wire       [7:0]    _zz_multiply_sum_1_1_1;
  wire       [10:0]   _zz_shift_sum_1_1_1;
  reg        [3:0]    weight_shadow_6;
  reg        [3:0]    weight_6;
  wire       [7:0]    _zz_multiply_sum_1_1_2;
  wire       [10:0]   _zz_shift_sum_1_1_2;
  reg        [3:0]    weight_shadow_7;
  reg        [3:0]    weight_7;
  wire       [7:0]    _zz_multiply_sum_1_1_3;
  wire       [10:0]   _zz_shift_sum_1_1_3;
  wire       [8:0]    _zz_multiply_sum_1_0_4;
  wire       [8:0]    _zz_multiply_sum_1_0_5;
  wire       [8:0]    _zz_multiply_sum_1_1_4;
  wire       [8:0]    _zz_multiply_sum_1_1_5;
  reg        [9:0]    multiply_sum_1_0;
  reg        [9:0]    multiply_sum_1_1;
  reg        [10:0]   multiply_sum_2_0;
  wire       [11:0]   _zz_shift_sum_1_0_4;
  wire       [11:0]   _zz_shift_sum_1_0_5;
  wire       [11:0]   _zz_shift_sum_1_1_4;
  wire       [11:0]   _zz_shift_sum_1_1_5;
  reg        [12:0]   shift_sum_1_0;
  reg        [12:0]   shift_sum_1_1;
  reg        [13:0]   shift_sum_2_0;

  assign _zz__zz_multiply_sum_1_0 = ($signed(_zz__zz_multiply_sum_1_0_1) * $signed(weight_0));
  assign _zz__zz_multiply_sum_1_0_1 = _zz__zz_multiply_sum_1_0_2;
  assign _zz__zz_multiply_sum_1_0_2 = {1'd0, upsilon_0};
  assign _zz__zz_shift_sum_1_0 = ($signed(_zz__zz_shift_sum_1_0_1) <<< shift_0);
  assign _zz__zz_shift_sum_1_0_1 = {{7{weight_0[3]}}, weight_0};
  assign _zz__zz_multiply_sum_1_0_1_1 = ($signed(_zz__zz_multiply_sum_1_0_1_2) * $signed(weight_1));
  assign _zz__zz_multiply_sum_1_0_1_2 = _zz__zz_multiply_sum_1_0_1_3;
  assign _zz__zz_multiply_sum_1_0_1_3 = {1'd0, upsilon_1};
  assign _zz__zz_shift_sum_1_0_1_1 = ($signed(_zz__zz_shift_sum_1_0_1_2) <<< shift_1);
  assign _zz__zz_shift_sum_1_0_1_2 = {{7{weight_1[3]}}, weight_1};
  assign _zz__zz_multiply_sum_1_0_2_1 = ($signed(_zz__zz_multiply_sum_1_0_2_2) * $signed(weight_2));
  assign _zz__zz_multiply_sum_1_0_2_2 = _zz__zz_multiply_sum_1_0_2_3;
  assign _zz__zz_multiply_sum_1_0_2_3 = {1'd0, upsilon_2};
  assign _zz__zz_shift_sum_1_0_2 = ($signed(_zz__zz_shift_sum_1_0_2_1) <<< shift_2);
  assign _zz__zz_shift_sum_1_0_2_1 = {{7{weight_2[3]}}, weight_2};
  assign _zz__zz_multiply_sum_1_0_3 = ($signed(_zz__zz_multiply_sum_1_0_3_1) * $signed(weight_3));
  assign _zz__zz_multiply_sum_1_0_3_1 = _zz__zz_multiply_sum_1_0_3_2;
  assign _zz__zz_multiply_sum_1_0_3_2 = {1'd0, upsilon_3};
  assign _zz__zz_shift_sum_1_0_3 = ($signed(_zz__zz_shift_sum_1_0_3_1) <<< shift_3);
  assign _zz__zz_shift_sum_1_0_3_1 = {{7{weight_3[3]}}, weight_3};
  assign _zz__zz_multiply_sum_1_1 = ($signed(_zz__zz_multiply_sum_1_1_1) * $signed(weight_4));
  assign _zz__zz_multiply_sum_1_1_1 = _zz__zz_multiply_sum_1_1_2;
  assign _zz__zz_multiply_sum_1_1_2 = {1'd0, upsilon_4};
  assign _zz__zz_shift_sum_1_1 = ($signed(_zz__zz_shift_sum_1_1_1) <<< shift_4);
  assign _zz__zz_shift_sum_1_1_1 = {{7{weight_4[3]}}, weight_4};
  assign _zz__zz_multiply_sum_1_1_1_1 = ($signed(_zz__zz_multiply_sum_1_1_1_2) * $signed(weight_5));
  assign _zz__zz_multiply_sum_1_1_1_2 = _zz__zz_multiply_sum_1_1_1_3;
  assign _zz__zz_multiply_sum_1_1_1_3 = {1'd0, upsilon_5};
  assign _zz__zz_shift_sum_1_1_1_1 = ($signed(_zz__zz_shift_sum_1_1_1_2) <<< shift_5);
  assign _zz__zz_shift_sum_1_1_1_2 = {{7{weight_5[3]}}, weight_5};
  assign _zz__zz_multiply_sum_1_1_2_1 = ($signed(_zz__zz_multiply_sum_1_1_2_2) * $signed(weight_6));
  assign _zz__zz_multiply_sum_1_1_2_2 = _zz__zz_multiply_sum_1_1_2_3;
  assign _zz__zz_multiply_sum_1_1_2_3 = {1'd0, upsilon_6};
  assign _zz__zz_shift_sum_1_1_2 = ($signed(_zz__zz_shift_sum_1_1_2_1) <<< shift_6);
  assign _zz__zz_shift_sum_1_1_2_1 = {{7{weight_6[3]}}, weight_6};
  assign _zz__zz_multiply_sum_1_1_3 = ($signed(_zz__zz_multiply_sum_1_1_3_1) * $signed(weight_7));
  assign _zz__zz_multiply_sum_1_1_3_1 = _zz__zz_multiply_sum_1_1_3_2;
  assign _zz__zz_multiply_sum_1_1_3_2 = {1'd0, upsilon_7};
  assign _zz__zz_shift_sum_1_1_3 = ($signed(_zz__zz_shift_sum_1_1_3_1) <<< shift_7);
  assign _zz__zz_shift_sum_1_1_3_1 = {{7{weight_7[3]}}, weight_7};
  assign _zz__zz_multiply_sum_1_0_4 = {_zz_multiply_sum_1_0[7],_zz_multiply_sum_1_0};
  assign _zz__zz_multiply_sum_1_0_4_1 = {_zz_multiply_sum_1_0_1[7],_zz_multiply_sum_1_0_1};
  assign _zz__zz_multiply_sum_1_0_5 = {_zz_multiply_sum_1_0_2[7],_zz_multiply_sum_1_0_2};
  assign _zz__zz_multiply_sum_1_0_5_1 = {_zz_multiply_sum_1_0_3[7],_zz_multiply_sum_1_0_3};
  assign _zz__zz_multiply_sum_1_1_4 = {_zz_multiply_sum_1_1[7],_zz_multiply_sum_1_1};
  assign _zz__zz_multiply_sum_1_1_4_1 = {_zz_multiply_sum_1_1_1[7],_zz_multiply_sum_1_1_1};
  assign _zz__zz_multiply_sum_1_1_5 = {_zz_multiply_sum_1_1_2[7],_zz_multiply_sum_1_1_2};
  assign _zz__zz_multiply_sum_1_1_5_1 = {_zz_multiply_sum_1_1_3[7],_zz_multiply_sum_1_1_3};
  assign _zz_multiply_sum_1_0_6 = {_zz_multiply_sum_1_0_4[8],_zz_multiply_sum_1_0_4};
  assign _zz_multiply_sum_1_0_7 = {_zz_multiply_sum_1_0_5[8],_zz_multiply_sum_1_0_5};
  assign _zz_multiply_sum_1_1_6 = {_zz_multiply_sum_1_1_4[8],_zz_multiply_sum_1_1_4};
  assign _zz_multiply_sum_1_1_7 = {_zz_multiply_sum_1_1_5[8],_zz_multiply_sum_1_1_5};
  assign _zz_multiply_sum_2_0 = {multiply_sum_1_0[9],multiply_sum_1_0};
  assign _zz_multiply_sum_2_0_1 = {multiply_sum_1_1[9],multiply_sum_1_1};
  assign _zz__zz_shift_sum_1_0_4 = {_zz_shift_sum_1_0[10],_zz_shift_sum_1_0};
  assign _zz__zz_shift_sum_1_0_4_1 = {_zz_shift_sum_1_0_1[10],_zz_shift_sum_1_0_1};
  assign _zz__zz_shift_sum_1_0_5 = {_zz_shift_sum_1_0_2[10],_zz_shift_sum_1_0_2};
  assign _zz__zz_shift_sum_1_0_5_1 = {_zz_shift_sum_1_0_3[10],_zz_shift_sum_1_0_3};
  assign _zz__zz_shift_sum_1_1_4 = {_zz_shift_sum_1_1[10],_zz_shift_sum_1_1};
  assign _zz__zz_shift_sum_1_1_4_1 = {_zz_shift_sum_1_1_1[10],_zz_shift_sum_1_1_1};
  assign _zz__zz_shift_sum_1_1_5 = {_zz_shift_sum_1_1_2[10],_zz_shift_sum_1_1_2};
  assign _zz__zz_shift_sum_1_1_5_1 = {_zz_shift_sum_1_1_3[10],_zz_shift_sum_1_1_3};
  assign _zz_shift_sum_1_0_6 = {_zz_shift_sum_1_0_4[11],_zz_shift_sum_1_0_4};
  assign _zz_shift_sum_1_0_7 = {_zz_shift_sum_1_0_5[11],_zz_shift_sum_1_0_5};
  assign _zz_shift_sum_1_1_6 = {_zz_shift_sum_1_1_4[11],_zz_shift_sum_1_1_4};
  assign _zz_shift_sum_1_1_7 = {_zz_shift_sum_1_1_5[11],_zz_shift_sum_1_1_5};
  assign _zz_shift_sum_2_0 = {shift_sum_1_0[12],shift_sum_1_0};
  assign _zz_shift_sum_2_0_1 = {shift_sum_1_1[12],shift_sum_1_1};
  initial begin
    multiply_sum_2_0 = 11'h0;
    shift_sum_2_0 = 14'h0;
  end

  assign _zz_multiply_sum_1_0 = _zz__zz_multiply_sum_1_0[7:0];
  assign _zz_shift_sum_1_0 = (enable_0 ? _zz__zz_shift_sum_1_0 : 11'h0);
  assign _zz_multiply_sum_1_0_1 = _zz__zz_multiply_sum_1_0_1_1[7:0];
  assign _zz_shift_sum_1_0_1 = (enable_1 ? _zz__zz_shift_sum_1_0_1_1 : 11'h0);
  assign _zz_multiply_sum_1_0_2 = _zz__zz_multiply_sum_1_0_2_1[7:0];
  assign _zz_shift_sum_1_0_2 = (enable_2 ? _zz__zz_shift_sum_1_0_2 : 11'h0);
  assign _zz_multiply_sum_1_0_3 = _zz__zz_multiply_sum_1_0_3[7:0];
  assign _zz_shift_sum_1_0_3 = (enable_3 ? _zz__zz_shift_sum_1_0_3 : 11'h0);
  assign _zz_multiply_sum_1_1 = _zz__zz_multiply_sum_1_1[7:0];
  assign _zz_shift_sum_1_1 = (enable_4 ? _zz__zz_shift_sum_1_1 : 11'h0);
  assign _zz_multiply_sum_1_1_1 = _zz__zz_multiply_sum_1_1_1_1[7:0];
  assign _zz_shift_sum_1_1_1 = (enable_5 ? _zz__zz_shift_sum_1_1_1_1 : 11'h0);
  assign _zz_multiply_sum_1_1_2 = _zz__zz_multiply_sum_1_1_2_1[7:0];
  assign _zz_shift_sum_1_1_2 = (enable_6 ? _zz__zz_shift_sum_1_1_2 : 11'h0);
  assign _zz_multiply_sum_1_1_3 = _zz__zz_multiply_sum_1_1_3[7:0];
  assign _zz_shift_sum_1_1_3 = (enable_7 ? _zz__zz_shift_sum_1_1_3 : 11'h0);
  assign _zz_multiply_sum_1_0_4 = ($signed(_zz__zz_multiply_sum_1_0_4) + $signed(_zz__zz_multiply_sum_1_0_4_1));
  assign _zz_multiply_sum_1_0_5 = ($signed(_zz__zz_multiply_sum_1_0_5) + $signed(_zz__zz_multiply_sum_1_0_5_1));
  assign _zz_multiply_sum_1_1_4 = ($signed(_zz__zz_multiply_sum_1_1_4) + $signed(_zz__zz_multiply_sum_1_1_4_1));
  assign _zz_multiply_sum_1_1_5 = ($signed(_zz__zz_multiply_sum_1_1_5) + $signed(_zz__zz_multiply_sum_1_1_5_1));
  assign dot_multiply = multiply_sum_2_0;
  assign _zz_shift_sum_1_0_4 = ($signed(_zz__zz_shift_sum_1_0_4) + $signed(_zz__zz_shift_sum_1_0_4_1));
  assign _zz_shift_sum_1_0_5 = ($signed(_zz__zz_shift_sum_1_0_5) + $signed(_zz__zz_shift_sum_1_0_5_1));
  assign _zz_shift_sum_1_1_4 = ($signed(_zz__zz_shift_sum_1_1_4) + $signed(_zz__zz_shift_sum_1_1_4_1));
  assign _zz_shift_sum_1_1_5 = ($signed(_zz__zz_shift_sum_1_1_5) + $signed(_zz__zz_shift_sum_1_1_5_1));
  assign dot_shift = {{1{shift_sum_2_0[13]}}, shift_sum_2_0};
  always @(posedge clk) begin
    if(load) begin
      weight_shadow_0 <= row[3 : 0];
    end
    if(commit) begin
      weight_0 <= weight_shadow_0;
    end
    if(load) begin
      weight_shadow_1 <= row[7 : 4];
    end
    if(commit) begin
      weight_1 <= weight_shadow_1;
    end
    if(load) begin
      weight_shadow_2 <= row[11 : 8];
    end
    if(commit) begin
      weight_2 <= weight_shadow_2;
    end
    if(load) begin
      weight_shadow_3 <= row[15 : 12];
    end
    if(commit) begin
      weight_3 <= weight_shadow_3;
    end
    if(load) begin
      weight_shadow_4 <= row[19 : 16];
    end
    if(commit) begin
      weight_4 <= weight_shadow_4;
    end
    if(load) begin
      weight_shadow_5 <= row[23 : 20];
    end
    if(commit) begin
      weight_5 <= weight_shadow_5;
    end
    if(load) begin
      weight_shadow_6 <= row[27 : 24];
    end
    if(commit) begin
      weight_6 <= weight_shadow_6;
    end
    if(load) begin
      weight_shadow_7 <= row[31 : 28];
    end
    if(commit) begin
      weight_7 <= weight_shadow_7;
    end
    if(multiply_enable_0) begin
      multiply_sum_1_0 <= ($signed(_zz_multiply_sum_1_0_6) + $signed(_zz_multiply_sum_1_0_7));
    end
    if(multiply_enable_0) begin
      multiply_sum_1_1 <= ($signed(_zz_multiply_sum_1_1_6) + $signed(_zz_multiply_sum_1_1_7));
    end
    if(shift_enable_0) begin
      shift_sum_1_0 <= ($signed(_zz_shift_sum_1_0_6) + $signed(_zz_shift_sum_1_0_7));
    end
    if(shift_enable_0) begin
      shift_sum_1_1 <= ($signed(_zz_shift_sum_1_1_6) + $signed(_zz_shift_sum_1_1_7));
    end
  end

  always @(posedge clk) begin
    if(multiply_enable_1) begin
      multiply_sum_2_0 <= ($signed(_zz_multiply_sum_2_0) + $signed(_zz_multiply_sum_2_0_1));
    end
    if(shift_enable_1) begin
      shift_sum_2_0 <= ($signed(_zz_shift_sum_2_0) + $signed(_zz_shift_sum_2_0_1));
    end
  end


endmodule
